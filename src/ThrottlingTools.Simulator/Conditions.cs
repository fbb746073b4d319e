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
    private volatile State _state = new();

    /// <summary>What operations cost.</summary>
    public ServiceTimes ServiceTimes
    {
        get => _state.ServiceTimes;
        set => Change(state => state with { ServiceTimes = value });
    }

    /// <summary>How the service times spread, by operation, before jitter; fixed where none is given.</summary>
    public IReadOnlyDictionary<EwsOperation, ServiceTimeDistribution> Distributions
    {
        get => _state.Distributions;
        set => Change(state => state with { Distributions = value });
    }

    /// <summary>
    /// How far service times vary by request, 0 to 1: 0.2 is up to a fifth more or less, drawn from the seed.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not 0 to 1.</exception>
    public double Jitter
    {
        get => _state.Jitter;
        set
        {
            if (value is not (>= 0 and <= 1))
                throw new ArgumentOutOfRangeException(nameof(value), value, "A jitter is 0 to 1.");
            Change(state => state with { Jitter = value });
        }
    }

    /// <summary>
    /// What a request takes on its way to the server and back, in the client's time; the server does not charge it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, or more than a day.</exception>
    public TimeSpan NetworkLatency
    {
        get => _state.NetworkLatency;
        set
        {
            if (value < TimeSpan.Zero || value > TimeSpan.FromDays(1))
                throw new ArgumentOutOfRangeException(nameof(value), value, "A latency is zero to one day.");
            Change(state => state with { NetworkLatency = value });
        }
    }

    /// <summary>
    /// Exchange 2010: the CPU use of the server in percent, 0 to 100; <c>null</c> if it plays no part.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not 0 to 100.</exception>
    public double? CpuPercent
    {
        get => _state.CpuPercent;
        set
        {
            if (value is not (null or (>= 0 and <= 100)))
                throw new ArgumentOutOfRangeException(nameof(value), value, "A CPU use is 0 to 100 percent.");
            Change(state => state with { CpuPercent = value });
        }
    }

    /// <summary>
    /// The health of the mailbox database, from 0, as bad as can be, to 100, healthy; <c>null</c> if unknown.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not 0 to 100.</exception>
    public int? DatabaseHealth
    {
        get => _state.DatabaseHealth;
        set
        {
            if (value is not (null or (>= 0 and <= 100)))
                throw new ArgumentOutOfRangeException(nameof(value), value, "A health is 0 to 100, or unknown.");
            Change(state => state with { DatabaseHealth = value });
        }
    }

    internal event Action? Changed;

    /// <summary>
    /// By how much the service time of a request differs from the usual, and its whole time where that is measured.
    /// </summary>
    internal (double Factor, TimeSpan? Whole) TimeOf(EwsOperation operation, int seed, int requestNumber)
    {
        State state = _state;
        ulong draw = Mix.Of((ulong)seed, (ulong)requestNumber);
        double factor = state.Jitter == 0 ? 1 : 1 + state.Jitter * (2 * ((draw >> 11) / Draws) - 1);
        if (!state.Distributions.TryGetValue(operation, out ServiceTimeDistribution? distribution))
            return (factor, null);
        TimeSpan drawn = distribution.Draw(Usual, Mix.Of(draw, 1));
        return distribution.IsEmpirical ? (factor, drawn) : (factor * drawn.Ticks / Usual.Ticks, null);
    }

    private void Change(Func<State, State> change)
    {
        lock (_gate)
            _state = change(_state);
        Changed?.Invoke();
    }

    /// <summary>What holds at one time. It never changes, so that it is read without waiting.</summary>
    private sealed record State
    {
        public ServiceTimes ServiceTimes { get; init; } = ServiceTimes.Default;

        public IReadOnlyDictionary<EwsOperation, ServiceTimeDistribution> Distributions { get; init; } =
            new Dictionary<EwsOperation, ServiceTimeDistribution>();

        public double Jitter { get; init; }

        public TimeSpan NetworkLatency { get; init; }

        public double? CpuPercent { get; init; }

        public int? DatabaseHealth { get; init; }
    }
}
