using System;
using System.Collections.Generic;
using System.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Simulator.Mailboxes;

namespace ThrottlingTools.Simulator.Notifications;

internal enum SubscriptionKind
{
    Pull,
    Push,
    Streaming,
}

/// <summary>A change as a subscription keeps it.</summary>
internal readonly record struct Notice(long Sequence, MailboxEvent Event);

/// <summary>What a subscription is made of.</summary>
/// <param name="Kind">How its events get to the client.</param>
/// <param name="Mailbox">The mailbox that it listens to.</param>
/// <param name="Folders">The ids of its folders; <c>null</c> for all.</param>
/// <param name="Types">The changes that it tells of.</param>
/// <param name="Lifetime">How long it lives without being looked at.</param>
internal sealed record SubscriptionRequest(
    SubscriptionKind Kind, SyntheticMailbox Mailbox, HashSet<string>? Folders, HashSet<MailboxEventType> Types,
    TimeSpan Lifetime)
{
    /// <summary>Whose account made it: nobody else may use it.</summary>
    public string Caller { get; init; } = "";

    /// <summary>Whose budget it counts in.</summary>
    public BudgetOwner Owner { get; init; }

    /// <summary>How many it counts as: one for all folders, else one a folder (learn-ews-throttling).</summary>
    public int Count { get; init; } = 1;

    /// <summary>Push: where its client is called back.</summary>
    public Uri? Url { get; init; }

    /// <summary>Push: after how long without events the client hears a StatusEvent.</summary>
    public TimeSpan StatusFrequency { get; init; }

    public bool Concerns(MailboxEvent change) =>
        Types.Contains(change.Type)
        && (Folders is null || Folders.Contains(change.Parent.Id)
            || (change.OldParent is { } old && Folders.Contains(old.Id))
            || (change.IsFolder && Folders.Contains(change.Object.Id)));
}

/// <summary>A subscription with the events that its client has not fetched. Safe for several threads.</summary>
internal sealed class Subscription
{
    private const int MaxNotices = 10_000;

    private readonly Queue<Notice> _notices = new();
    private long _sequence;
    private bool _hasMissed;

    public Subscription(string id, SubscriptionRequest request, TimeSpan now)
    {
        Id = id;
        Request = request;
        SeenAt = now;
    }

    /// <summary>Raised when there is something to fetch, or the subscription has ended.</summary>
    public event Action? Changed;

    public string Id { get; }

    public SubscriptionRequest Request { get; }

    /// <summary>When its client last showed up.</summary>
    public TimeSpan SeenAt { get; set; }

    /// <summary>The streaming connection that serves it; the latest one wins.</summary>
    public object? Connection { get; private set; }

    public bool IsEnded { get; private set; }

    /// <summary>Whether events were dropped because nobody fetched them.</summary>
    public bool HasMissed
    {
        get
        {
            lock (_notices)
                return _hasMissed;
        }
    }

    public void Add(MailboxEvent change)
    {
        // Without a network nothing is called back, and nobody would ever fetch the events of a push subscription.
        if ((Request.Kind == SubscriptionKind.Push && Changed is null) || !Request.Concerns(change))
            return;
        lock (_notices)
        {
            _notices.Enqueue(new Notice(++_sequence, change));
            if (_notices.Count > MaxNotices)
            {
                _notices.Dequeue();
                _hasMissed = true;
            }
        }
        Changed?.Invoke();
    }

    /// <summary>The events after a position; those up to it are forgotten.</summary>
    public Notice[] ReadAfter(long sequence, int max, out bool hasMore)
    {
        lock (_notices)
        {
            while (_notices.Count > 0 && _notices.Peek().Sequence <= sequence)
                _notices.Dequeue();
            hasMore = _notices.Count > max;
            return _notices.Take(max).ToArray();
        }
    }

    /// <summary>Takes events out.</summary>
    public Notice[] Take(int max)
    {
        lock (_notices)
        {
            Notice[] taken = new Notice[Math.Min(max, _notices.Count)];
            for (int i = 0; i < taken.Length; i++)
                taken[i] = _notices.Dequeue();
            return taken;
        }
    }

    /// <summary>Gives it to a connection; the one that had it sees that it has it no more.</summary>
    public void ConnectTo(object connection)
    {
        Connection = connection;
        Changed?.Invoke();
    }

    public void Disconnect(object connection, TimeSpan now)
    {
        if (Connection != connection)
            return;
        Connection = null;
        SeenAt = now;
    }

    public void End()
    {
        IsEnded = true;
        Changed?.Invoke();
    }
}
