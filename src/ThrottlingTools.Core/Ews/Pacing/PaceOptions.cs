namespace ThrottlingTools.Ews;

/// <summary>How a caller goes about many calls.</summary>
public sealed class PaceOptions
{
    /// <summary>What is known of the limits.</summary>
    public PaceLimits Limits { get; init; } = PaceLimits.Unknown;

    /// <summary>The most calls at a time, from 1 up. Default: 8.</summary>
    public int MaxInFlight { get; init; } = 8;

    /// <summary>
    /// Calls that are left to other programs of the same owner; <c>null</c> for a quarter of what the owner may have.
    /// </summary>
    public int? Reserve { get; init; }

    /// <summary>How many items a call asks for at first. Default: 100.</summary>
    public int InitialItemsPerCall { get; init; } = 100;

    /// <summary>The most items that a call asks for. Default: as many as the limits allow.</summary>
    public int? MaxItemsPerCall { get; init; }

    /// <summary>How few items a call may come to ask for. Default: 10.</summary>
    public int MinItemsPerCall { get; init; } = 10;

    /// <summary>How long to wait after failures.</summary>
    public BackOffOptions BackOff { get; init; } = new();
}
