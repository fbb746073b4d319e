using System;

namespace ThrottlingTools.Modelling;

/// <summary>What an operation costs in server time.</summary>
/// <param name="Base">For each request.</param>
/// <param name="PerItem">For each item, or each entry of a find.</param>
/// <param name="PerKilobyte">For each 1,024 bytes of item content that is read or written.</param>
public readonly record struct ServiceTime(TimeSpan Base, TimeSpan PerItem, TimeSpan PerKilobyte)
{
    /// <summary>
    /// How far requests are off, as a share of their time: the standard deviation, 0 or more. It takes effect where a
    /// model asks for noise.
    /// </summary>
    public double Noise { get; init; }

    /// <summary>The time of items without the request's base.</summary>
    /// <param name="items">How many.</param>
    /// <param name="bytes">Their content in bytes.</param>
    public TimeSpan OfItems(long items, long bytes) =>
        TimeSpan.FromTicks(PerItem.Ticks * items + PerKilobyte.Ticks * bytes / 1024);
}
