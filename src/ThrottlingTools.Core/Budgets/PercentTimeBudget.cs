using System;
using System.Globalization;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Budgets;

/// <summary>
/// One of the percent-of-a-minute budgets of Exchange 2010: time in AD, in the Client Access server (CAS) or in
/// mailbox RPC (learn-ews-throttling). The windows follow each other without overlap (assumption PercentTimeWindow);
/// threads add up, so that more than 100 percent can be used.
/// </summary>
public readonly record struct PercentTimeBudget
{
    /// <summary>Makes an unused budget.</summary>
    /// <param name="percent">
    /// The share of the window in percent; <c>null</c> or Unlimited is no limit (learn-client-throttling-2010).
    /// </param>
    /// <param name="window">The length of a window; above zero.</param>
    /// <param name="now">The time.</param>
    public PercentTimeBudget(Unlimited? percent, TimeSpan window, TimeSpan now)
    {
        Percent = percent ?? Unlimited.UnlimitedValue;
        Window = window;
        WindowStart = StartOf(now, window);
    }

    /// <summary>The share of a window that may be used.</summary>
    public Unlimited Percent { get; }

    /// <summary>The length of a window.</summary>
    public TimeSpan Window { get; }

    /// <summary>When the running window began.</summary>
    public TimeSpan WindowStart { get; private init; }

    /// <summary>What was used in the running window.</summary>
    public TimeSpan Used { get; private init; }

    /// <summary>What a window allows; <c>null</c> without limit.</summary>
    public TimeSpan? Limit => Percent.IsUnlimited
        ? null
        : TimeSpan.FromTicks((long)(Window.Ticks / 100m * Percent.Value));

    /// <summary>Whether more was used than a window allows.</summary>
    public bool IsExceeded => Used > Limit;

    /// <summary>When the running window ends and the budget is whole again.</summary>
    public TimeSpan WindowEnd => WindowStart + Window;

    /// <summary>Moves to the window of a time. An earlier time than the last changes nothing.</summary>
    /// <param name="now">The time.</param>
    public PercentTimeBudget Advance(TimeSpan now) =>
        now < WindowEnd ? this : this with { WindowStart = StartOf(now, Window), Used = TimeSpan.Zero };

    /// <summary>Adds a charge to the running window.</summary>
    /// <param name="duration">The time used.</param>
    /// <exception cref="ArgumentOutOfRangeException">The duration is negative.</exception>
    public PercentTimeBudget Charge(TimeSpan duration) => duration < TimeSpan.Zero
        ? throw new ArgumentOutOfRangeException(nameof(duration), duration, "A charge is never negative.")
        : this with { Used = Used + duration };

    /// <summary>
    /// As the IIS log prints it: limit, remaining (both ms) and percent used, <c>54000/36907/28%</c>
    /// (exchangedev-budget-snapshots).
    /// </summary>
    public override string ToString() => string.Format(
        CultureInfo.InvariantCulture, "{0}/{1}/{2}%",
        Milliseconds(Limit), Milliseconds(Limit - Used), decimal.Floor(Used.Ticks * 100m / Window.Ticks));

    private static TimeSpan StartOf(TimeSpan now, TimeSpan window) =>
        TimeSpan.FromTicks(now.Ticks - now.Ticks % window.Ticks);

    private static string Milliseconds(TimeSpan? time) =>
        time is { } known
            ? (known.Ticks / TimeSpan.TicksPerMillisecond).ToString(CultureInfo.InvariantCulture)
            : "$null";
}
