namespace ThrottlingTools.Modelling;

/// <summary>How far a caller has come with a budget of Exchange 2013 and later (learn-workload-management).</summary>
public enum ThrottlingPhase
{
    /// <summary>Within the burst: nothing happens.</summary>
    Burst,
    /// <summary>The burst is used up: calls are delayed, and batches wait.</summary>
    MicroDelay,
    /// <summary>The cut-off is reached: calls are refused.</summary>
    Cutoff,
}
