namespace ThrottlingTools.Ews;

/// <summary>A request of a find that is to be sent, is under way, or was answered and waits for its turn.</summary>
internal sealed class PlannedSlice<T>(int offset, int size, bool isBase)
    where T : class
{
    public int Offset { get; } = offset;

    public int Size { get; set; } = size;

    /// <summary>Whether it begins within what was returned; the others are fetched ahead.</summary>
    public bool IsBase { get; } = isBase;

    public bool IsUnderWay { get; set; }

    public bool HasFailed { get; set; }

    public bool HasMissed { get; set; }

    /// <summary>How often its answer was not believed.</summary>
    public int Doubts { get; set; }

    public FindSlice<T>? Answer { get; set; }

    public bool IsWaiting => !IsUnderWay && Answer is null;

    /// <summary>Where it ends, as far as is known.</summary>
    public int End => Offset + (Answer?.Entries.Length ?? Size);
}
