using System;
using System.Collections.Generic;
using ThrottlingTools.Budgets;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Modelling;

/// <summary>What becomes of the messages that a mailbox sends.</summary>
public sealed class SendRateResult
{
    /// <summary>The profile's name.</summary>
    public string Profile { get; init; } = "";

    /// <summary>Messages that are submitted.</summary>
    public long Messages { get; init; }

    /// <summary>Recipients of each message.</summary>
    public int RecipientsPerMessage { get; init; }

    /// <summary>The time over which they are submitted, evenly; zero for all at once.</summary>
    public TimeSpan Period { get; init; }

    /// <summary>Whether all of them are delivered at once.</summary>
    public bool Fits => Deferred == 0 && Refused == 0;

    /// <summary>Messages that are delivered at some time.</summary>
    public long Delivered { get; init; }

    /// <summary>Messages that wait in the Outbox or in Drafts; for ever where MessageRateLimit is 0.</summary>
    public long Deferred { get; init; }

    /// <summary>Messages that are refused.</summary>
    public long Refused { get; init; }

    /// <summary>The most messages that wait at a time.</summary>
    public long LongestQueue { get; init; }

    /// <summary>
    /// When the last one is delivered, counted from the first submission; <c>null</c> if none is.
    /// </summary>
    public TimeSpan? LastDelivered { get; init; }

    /// <summary>When the first one is refused, counted from the first submission; <c>null</c> if none is.</summary>
    public TimeSpan? FirstRefused { get; init; }

    /// <summary>
    /// The shortest time in which the policy lets all of them through: over it, evenly, or day by day; <c>null</c> if
    /// it never does, or only after more time than <see cref="TimeSpan"/> holds.
    /// </summary>
    public TimeSpan? ShortestPeriod { get; init; }

    /// <summary>The policy parameter that refuses, or else defers; empty for none.</summary>
    public string LimitedBy { get; init; } = "";

    /// <summary>Its value; <c>null</c> for none.</summary>
    public Unlimited? Limit { get; init; }

    /// <summary>Limits of which no source states the value; they are not enforced here.</summary>
    public IReadOnlyList<string> UnknownLimits { get; init; } = [];

    /// <summary>What happens, in a sentence.</summary>
    public string Reason { get; internal set; } = "";

    /// <summary>Which assumptions the prediction rests on.</summary>
    public AssumptionUse AssumptionsUsed { get; init; }
}
