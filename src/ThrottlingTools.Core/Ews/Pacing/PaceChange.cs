using System;

namespace ThrottlingTools.Ews;

/// <summary>What a failure changes for all calls of its owner.</summary>
public sealed class PaceChange
{
    internal PaceChange(TimeSpan wait, bool isGivenUp)
    {
        Wait = wait;
        IsGivenUp = isGivenUp;
    }

    /// <summary>How long nobody calls, from now on.</summary>
    public TimeSpan Wait { get; }

    /// <summary>Whether the waiting would pass <see cref="BackOffOptions.MaxWait"/>.</summary>
    public bool IsGivenUp { get; }
}
