using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Timing;

namespace ThrottlingTools.Simulator.Notifications;

/// <summary>The subscriptions of all callers. Safe for several threads; there are no timers.</summary>
internal sealed class SubscriptionTable
{
    // With the 20 bytes that follow it is a multiple of 3: base64 without padding.
    private static readonly byte[] Prefix = Encoding.ASCII.GetBytes("\t\0simulator\x10\0");

    private readonly object _gate = new();
    private readonly Dictionary<string, Subscription> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<SyntheticMailbox, MailboxFeed> _feeds = [];
    private readonly IClock _clock;
    private readonly double _newMailPerMinute;
    private readonly Action<Subscription> _onEnded;
    private int _made;

    /// <param name="clock">The server's time.</param>
    /// <param name="newMailPerMinute">Messages that come by themselves, in each mailbox.</param>
    /// <param name="onEnded">Told of every subscription that ends, however it does.</param>
    public SubscriptionTable(IClock clock, double newMailPerMinute, Action<Subscription> onEnded)
    {
        _clock = clock;
        _newMailPerMinute = newMailPerMinute;
        _onEnded = onEnded;
    }

    /// <summary>Raised for every new subscription.</summary>
    public event Action<Subscription>? Added;

    public int Count
    {
        get
        {
            lock (_gate)
                return _byId.Count;
        }
    }

    public Subscription Add(SubscriptionRequest request)
    {
        Subscription subscription;
        lock (_gate)
        {
            subscription = new Subscription(NewId(), request, _clock.Now);
            _byId.Add(subscription.Id, subscription);
            if (!_feeds.TryGetValue(request.Mailbox, out MailboxFeed? feed))
                _feeds.Add(request.Mailbox, feed = new MailboxFeed(request.Mailbox, _newMailPerMinute, _clock));
            feed.Add(subscription);
        }
        Added?.Invoke(subscription);
        return subscription;
    }

    /// <returns><c>null</c> for one that never was, or is no more.</returns>
    public Subscription? Find(string id)
    {
        Subscription? subscription;
        lock (_gate)
            _byId.TryGetValue(id, out subscription);
        if (subscription is null || !IsExpired(subscription, _clock.Now))
            return subscription;
        Remove(subscription);
        return null;
    }

    /// <summary>Whether a text looks like an id of a subscription.</summary>
    public static bool IsId(string text)
    {
        try
        {
            byte[] bytes = Convert.FromBase64String(text);
            return bytes.Length == Prefix.Length + 20 && bytes.Take(Prefix.Length).SequenceEqual(Prefix);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    public void Remove(Subscription subscription)
    {
        lock (_gate)
        {
            if (!_byId.Remove(subscription.Id))
                return;
            _feeds[subscription.Request.Mailbox].Remove(subscription);
        }
        subscription.End();
        _onEnded(subscription);
    }

    /// <summary>Ends those whose clients did not show up in time.</summary>
    public void EndExpired()
    {
        Subscription[] expired;
        TimeSpan now = _clock.Now;
        lock (_gate)
            expired = _byId.Values.Where(subscription => IsExpired(subscription, now)).ToArray();
        foreach (Subscription subscription in expired)
            Remove(subscription);
    }

    /// <summary>Lets the messages arrive that are due, and tells when the next one is.</summary>
    /// <returns><c>null</c> if none will come by itself.</returns>
    public TimeSpan? Pump(SyntheticMailbox mailbox)
    {
        MailboxFeed? feed;
        lock (_gate)
            _feeds.TryGetValue(mailbox, out feed);
        return feed?.Pump(_clock.Now);
    }

    private static bool IsExpired(Subscription subscription, TimeSpan now) =>
        subscription.Connection is null && now - subscription.SeenAt > subscription.Request.Lifetime;

    private string NewId() => Convert.ToBase64String(
        [.. Prefix, .. Guid.NewGuid().ToByteArray(), .. BitConverter.GetBytes(++_made)]);
}
