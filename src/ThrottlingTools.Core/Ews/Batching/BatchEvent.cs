using System;
using System.Globalization;

namespace ThrottlingTools.Ews;

/// <summary>What happened in a batch run.</summary>
public enum BatchEventKind
{
    /// <summary>A batch was answered.</summary>
    Answered,
    /// <summary>A batch was answered by a look at its items.</summary>
    Looked,
    /// <summary>A request failed as a whole.</summary>
    RequestFailed,
    /// <summary>Everybody waits.</summary>
    BackingOff,
    /// <summary>An earlier run's items that were under way are looked at.</summary>
    Resumed,
}

/// <summary>A step of a batch run, for people who watch.</summary>
public sealed class BatchEvent
{
    internal BatchEvent(BatchEventKind kind, int items, BatchLedger ledger)
    {
        Kind = kind;
        Items = items;
        Ledger = ledger;
    }

    /// <summary>What happened.</summary>
    public BatchEventKind Kind { get; }

    /// <summary>How many items it is about.</summary>
    public int Items { get; }

    /// <summary>The ledger, which goes on changing.</summary>
    public BatchLedger Ledger { get; }

    /// <summary>The error behind it; <c>null</c> if there is none.</summary>
    public EwsError? Error { get; internal init; }

    /// <summary>How long the request took, or the wait is.</summary>
    public TimeSpan Time { get; internal init; }

    /// <summary>How many items the next request takes.</summary>
    public int NextItems { get; internal init; }

    /// <summary>The step in one line.</summary>
    public override string ToString()
    {
        string seconds = Time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        return Kind switch
        {
            BatchEventKind.Answered => $"{Items} items answered in {seconds} s; the next batch has {NextItems}.",
            BatchEventKind.Looked => $"Looked what became of {Items} items, in {seconds} s.",
            BatchEventKind.RequestFailed => $"A request about {Items} items failed: {Error}",
            BatchEventKind.BackingOff when Error?.IgnoredBackOff is { } ignored =>
                $"Waiting {seconds} s ({ignored} and is not followed).",
            BatchEventKind.BackingOff => $"Waiting {seconds} s.",
            _ => $"{Items} items of an earlier run were not concluded; they come first.",
        };
    }
}
