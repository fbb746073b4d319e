using System;

namespace ThrottlingTools.Modelling;

/// <summary>What a request took, as a client measures it.</summary>
/// <param name="Items">The items in it; 1 or more.</param>
/// <param name="Bytes">Their content in bytes, all together; 0 if unknown.</param>
/// <param name="Latency">From sending it to its response; above 0.</param>
public readonly record struct CostSample(int Items, long Bytes, TimeSpan Latency);

/// <summary>A part of what an operation costs, as it was fitted.</summary>
/// <param name="Value">The estimate; 0 or more.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Margin">How far the interval goes to both sides that covers the truth in 95 of 100 fits.</param>
public sealed record CostEstimate(TimeSpan Value, TimeSpan StandardError, TimeSpan Margin)
{
    /// <summary>The lower end of the 95 % interval; a cost is never negative.</summary>
    public TimeSpan Low => Value > Margin ? Value - Margin : TimeSpan.Zero;

    /// <summary>The upper end of the 95 % interval.</summary>
    public TimeSpan High => Value + Margin;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{Value.TotalMilliseconds:0.###} ms ± {Margin.TotalMilliseconds:0.###}");
}
