using System;

namespace ThrottlingTools.Modelling;

/// <summary>
/// What is due next: a heap of four branches over one array, so that an event costs no allocation. Of events at one
/// time the lowest number comes first, which makes the order a matter of the scenario alone.
/// </summary>
internal sealed class WorkloadQueue(int capacity)
{
    private const int Branches = 4;

    private readonly Entry[] _entries = new Entry[Math.Max(1, capacity)];

    public int Count { get; private set; }

    public long NextAt => _entries[0].At;

    public int NextNumber => _entries[0].Number;

    /// <summary>When the second event is due; never, if there is none.</summary>
    public long SecondAt
    {
        get
        {
            long least = long.MaxValue;
            for (int i = Math.Min(Count - 1, Branches); i > 0; i--)
                least = Math.Min(least, _entries[i].At);
            return least;
        }
    }

    /// <summary>Adds an event; each number stands in the queue once at most.</summary>
    public void Add(long at, int number) => Rise(Count++, new Entry(at, number));

    /// <summary>Moves the first event to a later time, or to the same one.</summary>
    public void MoveFirst(long at) => Sink(new Entry(at, _entries[0].Number));

    public void RemoveFirst()
    {
        Entry last = _entries[--Count];
        if (Count > 0)
            Sink(last);
    }

    private void Rise(int place, Entry entry)
    {
        while (place > 0)
        {
            int parent = (place - 1) / Branches;
            if (!entry.IsBefore(_entries[parent]))
                break;
            _entries[place] = _entries[parent];
            place = parent;
        }
        _entries[place] = entry;
    }

    private void Sink(Entry entry)
    {
        Entry[] entries = _entries;
        int count = Count;
        int place = 0;
        while (true)
        {
            int first = place * Branches + 1;
            if (first >= count)
                break;
            int least = first;
            int end = Math.Min(first + Branches, count);
            for (int child = first + 1; child < end; child++)
            {
                if (entries[child].IsBefore(entries[least]))
                    least = child;
            }
            if (!entries[least].IsBefore(entry))
                break;
            entries[place] = entries[least];
            place = least;
        }
        entries[place] = entry;
    }

    private readonly struct Entry(long at, int number)
    {
        public readonly long At = at;
        public readonly int Number = number;

        public bool IsBefore(in Entry other) => At < other.At || (At == other.At && Number < other.Number);
    }
}
