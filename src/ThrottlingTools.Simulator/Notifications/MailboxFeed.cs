using System;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Timing;

namespace ThrottlingTools.Simulator.Notifications;

/// <summary>Hands the changes of a mailbox to those who have subscribed to it, and makes new mail at a rate.</summary>
internal sealed class MailboxFeed
{
    private readonly object _gate = new();
    private readonly SyntheticMailbox _mailbox;
    private readonly IClock _clock;
    private readonly TimeSpan? _interval;
    private Subscription[] _subscriptions = [];
    private TimeSpan _next;
    private int _arrived;

    public MailboxFeed(SyntheticMailbox mailbox, double newMailPerMinute, IClock clock)
    {
        _mailbox = mailbox;
        _clock = clock;
        _interval = newMailPerMinute > 0
            ? TimeSpan.FromTicks(Math.Max(1, (long)(TimeSpan.TicksPerMinute / newMailPerMinute)))
            : null;
        mailbox.Changed += Publish;
    }

    public void Add(Subscription subscription)
    {
        lock (_gate)
        {
            if (_subscriptions.Length == 0 && _interval is { } interval)
                _next = _clock.Now + interval;
            _subscriptions = [.. _subscriptions, subscription];
        }
    }

    public void Remove(Subscription subscription)
    {
        lock (_gate)
            _subscriptions = Array.FindAll(_subscriptions, other => other != subscription);
    }

    /// <summary>Lets the messages arrive that are due.</summary>
    /// <returns>When the next one is; <c>null</c> for never.</returns>
    public TimeSpan? Pump(TimeSpan now)
    {
        if (_interval is not { } interval)
            return null;
        int due = 0;
        TimeSpan next;
        lock (_gate)
        {
            for (; _next <= now; _next += interval)
                due++;
            next = _next;
        }
        lock (_mailbox.Gate)
        {
            for (; due > 0; due--)
                Deliver();
        }
        return next;
    }

    /// <summary>Sends the owner a message of the seed's again.</summary>
    private void Deliver()
    {
        if (_mailbox.FindFolder("inbox") is { SeededCount: > 0 } inbox)
            _mailbox.Deliver(inbox.Seeded(_arrived++ % inbox.SeededCount));
    }

    private void Publish(MailboxChange change)
    {
        Subscription[] subscriptions = _subscriptions;
        if (subscriptions.Length == 0)
            return;
        foreach (MailboxEvent happened in MailboxEvent.Of(_mailbox, change))
            foreach (Subscription subscription in subscriptions)
                subscription.Add(happened);
    }
}
