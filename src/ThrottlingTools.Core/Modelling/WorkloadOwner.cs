using System;
using ThrottlingTools.Budgets;

namespace ThrottlingTools.Modelling;

/// <summary>A budget and what became of it.</summary>
internal sealed class WorkloadOwner(Budget budget, bool isTraced)
{
    private readonly BalanceSeries? _series =
        isTraced && !budget.Limits.UsesPercentTime && budget.Bucket.Balance is not null ? new BalanceSeries() : null;

    private readonly bool _hasBalance = !budget.Limits.UsesPercentTime && budget.Bucket.Balance is not null;
    private bool _isOver;
    private long _lastAt;
    private long _lastBalance;
    private long _blockedUntil;
    private long _delayed;
    private long _locked;
    private long _overAt = -1;
    private long _lockedAt = -1;
    private long _lowest = long.MaxValue;

    public Budget Budget { get; } = budget;

    public long FirstOverAt => _overAt;

    public long FirstLockedAt => _lockedAt;

    public long DelayedTicks => _delayed;

    public long LockedTicks => _locked;

    /// <summary>
    /// Where budgets are compared: the lowest balance, or less than any balance for more time over it.
    /// </summary>
    public long Severity => _hasBalance ? _lowest : -_locked;

    /// <summary>Takes note of the budget as it is after something happened at a time.</summary>
    public void Observe(long now)
    {
        if (!_hasBalance)
        {
            ObservePercentTime(now);
            return;
        }
        long balance = Budget.Bucket.BalanceTicks;
        if (balance < _lowest)
            _lowest = balance;
        _series?.Add(now, balance);
        if (_isOver || balance < 0)
            ObserveDebt(now, balance);
    }

    /// <summary>Takes note of the end.</summary>
    public void Finish(TimeSpan end)
    {
        Budget.Advance(end);
        Observe(end.Ticks);
    }

    public WorkloadOwnerResult ToResult(TimeSpan end) =>
        new()
        {
            Owner = Budget.Owner.ToString(),
            Protocol = Budget.Owner.Type,
            ChargedTime = Budget.TotalCharge,
            LowestBalance = _hasBalance ? TimeSpan.FromTicks(_lowest) : null,
            FinalBalance = _hasBalance ? Budget.Bucket.Balance : null,
            BurstGoneAfter = _overAt < 0 ? null : TimeSpan.FromTicks(_overAt),
            CutoffAfter = _lockedAt < 0 ? null : TimeSpan.FromTicks(_lockedAt),
            TimeInBurst = TimeSpan.FromTicks(end.Ticks - _delayed - _locked),
            TimeInMicroDelay = TimeSpan.FromTicks(_delayed),
            TimeLockedOut = TimeSpan.FromTicks(_locked),
            Balance = _series?.ToPoints() ?? [],
        };

    private void ObserveDebt(long now, long balance)
    {
        if (_isOver)
            AddTimeSince(_lastAt, now);
        else if (_overAt < 0)
            _overAt = now;
        _blockedUntil = Budget.LockedUntil is { } until ? until.Ticks : 0;
        if (_blockedUntil > now && _lockedAt < 0)
            _lockedAt = now;
        _isOver = balance < 0 || _blockedUntil > now;
        _lastAt = now;
        _lastBalance = balance;
    }

    private void AddTimeSince(long from, long now)
    {
        long unblocked = Math.Max(from, Math.Min(_blockedUntil, now));
        _locked += unblocked - from;
        double rate = Budget.Limits.RechargeRate.ToDouble() / 3_600_000;
        double untilZero = _lastBalance >= 0 ? 0 : rate > 0 ? -_lastBalance / rate : double.PositiveInfinity;
        long zero = untilZero < now - from ? from + (long)untilZero : now;
        _delayed += Math.Max(0, zero - unblocked);
    }

    private void ObservePercentTime(long now)
    {
        if (_isOver)
            _locked += Math.Max(0, Math.Min(_blockedUntil, now) - _lastAt);
        _isOver = Budget.Limits.UsesPercentTime
            && (Budget.CasTime.IsExceeded || Budget.DirectoryTime.IsExceeded || Budget.MailboxRpcTime.IsExceeded);
        _lastAt = now;
        _blockedUntil = Budget.CasTime.WindowEnd.Ticks;
        if (_isOver && _overAt < 0)
            _overAt = _lockedAt = now;
    }
}
