using System.Threading;

namespace ThrottlingTools.Simulator.Http;

/// <summary>How much may be in memory at a time, for all connections together.</summary>
internal sealed class MemoryLimit
{
    private readonly long _limit;
    private long _taken;

    public MemoryLimit(long limit) => _limit = limit;

    public long Taken => Interlocked.Read(ref _taken);

    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= _limit)
            return true;
        Interlocked.Add(ref _taken, -bytes);
        return false;
    }

    public void Release(long bytes) => Interlocked.Add(ref _taken, -bytes);
}
