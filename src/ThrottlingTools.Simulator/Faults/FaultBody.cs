using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace ThrottlingTools.Simulator.Faults;

/// <summary>
/// A body that is read in order and goes wrong on the way. Without a network it does so at the reader's end.
/// </summary>
internal abstract class FaultBody : Stream
{
    protected FaultBody(Stream inner) => Inner = inner;

    public override bool CanRead => true;

    public override bool CanSeek => Inner.CanSeek;

    public override bool CanWrite => false;

    public override long Length => Inner.Length;

    public override long Position
    {
        get => Inner.Position;
        set => Inner.Position = value;
    }

    /// <summary>The body as it would be.</summary>
    public Stream Inner { get; }

    public abstract override Task<int> ReadAsync(
        byte[] buffer, int offset, int count, CancellationToken cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => Inner.Seek(offset, origin);

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Inner.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>Is reset at some point.</summary>
internal sealed class ResetBody : FaultBody
{
    private long _left;

    public ResetBody(Stream inner, long after) : base(inner) => _left = after;

    public override async Task<int> ReadAsync(
        byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        int asked = (int)Math.Min(count, _left);
        int read = asked == 0
            ? 0
            : await Inner.ReadAsync(buffer, offset, asked, cancellationToken).ConfigureAwait(false);
        _left -= read;
        return read > 0 ? read : throw FaultInjector.Reset();
    }
}

/// <summary>Comes a few bytes at a time.</summary>
internal sealed class DripBody : FaultBody
{
    private readonly int _bytes;
    private readonly Func<CancellationToken, Task> _pause;

    public DripBody(Stream inner, int bytes, Func<CancellationToken, Task> pause) : base(inner)
    {
        _bytes = bytes;
        _pause = pause;
    }

    public override async Task<int> ReadAsync(
        byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        await _pause(cancellationToken).ConfigureAwait(false);
        return await Inner.ReadAsync(buffer, offset, Math.Min(count, _bytes), cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>
/// Is announced with a wrong length. A client takes no more than was announced, and misses what was announced and does
/// not come.
/// </summary>
internal sealed class WrongLengthBody : FaultBody
{
    private long _left;

    public WrongLengthBody(Stream inner, long declaredLength) : base(inner)
    {
        DeclaredLength = declaredLength;
        _left = declaredLength;
    }

    public long DeclaredLength { get; }

    public override async Task<int> ReadAsync(
        byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        int asked = (int)Math.Min(count, _left);
        if (asked == 0)
            return 0;
        int read = await Inner.ReadAsync(buffer, offset, asked, cancellationToken).ConfigureAwait(false);
        _left -= read;
        return read > 0 ? read : throw FaultInjector.Reset();
    }
}

/// <summary>Is in order; what goes wrong happens to its connection.</summary>
internal sealed class ConnectionFaultBody : FaultBody
{
    public ConnectionFaultBody(Stream inner, FaultKind kind) : base(inner) => Kind = kind;

    public FaultKind Kind { get; }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Inner.ReadAsync(buffer, offset, count, cancellationToken);
}
