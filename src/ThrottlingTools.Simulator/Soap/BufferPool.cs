using System.Collections.Concurrent;
using System.Threading;

namespace ThrottlingTools.Simulator.Soap;

/// <summary>Memory for answers, which would otherwise be made anew and collected for each. Safe for threads.</summary>
internal sealed class BufferPool
{
    private const int FirstSize = 16 * 1024;
    private const int MostKept = 32;
    private const int LargestKept = 1024 * 1024;

    private readonly ConcurrentBag<byte[]> _buffers = [];
    private int _count;

    public byte[] Take()
    {
        if (!_buffers.TryTake(out byte[]? buffer))
            return new byte[FirstSize];
        Interlocked.Decrement(ref _count);
        return buffer;
    }

    public void Return(byte[] buffer)
    {
        if (buffer.Length > LargestKept)
            return;
        if (Interlocked.Increment(ref _count) <= MostKept)
            _buffers.Add(buffer);
        else
            Interlocked.Decrement(ref _count);
    }
}
