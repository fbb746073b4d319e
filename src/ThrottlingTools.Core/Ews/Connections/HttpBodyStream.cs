using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace ThrottlingTools.Ews;

/// <summary>The body of an answer, under the deadline of its request.</summary>
internal sealed class HttpBodyStream : Stream
{
    private readonly Stream _inner;
    private readonly HttpDeadline _deadline;

    internal HttpBodyStream(Stream inner, HttpDeadline deadline)
    {
        _inner = inner;
        _deadline = deadline;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    // The request's own token already stands for the caller's.
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        _deadline.Guard(token => _inner.ReadAsync(buffer, offset, count, token));

#if NET8_0_OR_GREATER
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        new(_deadline.Guard(token => _inner.ReadAsync(buffer, token).AsTask()));
#endif

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
            _deadline.Dispose();
        }
        base.Dispose(disposing);
    }
}
