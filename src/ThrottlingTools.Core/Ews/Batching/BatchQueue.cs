using System;
using System.Collections.Generic;
using System.Linq;

namespace ThrottlingTools.Ews;

/// <summary>The items that wait to be sent, or to be looked at once their time has come.</summary>
internal sealed class BatchQueue(BatchOperation operation)
{
    private readonly Queue<BatchEntry> _sends = new();
    private readonly List<BatchEntry> _looks = [];

    public int Count => _sends.Count + _looks.Count;

    public IEnumerable<BatchEntry> All => _sends.Concat(_looks);

    public void AddSend(BatchEntry entry) => _sends.Enqueue(entry);

    public void AddLook(BatchEntry entry) => _looks.Add(entry);

    /// <summary>The first time after now at which something can be looked at.</summary>
    public TimeSpan? NextLook(TimeSpan now) => _looks.Where(entry => entry.LookFrom > now)
        .Select(entry => (TimeSpan?)entry.LookFrom).Min();

    /// <summary>How many items the next look can take.</summary>
    public int Lookable(int most, TimeSpan now) =>
        Fitting(_looks.Where(entry => entry.LookFrom <= now), most, (_, _) => true);

    /// <summary>How many items the next request can take.</summary>
    public int Sendable(int most) => Fitting(_sends, most, operation.Fit);

    public List<BatchEntry> TakeLooks(int count, TimeSpan now)
    {
        List<BatchEntry> taken = [.. _looks.Where(entry => entry.LookFrom <= now).Take(count)];
        HashSet<BatchEntry> set = [.. taken];
        _looks.RemoveAll(set.Contains);
        return taken;
    }

    public List<BatchEntry> TakeSends(int count)
    {
        List<BatchEntry> taken = [];
        while (taken.Count < count)
            taken.Add(_sends.Dequeue());
        return taken;
    }

    private static int Fitting(IEnumerable<BatchEntry> entries, int most, Func<BatchEntry, BatchEntry, bool> fit)
    {
        BatchEntry? first = null;
        int count = 0;
        foreach (BatchEntry entry in entries)
        {
            first ??= entry;
            if (count + 1 > Math.Min(most, entry.LargestBatch) || !fit(first, entry))
                break;
            most = Math.Min(most, entry.LargestBatch);
            count++;
        }
        return count;
    }
}
