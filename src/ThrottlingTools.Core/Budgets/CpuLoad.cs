using System;
using System.Collections.Generic;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Budgets;

/// <summary>
/// The CPU use of a Client Access server of Exchange 2010, averaged over the last ten seconds
/// (exchangedev-cpustartpercent). It is 0 before the first report. Time never goes back.
/// </summary>
public sealed class CpuLoad
{
    private const int LevelsPerPercent = 1000;

    private readonly Queue<(TimeSpan Start, TimeSpan End, int Level)> _past = new();
    private TimeSpan _since;
    private int _level;
    private long _pastArea;

    /// <summary>The time over which the server averages.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromSeconds(10); // exchangedev-cpustartpercent

    /// <summary>The longest delay of one check.</summary>
    public static TimeSpan MaxDelay { get; } = TimeSpan.FromMilliseconds(500); // exchangedev-cpustartpercent

    /// <summary>Says how much CPU is in use from now on.</summary>
    /// <param name="percent">In percent of all CPUs, 0 to 100; exact to a thousandth.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="ArgumentOutOfRangeException">The percentage is not 0 to 100.</exception>
    public void Report(double percent, TimeSpan now)
    {
        if (!(percent is >= 0 and <= 100))
            throw new ArgumentOutOfRangeException(nameof(percent), percent, "A CPU use is 0 to 100 percent.");
        if (now > _since)
        {
            _past.Enqueue((_since, now, _level));
            _pastArea += (now - _since).Ticks * _level;
            _since = now;
        }
        _level = (int)Math.Round(percent * LevelsPerPercent);
        Forget(now - Window);
    }

    /// <summary>The average over the last ten seconds, in percent.</summary>
    /// <param name="now">The time.</param>
    public double Average(TimeSpan now)
    {
        TimeSpan from = now - Window;
        Forget(from);
        long area = _pastArea + (now - (_since > from ? _since : from)).Ticks * _level;
        if (_past.Count > 0 && _past.Peek() is var oldest && oldest.Start < from)
            area -= (from - oldest.Start).Ticks * oldest.Level;
        return area / (double)(Window.Ticks * LevelsPerPercent);
    }

    /// <summary>
    /// How long a check holds a call back: from 0 at the start percentage linearly to 500 ms at 100 percent
    /// (exchangedev-cpustartpercent).
    /// </summary>
    /// <param name="startPercent">CPUStartPercent.</param>
    /// <param name="averagePercent">The average CPU use, 0 to 100.</param>
    public static TimeSpan Delay(Unlimited startPercent, double averagePercent)
    {
        if (startPercent.IsUnlimited || startPercent.Value >= 100 || averagePercent <= startPercent.Value)
            return TimeSpan.Zero;
        double share = (averagePercent - startPercent.Value) / (100.0 - startPercent.Value);
        return TimeSpan.FromTicks((long)Math.Round(MaxDelay.Ticks * Math.Min(1, share)));
    }

    private void Forget(TimeSpan until)
    {
        while (_past.Count > 0 && _past.Peek() is var oldest && oldest.End <= until)
        {
            _pastArea -= (oldest.End - oldest.Start).Ticks * oldest.Level;
            _past.Dequeue();
        }
    }
}
