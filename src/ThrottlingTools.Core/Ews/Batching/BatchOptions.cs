namespace ThrottlingTools.Ews;

/// <summary>How a batch run goes about it.</summary>
public sealed class BatchOptions
{
    /// <summary>How fast: the known limits, the requests at a time, the items of a request, the waits.</summary>
    public PaceOptions Pace { get; init; } = new() { InitialItemsPerCall = 20, MinItemsPerCall = 1 };

    /// <summary>
    /// How often an item may fail in a passing way while others succeed, before it counts as failed. Default: 10.
    /// </summary>
    public int MaxFailures { get; init; } = 10;

    /// <summary>Where the run goes, so that a checkpoint is not taken for that of another server.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>Where the run is recorded so that another can go on; <c>null</c> for nowhere.</summary>
    public BatchCheckpoint? Checkpoint { get; init; }
}
