using System;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Timing;

namespace ThrottlingTools.Ews;

/// <summary>How long to wait after failures.</summary>
public sealed class BackOffOptions
{
    /// <summary>The first wait where the server states none. Default: 1 s.</summary>
    public TimeSpan InitialDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait where the server states none; a stated one is not cut. Default: 1 min.</summary>
    public TimeSpan MaximumDelay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The longest time to wait in all for one request; a wait beyond it is an error instead. Default: 30 min.
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
/// Decides the wait after each failure of one request: what the server asks for, else doubling from
/// <see cref="BackOffOptions.InitialDelay"/>. Not thread-safe; one for each worker.
/// </summary>
public sealed class BackOff
{
    private readonly BackOffOptions _options;
    private readonly IClock _clock;
    private readonly Random _random;
    private int _failures;
    private TimeSpan _waited;

    /// <summary>Makes a policy.</summary>
    /// <param name="options">How long to wait.</param>
    /// <param name="clock">What to wait by.</param>
    public BackOff(BackOffOptions options, IClock clock)
    {
        _options = options;
        _clock = clock;
        _random = new Random(options.Seed);
    }

    /// <summary>The next wait; <c>null</c> if it would pass <see cref="BackOffOptions.MaxWait"/>.</summary>
    /// <param name="error">The failure.</param>
    public TimeSpan? Next(EwsError error)
    {
        _failures++;
        TimeSpan wait = error.BackOff is { } hint && (hint > TimeSpan.Zero || _failures == 1) ? hint : OwnDelay();
        if (_waited + wait > _options.MaxWait)
            return null;
        _waited += wait;
        return wait;
    }

    /// <summary>Waits.</summary>
    /// <param name="wait">How long.</param>
    /// <param name="cancellationToken">Ends the wait early.</param>
    public Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken) => _clock.Delay(wait, cancellationToken);

    /// <summary>Starts afresh after a success.</summary>
    public void Reset()
    {
        _failures = 0;
        _waited = TimeSpan.Zero;
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
