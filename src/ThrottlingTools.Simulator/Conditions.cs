using System;
using System.Collections.Generic;
using ThrottlingTools.Budgets;
using ThrottlingTools.Modelling;
using ThrottlingTools.Simulator.Mailboxes;

namespace ThrottlingTools.Simulator;

/// <summary>
/// The state of the simulated server and its network. It can be changed while requests run; those that come later feel
/// it. Safe to use from several threads.
/// </summary>
public sealed class Conditions
{
    private const double Draws = 1UL << 53;

    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private ServiceTimes _serviceTimes = ServiceTimes.Default;
    private IReadOnlyDictionary<EwsOperation, ServiceTimeDistribution> _distributions =
        new Dictionary<EwsOperation, ServiceTimeDistribution>();
    private double _jitter;
    private TimeSpan _networkLatency;
    private double? _cpuPercent;
    private int? _databaseHealth;

    /// <summary>What operations cost.</summary>
    public ServiceTimes ServiceTimes
    {
        get => Read(ref _serviceTimes);
        set => Write(ref _serviceTimes, value);
    }

    /// <summary>How the service times spread, by operation, before jitter; fixed where none is given.</summary>
    public IReadOnlyDictionary<EwsOperation, ServiceTimeDistribution> Distributions
    {
        get => Read(ref _distributions);
        set => Write(ref _distributions, value);
    }

    /// <summary>
    /// How far service times vary by request, 0 to 1: 0.2 is up to a fifth more or less, drawn from the seed.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not 0 to 1.</exception>
    public double Jitter
    {
        get => Read(ref _jitter);
        set => Write(ref _jitter, value is >= 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A jitter is 0 to 1."));
    }

    /// <summary>
    /// What a request takes on its way to the server and back, in the client's time; the server does not charge it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, or more than a day.</exception>
    public TimeSpan NetworkLatency
    {
        get => Read(ref _networkLatency);
        set => Write(ref _networkLatency, value >= TimeSpan.Zero && value <= TimeSpan.FromDays(1)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A latency is zero to one day."));
    }

    /// <summary>
    /// Exchange 2010: the CPU use of the server in percent, 0 to 100; <c>null</c> if it plays no part.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not 0 to 100.</exception>
    public double? CpuPercent
    {
        get => Read(ref _cpuPercent);
        set => Write(ref _cpuPercent, value is null or (>= 0 and <= 100)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A CPU use is 0 to 100 percent."));
    }

    /// <summary>
    /// The health of the mailbox database, from 0, as bad as can be, to 100, healthy; <c>null</c> if unknown.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not 0 to 100.</exception>
    public int? DatabaseHealth
    {
        get => Read(ref _databaseHealth);
        set => Write(ref _databaseHealth, value is null or (>= 0 and <= 100)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A health is 0 to 100, or unknown."));
    }

    internal event Action? Changed;

    /// <summary>
    /// By how much the service time of a request differs from the usual, and its whole time where that is measured.
    /// </summary>
    internal (double Factor, TimeSpan? Whole) TimeOf(EwsOperation operation, int seed, int requestNumber)
    {
        double jitter = Jitter;
        ulong draw = Mix.Of((ulong)seed, (ulong)requestNumber);
        double factor = jitter == 0 ? 1 : 1 + jitter * (2 * ((draw >> 11) / Draws) - 1);
        if (!Distributions.TryGetValue(operation, out ServiceTimeDistribution? distribution))
            return (factor, null);
        TimeSpan drawn = distribution.Draw(Usual, Mix.Of(draw, 1));
        return distribution.IsEmpirical ? (factor, drawn) : (factor * drawn.Ticks / Usual.Ticks, null);
    }

    private T Read<T>(ref T field)
    {
        lock (_gate)
            return field;
    }

    private void Write<T>(ref T field, T value)
    {
        lock (_gate)
            field = value;
        Changed?.Invoke();
    }
}
