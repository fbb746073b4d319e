using System;
using ThrottlingTools.Budgets;

namespace ThrottlingTools.Ews;

/// <summary>
/// What an owner's balance of server time may be, judged from outside: each call is charged what it took, less the
/// network. What the network takes is not seen; it is taken for most of what a call takes beyond its items' share.
/// </summary>
internal sealed class BalanceEstimate
{
    private const double Weight = 0.2; // of the newest call in the mean
    private const double NetworkShare = 7 / 8.0;

    private readonly CallTimes _times;
    private TokenBucket _bucket;
    private double _meanTicks;
    private double _meanItems;

    public BalanceEstimate(TokenBucket bucket, CallTimes times)
    {
        _bucket = bucket;
        _times = times;
    }

    /// <summary>The items for which a call is charged no more than half of what lies above the cut-off.</summary>
    public int? MostItems
    {
        get
        {
            if (_meanItems < 1 || _meanTicks < 1)
                return null;
            double room = (_bucket.MaxBurst.ToDouble() + (_bucket.CutoffBalance.IsUnlimited
                ? _bucket.MaxBurst.ToDouble() : _bucket.CutoffBalance.ToDouble())) / 2;
            double items = room * TimeSpan.TicksPerMillisecond / (_meanTicks / _meanItems);
            return items >= int.MaxValue ? null : Math.Max(1, (int)items);
        }
    }

    /// <summary>How long to wait so that so many calls at a time leave the balance above zero.</summary>
    public TimeSpan TimeUntil(int calls, TimeSpan now)
    {
        _bucket = _bucket.Advance(now);
        double needed = Math.Min(calls * _meanTicks, _bucket.MaxBurst.ToDouble() * TimeSpan.TicksPerMillisecond);
        return _bucket.TimeUntil(TimeSpan.FromTicks((long)needed)) ?? TimeSpan.Zero;
    }

    /// <summary>Charges a call.</summary>
    public void Charge(TimeSpan latency, int items, TimeSpan now)
    {
        long charge = Math.Max(0, latency.Ticks - NetworkTicks());
        _bucket = _bucket.Advance(now).Charge(TimeSpan.FromTicks(charge));
        _meanTicks = _meanTicks == 0 ? charge : _meanTicks + Weight * (charge - _meanTicks);
        _meanItems = _meanItems == 0 ? items : _meanItems + Weight * (items - _meanItems);
    }

    /// <summary>The server says that the balance is used up: more was charged than was seen.</summary>
    public void Exhaust(TimeSpan now)
    {
        _bucket = _bucket.Advance(now);
        if (_bucket.Balance is { } left && left > TimeSpan.Zero)
            _bucket = _bucket.Charge(left);
    }

    // Until calls of two sizes were seen, all the time counts as the server's.
    private long NetworkTicks() => _times.IsKnown ? (long)(NetworkShare * _times.Rest.Ticks) : 0;
}
