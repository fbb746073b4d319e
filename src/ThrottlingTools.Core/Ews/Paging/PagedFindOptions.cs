using ThrottlingTools.Profiles;

namespace ThrottlingTools.Ews;

/// <summary>How a paged find goes about it.</summary>
public sealed class PagedFindOptions
{
    /// <summary>
    /// The most items to ask for at a time, from 1 up. Default: as many as goes well, up to what the server grants.
    /// </summary>
    public int? PageSize { get; init; }

    /// <summary>How small pages may get when the server finds them too large. Default: 10.</summary>
    public int MinPageSize { get; init; } = 10;

    /// <summary>The most requests at a time over all mailboxes, from 1 up. Default: 16.</summary>
    public int ThrottleLimit { get; init; } = 16;

    /// <summary>The most items to return from each mailbox; <c>null</c> for all.</summary>
    public long? MaxItems { get; init; }

    /// <summary>The policy that is known to apply; <c>null</c> to find out by trying, carefully.</summary>
    public ThrottlingProfile? Profile { get; init; }

    /// <summary>How long to wait after failures.</summary>
    public BackOffOptions BackOff { get; init; } = new();

    internal PaceOptions ToPace(bool isRestricted) => new()
    {
        Limits = PaceLimits.OfFinds(Profile, isRestricted),
        MaxInFlight = ThrottleLimit,
        MaxItemsPerCall = PageSize is { } size ? System.Math.Max(2, size) : null, // one of them is known already
        MinItemsPerCall = MinPageSize,
        BackOff = BackOff,
    };
}
