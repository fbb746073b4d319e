using System;
using System.Collections.Generic;

namespace ThrottlingTools.Ews;

/// <summary>A request about several targets, each of which has its own answer, in order.</summary>
public abstract class EwsBatchRequest : EwsRequest
{
    private protected EwsBatchRequest(IEnumerable<string> targets)
    {
        Targets = [.. targets];
        if (Targets.Count == 0)
            throw new ArgumentException("A batch holds at least one target.", nameof(targets));
    }

    /// <summary>What the answers are about: ids, or the places in the batch of what has no id yet.</summary>
    public IReadOnlyList<string> Targets { get; }

    /// <summary>Whether an answer without an item is no success.</summary>
    internal virtual bool NeedsItem => false;

    internal sealed override int MessageCount => Targets.Count;

    // Anything but a fault is the failure of one target.
    internal sealed override SoapFailure? FailureOf(SoapReply reply) => reply.Fault;
}
