using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulator.Operations;
using ThrottlingTools.Timing;

namespace ThrottlingTools.Simulator.Notifications;

/// <summary>
/// The body of a GetStreamingEvents answer: an envelope when it opens, one whenever there is something to tell or
/// nothing to tell for a while, and one when it closes (learn-getstreamingevents). A read returns when there is an
/// envelope.
/// </summary>
#pragma warning disable CA1844 // netstandard2.0 has no other ReadAsync, and this one serves both.
internal sealed class EventStream : Stream
#pragma warning restore CA1844
{
    private const int MaxEvents = 50; // learn-getstreamingevents

    /// <summary>How often the EWS Managed API expects to hear from the server.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(45);

    private readonly IReadOnlyList<Subscription> _subscriptions;
    private readonly SubscriptionTable _table;
    private readonly IClock _clock;
    private readonly ExchangeRelease _release;
    private readonly Action _onClosed;
    private readonly TimeSpan _end;
    private readonly SemaphoreSlim _changed = new(0, 1);
    private ArraySegment<byte> _pending;
    private bool _isOpened;
    private bool _isEnded;
    private int _isClosed;

    public EventStream(
        IReadOnlyList<Subscription> subscriptions, TimeSpan timeout, SubscriptionTable table, IClock clock,
        ExchangeRelease release, Action onClosed)
    {
        _subscriptions = subscriptions;
        _table = table;
        _clock = clock;
        _release = release;
        _onClosed = onClosed;
        _end = clock.Now + timeout;
        foreach (Subscription subscription in subscriptions)
        {
            subscription.Changed += Wake;
            subscription.ConnectTo(this);
        }
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async Task<int> ReadAsync(
        byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        if (_pending.Count == 0 && !_isEnded)
            _pending = new ArraySegment<byte>(await NextAsync(cancellationToken).ConfigureAwait(false));
        int read = Math.Min(count, _pending.Count);
        if (read == 0)
            return 0;
        Buffer.BlockCopy(_pending.Array!, _pending.Offset, buffer, offset, read);
        _pending = new ArraySegment<byte>(_pending.Array!, _pending.Offset + read, _pending.Count - read);
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _isClosed, 1) == 0)
        {
            foreach (Subscription subscription in _subscriptions)
            {
                subscription.Changed -= Wake;
                subscription.Disconnect(this, _clock.Now);
            }
            _onClosed();
        }
        base.Dispose(disposing);
    }

    private void Wake()
    {
        try
        {
            _changed.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
    }

    private async Task<byte[]> NextAsync(CancellationToken cancellationToken)
    {
        if (!_isOpened)
        {
            _isOpened = true;
            return StreamingReply.Opened(_release);
        }
        TimeSpan idleUntil = _clock.Now + Heartbeat;
        while (true)
        {
            TimeSpan? nextMail = PumpAll();
            if (Failure() is { } failure)
                return End(StreamingReply.Failed(_release, failure.Error, failure.Ids));
            List<(string Id, Notice[] Notices)> found = Collect();
            if (found.Count > 0)
                return StreamingReply.Events(_release, found);
            TimeSpan now = _clock.Now;
            if (now >= _end)
                return End(StreamingReply.Closed(_release));
            if (now >= idleUntil)
                return StreamingReply.Status(_release, _subscriptions.Select(s => s.Id));
            TimeSpan due = new[] { _end, idleUntil, nextMail ?? _end }.Min();
            await WaitAsync(due - now, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WaitAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        using CancellationTokenSource other = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task changed = _changed.WaitAsync(other.Token);
        if (!changed.IsCompleted)
            await Task.WhenAny(changed, _clock.Delay(duration, other.Token)).ConfigureAwait(false);
        other.Cancel();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private TimeSpan? PumpAll() =>
        _subscriptions.Select(s => s.Request.Mailbox).Distinct().Select(_table.Pump).Min();

    private List<(string Id, Notice[] Notices)> Collect() => _subscriptions
        .Select(subscription => (subscription.Id, Notices: subscription.Take(MaxEvents)))
        .Where(found => found.Notices.Length > 0)
        .ToList();

    private byte[] End(byte[] envelope)
    {
        _isEnded = true;
        return envelope;
    }

    private (ItemError Error, string[] Ids)? Failure()
    {
        Subscription[] failed = _subscriptions.Where(s => s.IsEnded).ToArray();
        if (failed.Length > 0)
            return (SubscriptionErrors.NotFound, Ids(failed));
        failed = _subscriptions.Where(s => s.Connection != this).ToArray();
        if (failed.Length > 0)
            return (SubscriptionErrors.NewConnectionOpened, Ids(failed));
        failed = _subscriptions.Where(s => s.HasMissed).ToArray();
        return failed.Length > 0 ? (SubscriptionErrors.Missed, Ids(failed)) : null;
    }

    private static string[] Ids(Subscription[] subscriptions) => Array.ConvertAll(subscriptions, s => s.Id);
}
