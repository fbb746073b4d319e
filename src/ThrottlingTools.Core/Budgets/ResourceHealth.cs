using System;
using System.Collections.Generic;

namespace ThrottlingTools.Budgets;

/// <summary>
/// The health of a mailbox database (learn-ews-throttling): while it is not healthy, callers are held back in
/// proportion to what each of them contributed to its load, even within their limits.
/// </summary>
public sealed class ResourceHealth
{
    private readonly AssumptionSet _assumptions;
    private readonly Dictionary<BudgetOwner, Load> _loads = [];
    private Load _total;

    internal ResourceHealth(AssumptionSet assumptions) => _assumptions = assumptions;

    /// <summary>From 0, as bad as can be, to 100, healthy; <c>null</c> if unknown, which servers print as -1.</summary>
    public int? Health { get; private set; }

    /// <summary>Sets the health.</summary>
    /// <param name="health">0 to 100, or <c>null</c> if unknown.</param>
    /// <exception cref="ArgumentOutOfRangeException">The health is not 0 to 100.</exception>
    public void Report(int? health) => Health = health is null or (>= 0 and <= 100)
        ? health
        : throw new ArgumentOutOfRangeException(nameof(health), health, "A health is 0 to 100, or unknown.");

    /// <summary>The share of an owner in the recent load, 0 to 1.</summary>
    /// <param name="owner">The owner.</param>
    /// <param name="now">The time.</param>
    public double ShareOf(BudgetOwner owner, TimeSpan now)
    {
        TimeSpan total = _total.Recent(now, _assumptions.HealthWindow);
        return total > TimeSpan.Zero && _loads.TryGetValue(owner, out Load load)
            ? load.Recent(now, _assumptions.HealthWindow).Ticks / (double)total.Ticks
            : 0;
    }

    internal TimeSpan Delay(Budget budget, TimeSpan now, ref AssumptionUse used)
    {
        if (Health is not { } health || health == 100)
            return TimeSpan.Zero;
        used |= AssumptionUse.ResourceHealth;
        double share = ShareOf(budget.Owner, now);
        if (budget.Limits.IsServiceAccount && _assumptions.IsServiceAccountFullyToBlame)
        {
            used |= AssumptionUse.ServiceAccountHealth;
            share = 1;
        }
        return TimeSpan.FromTicks((long)(_assumptions.MaxHealthDelay.Ticks * (100 - health) / 100.0 * share));
    }

    internal void Charge(BudgetOwner owner, TimeSpan serverTime, TimeSpan now)
    {
        _total = _total.Add(serverTime, now, _assumptions.HealthWindow);
        _loads.TryGetValue(owner, out Load load);
        _loads[owner] = load.Add(serverTime, now, _assumptions.HealthWindow);
    }

    /// <summary>What was used in a window and in the one before it.</summary>
    private readonly record struct Load(long Window, TimeSpan Current, TimeSpan Previous)
    {
        public Load Add(TimeSpan time, TimeSpan now, TimeSpan length)
        {
            Load load = At(now.Ticks / length.Ticks);
            return load with { Current = load.Current + time };
        }

        public TimeSpan Recent(TimeSpan now, TimeSpan length)
        {
            Load load = At(now.Ticks / length.Ticks);
            return load.Current + load.Previous;
        }

        private Load At(long window) =>
            window <= Window ? this
            : window == Window + 1 ? new Load(window, TimeSpan.Zero, Current)
            : new Load(window, TimeSpan.Zero, TimeSpan.Zero);
    }
}
