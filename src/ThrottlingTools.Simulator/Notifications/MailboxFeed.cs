using System;
using System.Collections.Generic;
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
    private long _arrived;

    public MailboxFeed(SyntheticMailbox mailbox, double newMailPerMinute, IClock clock)
    {
        _mailbox = mailbox;
        _clock = clock;
        _interval = newMailPerMinute > 0
            ? TimeSpan.FromTicks(Math.Max(1, (long)(TimeSpan.TicksPerMinute / newMailPerMinute)))
            : null;
        mailbox.Events.Raised += Publish;
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

    public TimeSpan? Pump(TimeSpan now)
    {
        if (_interval is not { } interval)
            return null;
        List<MailboxEvent> due = [];
        TimeSpan next;
        lock (_gate)
        {
            for (; _next <= now; _next += interval)
                due.Add(NewMail());
            next = _next;
        }
        due.ForEach(_mailbox.Events.Raise);
        return next;
    }

    /// <summary>Tells of a message that is in the Inbox already, so that the client can get it.</summary>
    private MailboxEvent NewMail()
    {
        SyntheticFolder inbox = _mailbox.FindFolder("inbox")!;
        SyntheticItem item = _mailbox.Item(inbox, _arrived++ % Math.Max(1, inbox.ItemCount));
        return new MailboxEvent(MailboxEventType.NewMail, new ChangedObject(item.Id, item.ChangeKey), inbox.Id);
    }

    private void Publish(MailboxEvent change)
    {
        DateTimeOffset now = _clock.UtcNow;
        foreach (Subscription subscription in _subscriptions)
            subscription.Add(change, now);
    }
}
