using System;
using System.Collections.Generic;
using ThrottlingTools.Budgets;

namespace ThrottlingTools.Modelling;

/// <summary>A program that sends requests. Immutable.</summary>
public sealed record WorkloadClient
{
    /// <summary>The name, for reports; no two clients of a scenario have the same.</summary>
    public string Name { get; init; } = "client";

    /// <summary>Who is logged on.</summary>
    public string Account { get; init; } = "caller";

    /// <summary>How many mailboxes it works on, 1 or more; their accounts are <see cref="MailboxName"/>.</summary>
    public int Mailboxes { get; init; } = 1;

    /// <summary>
    /// What the mailboxes are called: <c>{0}</c> is the number, from 1. Clients that impersonate the same mailboxes
    /// share the budgets of service accounts there.
    /// </summary>
    public string MailboxName { get; init; } = "mailbox{0}";

    /// <summary>
    /// Whether it impersonates the mailboxes' owners; else its own account is charged for all of them.
    /// </summary>
    public bool Impersonates { get; init; }

    /// <summary>Which budget is charged.</summary>
    public BudgetType Protocol { get; init; }

    /// <summary>Requests that it has under way at a time, 1 or more.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>How many requests it sends; <c>null</c>: until the model ends, or <see cref="StopAt"/>.</summary>
    public long? Requests { get; init; }

    /// <summary>
    /// Requests for each mailbox: a thread does those of a mailbox and takes the next one then. <c>null</c>: as
    /// <see cref="Requests"/> tells, the mailboxes in turns. Not both.
    /// </summary>
    public long? RequestsPerMailbox { get; init; }

    /// <summary>
    /// How many items it does in all; the last request holds what is left of them, and what a request could not do for
    /// its time, or a find did not return, goes into another one. <c>null</c>: as <see cref="Requests"/> tells. Not
    /// both.
    /// </summary>
    public long? Items { get; init; }

    /// <summary>What it calls, by weight; at least one.</summary>
    public IReadOnlyList<WorkloadOperation> Operations { get; init; } = [new(EwsOperation.GetItem)];

    /// <summary>When requests come.</summary>
    public WorkloadArrival Arrival { get; init; } = WorkloadArrival.Closed(TimeSpan.Zero);

    /// <summary>What it does when it is refused.</summary>
    public WorkloadBackOff BackOff { get; init; } = WorkloadBackOff.HonourHint;

    /// <summary>When it starts; 0 or more.</summary>
    public TimeSpan StartAt { get; init; }

    /// <summary>When it sends its last new request; <c>null</c>: never.</summary>
    public TimeSpan? StopAt { get; init; }
}

/// <summary>One of the calls that a client makes.</summary>
/// <param name="Operation">The operation.</param>
public sealed record WorkloadOperation(EwsOperation Operation)
{
    /// <summary>How often, relative to the others; above 0.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Items a request, or entries a page; 1 or more.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>The content of an item in bytes; of no effect for a find.</summary>
    public long ItemSizeInBytes { get; init; } = BatchModel.DefaultItemSizeInBytes;

    /// <summary>
    /// Whether a find has a restriction or a query, its time being stated like any other; so it has with
    /// <see cref="Search"/>.
    /// </summary>
    public bool HasRestriction { get; init; }

    /// <summary>How a find searches; the search's time comes to that of the call. <c>null</c> for none.</summary>
    public SearchQuery? Search { get; init; }

    /// <summary>
    /// How long a request is open beyond its server time without being charged: a streaming connection, or waiting for
    /// a disk: a GetStreamingEvents of 900 s was charged 2 ms (kinesis-agent-windows).
    /// </summary>
    public TimeSpan UnchargedTime { get; init; }

    /// <summary>What a request costs; <c>null</c>: as <see cref="WorkloadScenario.ServiceTimes"/> states.</summary>
    public ServiceTime? ServiceTime { get; init; }

    /// <inheritdoc/>
    public override string ToString() => BatchSize == 1 ? Operation.ToString() : $"{Operation} of {BatchSize}";
}
