using System;
using System.Globalization;
using System.Management.Automation;

namespace ThrottlingTools.Pipeline;

/// <summary>Checks that an argument is a time within a range, as ValidateRange does for numbers.</summary>
/// <param name="minSeconds">The shortest time, in seconds.</param>
/// <param name="maxSeconds">The longest time, in seconds.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ValidateTimeSpanAttribute(double minSeconds, double maxSeconds) : ValidateArgumentsAttribute
{
    /// <summary>The seconds of a day.</summary>
    public const double Day = 86_400;

    /// <summary>The seconds of 366 days.</summary>
    public const double Year = 366 * Day;

    /// <summary>The shortest time, in seconds.</summary>
    public double MinSeconds { get; } = minSeconds;

    /// <summary>The longest time, in seconds.</summary>
    public double MaxSeconds { get; } = maxSeconds;

    /// <inheritdoc/>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is TimeSpan time && (time.TotalSeconds < MinSeconds || time.TotalSeconds > MaxSeconds))
            throw new ValidationMetadataException(string.Format(
                CultureInfo.InvariantCulture, "The time {0} is not accepted. Give one from {1} to {2}.", time,
                TimeSpan.FromSeconds(MinSeconds), TimeSpan.FromSeconds(MaxSeconds)));
    }
}
