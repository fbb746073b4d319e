using System;

namespace ThrottlingTools.Ews;

/// <summary>
/// What a call takes, judged from outside: a share for each of its items, and the rest, which is the network for the
/// most part. The fastest calls of two sizes tell, for they waited for nothing.
/// </summary>
internal sealed class CallTimes
{
    private const int EnoughCalls = 3; // of a size
    private const int Sizes = 31;

    private readonly (int Calls, int Items, TimeSpan Latency)[] _fastest =
        new (int, int, TimeSpan)[Sizes]; // by powers of two of the items

    /// <summary>Whether calls of two sizes were seen often enough.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>What an item takes on the server, in ticks.</summary>
    public double TicksPerItem { get; private set; }

    /// <summary>What a call takes beyond its items' share.</summary>
    public TimeSpan Rest { get; private set; }

    /// <summary>What the items of a call take on the server.</summary>
    public TimeSpan OfItems(int items) => TimeSpan.FromTicks((long)(TicksPerItem * items));

    /// <summary>What a call takes that waits for nothing.</summary>
    public TimeSpan Of(int items) => Rest + OfItems(items);

    /// <summary>Learns from a call.</summary>
    public void Learn(TimeSpan latency, int items)
    {
        if (items < 1)
            return;
        int size = (int)Math.Log(items, 2);
        (int calls, _, TimeSpan fastest) = _fastest[size];
        _fastest[size] = calls > 0 && fastest <= latency
            ? _fastest[size] with { Calls = calls + 1 }
            : (calls + 1, items, latency);
        Judge();
    }

    private void Judge()
    {
        int first = Array.FindIndex(_fastest, size => size.Calls >= EnoughCalls);
        int last = Array.FindLastIndex(_fastest, size => size.Calls >= EnoughCalls);
        if (first < 0 || _fastest[last].Items < 2 * _fastest[first].Items)
            return;
        IsKnown = true;
        (_, int few, TimeSpan soon) = _fastest[first];
        (_, int many, TimeSpan late) = _fastest[last];
        TicksPerItem = Math.Max(0, (late - soon).Ticks / (double)(many - few));
        Rest = TimeSpan.MaxValue;
        foreach ((int calls, int items, TimeSpan latency) in _fastest)
            if (calls > 0 && latency - OfItems(items) < Rest)
                Rest = latency - OfItems(items);
        if (Rest < TimeSpan.Zero)
            Rest = TimeSpan.Zero;
    }
}
