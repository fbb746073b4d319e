using System;

namespace ThrottlingTools.Budgets;

/// <summary>The two ways to search a folder (learn-ews-throttling).</summary>
public enum SearchKind
{
    /// <summary>A fast search: an AQS query string, answered from the content index.</summary>
    Aqs,
    /// <summary>A store search: a restriction, evaluated item by item over the whole scope.</summary>
    Store,
}

/// <summary>How a find searches. Make one and use it for all finds of the kind.</summary>
public sealed class SearchQuery
{
    /// <summary>Makes a query.</summary>
    /// <param name="kind">The way to search.</param>
    /// <param name="folder">What is searched; a restriction is cached per folder.</param>
    /// <param name="restriction">
    /// What makes two store searches similar, such as the properties that they compare.
    /// </param>
    /// <param name="itemsInScope">How many items are in what is searched; 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of items is negative.</exception>
    public SearchQuery(SearchKind kind, string folder, string restriction, long itemsInScope)
    {
        if (itemsInScope < 0)
            throw new ArgumentOutOfRangeException(nameof(itemsInScope), itemsInScope, "A scope holds 0 or more.");
        Kind = kind;
        Folder = folder;
        Restriction = restriction;
        ItemsInScope = itemsInScope;
    }

    /// <summary>The way to search.</summary>
    public SearchKind Kind { get; }

    /// <summary>What is searched.</summary>
    public string Folder { get; }

    /// <summary>What makes two store searches similar.</summary>
    public string Restriction { get; }

    /// <summary>How many items are in what is searched.</summary>
    public long ItemsInScope { get; }
}

/// <summary>What a search takes on the server.</summary>
/// <param name="ServerTime">The server time, its charge; with <paramref name="IsTimedOut"/> until then.</param>
/// <param name="IsTimedOut">Whether it runs into its time limit: ErrorTimeoutExpired.</param>
/// <param name="IsCached">Whether a similar restriction was there from an earlier search.</param>
/// <param name="LimitedBy">The limit that it runs into; empty for none.</param>
/// <param name="AssumptionsUsed">Which assumptions it rests on.</param>
public readonly record struct SearchWork(
    TimeSpan ServerTime, bool IsTimedOut, bool IsCached, string LimitedBy, AssumptionUse AssumptionsUsed);
