using ThrottlingTools.Simulator.Mailboxes;

namespace ThrottlingTools.Simulator.Faults;

/// <summary>
/// Draws the faults of one endpoint: the same plan, seed and order of requests give the same faults. Safe to use from
/// several threads.
/// </summary>
internal sealed class FaultSchedule
{
    private const double Draws = 1UL << 53;

    private readonly FaultPlan _plan;
    private readonly ulong _seed;
    private readonly int[] _seen;

    public FaultSchedule(FaultPlan plan, int seed)
    {
        _plan = plan;
        _seed = Mix.Of("faults") ^ (ulong)seed;
        _seen = new int[plan.Rules.Count];
    }

    /// <summary>The fault of the next request.</summary>
    /// <param name="operation">Its operation; <c>null</c> if it cannot be told.</param>
    public Fault? Next(string? operation)
    {
        if (_seen.Length == 0)
            return null;
        Fault? fault = null;
        lock (_seen)
        {
            for (int i = 0; i < _seen.Length; i++)
            {
                FaultRule rule = _plan.Rules[i];
                if ((rule.Operation is null || rule.Operation == operation) && Meets(rule, i, ++_seen[i]))
                    fault ??= rule.Fault;
            }
        }
        return fault;
    }

    private bool Meets(FaultRule rule, int index, int number) =>
        number >= rule.First && number <= rule.Last
        && (Mix.Of(_seed, (ulong)index, (ulong)number) >> 11) / Draws < rule.Rate;
}
