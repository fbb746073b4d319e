using System;
using ThrottlingTools.Budgets;

namespace ThrottlingTools.Modelling;

/// <summary>One prediction of <see cref="SendRateModel"/>: the messages of a minute at a time.</summary>
internal sealed class SendRateRun
{
    private static readonly long MinutesOfDay = SendBudget.QuotaWindow.Ticks / SendBudget.RateWindow.Ticks;

    private readonly long _messages;
    private readonly long _perDay;
    private readonly long _perMinute;
    private readonly TimeSpan _period;
    private long _queue;
    private long _leftToday;

    public SendRateRun(SendLimits limits, long messages, int recipients, TimeSpan period)
    {
        _messages = messages;
        _period = period;
        _perMinute = (long)limits.MessageRateLimit;
        _perDay = limits.RecipientRateLimit.IsUnlimited ? long.MaxValue : limits.RecipientRateLimit.Value / recipients;
    }

    public long Accepted { get; private set; }

    public long Deferred { get; private set; }

    public long LongestQueue { get; private set; }

    public TimeSpan? LastDelivered { get; private set; }

    public TimeSpan? FirstRefused { get; private set; }

    public void ToEnd()
    {
        long submitted = 0;
        for (long minute = 0; submitted < _messages; minute++)
        {
            if (minute % MinutesOfDay == 0)
                _leftToday = _perDay;
            long until = SubmittedBefore(minute + 1);
            Pass(minute, submitted, until - submitted);
            submitted = until;
        }
    }

    private void Pass(long minute, long first, long count)
    {
        long accepted = Math.Min(count, _leftToday);
        _leftToday -= accepted;
        Accepted += accepted;
        if (accepted < count)
            FirstRefused ??= SubmittedAt(first + accepted);
        long atOnce = Math.Min(accepted, Math.Max(0, _perMinute - _queue));
        Deferred += accepted - atOnce;
        _queue = Math.Max(0, _queue - _perMinute) + accepted - atOnce;
        LongestQueue = Math.Max(LongestQueue, _queue);
        if (accepted > 0)
            LastDelivered = DeliveredAt(minute, first + accepted - 1);
    }

    /// <summary>When the message at the end of the queue is delivered.</summary>
    private TimeSpan? DeliveredAt(long minute, long number) =>
        _queue == 0 ? SubmittedAt(number)
        : _perMinute == 0 ? null
        : TimeSpan.FromTicks((minute + (_queue + _perMinute - 1) / _perMinute) * SendBudget.RateWindow.Ticks);

    private TimeSpan SubmittedAt(long number) =>
        TimeSpan.FromTicks((long)((decimal)_period.Ticks * number / _messages));

    /// <summary>How many are submitted before a minute begins.</summary>
    private long SubmittedBefore(long minute) => minute * SendBudget.RateWindow.Ticks >= _period.Ticks
        ? _messages
        : (long)decimal.Ceiling((decimal)(minute * SendBudget.RateWindow.Ticks) * _messages / _period.Ticks);
}
