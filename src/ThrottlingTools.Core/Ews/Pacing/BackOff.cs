using System;

namespace ThrottlingTools.Ews;

/// <summary>How long to wait after failures.</summary>
public sealed class BackOffOptions
{
    /// <summary>The first wait where the server states none. Default: 1 s.</summary>
    public TimeSpan InitialDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait where the server states none; a stated one is not cut. Default: 1 min.</summary>
    public TimeSpan MaximumDelay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The longest time in all without a success; a wait that would pass it is an error instead. Where it is known when
    /// the first request began that failed, the time that requests take counts too. Default: 30 min.
    /// </summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// The share of a wait of our own, 0 to 1, that is drawn at random, so that workers do not return together.
    /// Default: 0.2.
    /// </summary>
    public double Jitter { get; init; } = 0.2;

    /// <summary>The seed of the draws.</summary>
    public int Seed { get; init; } = 1;
}

/// <summary>
/// Decides the wait after each failure: what the server asks for, else doubling from
/// <see cref="BackOffOptions.InitialDelay"/>. Not thread-safe.
/// </summary>
public sealed class BackOff
{
    private readonly BackOffOptions _options;
    private readonly Random _random;
    private int _failures;
    private TimeSpan _waited;
    private TimeSpan? _since;

    /// <summary>Makes a policy.</summary>
    /// <param name="options">How long to wait.</param>
    public BackOff(BackOffOptions options)
    {
        _options = options;
        _random = new Random(options.Seed);
    }

    /// <summary>The next wait; <c>null</c> if it would pass <see cref="BackOffOptions.MaxWait"/>.</summary>
    /// <param name="error">The failure.</param>
    public TimeSpan? Next(EwsError error)
    {
        _failures++;
        TimeSpan wait = error.BackOff is { } hint && (hint > TimeSpan.Zero || _failures == 1) ? hint : OwnDelay();
        return Add(wait) ? wait : null;
    }

    /// <summary>
    /// The next wait; <c>null</c> if it would end later than <see cref="BackOffOptions.MaxWait"/> after the first
    /// request began that failed. No request then begins later than that.
    /// </summary>
    /// <param name="error">The failure.</param>
    /// <param name="startedAt">When the request began.</param>
    /// <param name="now">The time.</param>
    public TimeSpan? Next(EwsError error, TimeSpan startedAt, TimeSpan now)
    {
        _since ??= startedAt;
        return Next(error) is { } wait && now + wait - _since <= _options.MaxWait ? wait : null;
    }

    /// <summary>Makes a wait longer for a call that had been under way when it began, and failed too.</summary>
    /// <param name="hint">What the server asks for; zero for nothing.</param>
    /// <param name="left">What is left of the wait.</param>
    /// <returns>What there is to wait; <c>null</c> if that would pass <see cref="BackOffOptions.MaxWait"/>.</returns>
    public TimeSpan? Extend(TimeSpan hint, TimeSpan left)
    {
        if (left < TimeSpan.Zero)
            left = TimeSpan.Zero;
        return hint <= left ? left : Add(hint - left) ? hint : null;
    }

    /// <summary>Starts afresh after a success.</summary>
    public void Reset()
    {
        _failures = 0;
        _waited = TimeSpan.Zero;
        _since = null;
    }

    private bool Add(TimeSpan wait)
    {
        if (_waited + wait > _options.MaxWait)
            return false;
        _waited += wait;
        return true;
    }

    // A hint of zero is honoured once; a server that repeats it would otherwise be asked without a pause.
    private TimeSpan OwnDelay()
    {
        double doubled = _options.InitialDelay.Ticks * Math.Pow(2, Math.Min(_failures - 1, 30));
        double capped = Math.Min(doubled, _options.MaximumDelay.Ticks);
        return TimeSpan.FromTicks((long)(capped * (1 - _options.Jitter * NextDouble())));
    }

#pragma warning disable CA5394 // Spreads waits; no secret depends on it.
    private double NextDouble() => _random.NextDouble();
#pragma warning restore CA5394
}
