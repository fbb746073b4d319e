using System;
using System.Runtime;
using System.Threading;

namespace ThrottlingTools.Simulator.Http;

/// <summary>
/// How much may be in memory at a time, for all connections together. When much of it has been used and all is free
/// again, it goes back to the system, which .NET would do late or never.
/// </summary>
internal sealed class MemoryLimit
{
    private const long WorthCollecting = 16L * 1024 * 1024;

    private readonly long _limit;
    private long _taken;
    private long _most;

    public MemoryLimit(long limit) => _limit = limit;

    public long Taken => Interlocked.Read(ref _taken);

    public bool TryTake(long bytes)
    {
        long taken = Interlocked.Add(ref _taken, bytes);
        if (taken > _limit)
        {
            Interlocked.Add(ref _taken, -bytes);
            return false;
        }
        if (taken > Interlocked.Read(ref _most))
            Interlocked.Exchange(ref _most, taken); // a rough measure will do
        return true;
    }

    public void Release(long bytes) => Interlocked.Add(ref _taken, -bytes);

    /// <summary>Gives memory back if that is worth the while, and nobody uses any.</summary>
    public void Trim()
    {
        if (Taken > 0 || Interlocked.Read(ref _most) < WorthCollecting)
            return;
        Interlocked.Exchange(ref _most, 0);
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
#if NETSTANDARD
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
#else
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
#endif
    }
}
