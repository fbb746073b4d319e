using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace ThrottlingTools.Ews;

/// <summary>
/// The wait that an answer asks for, wherever it states one. This is the one place where hints are judged: what is
/// longer than a day, or no time at all, cannot be meant, and is told instead of followed.
/// </summary>
internal sealed class StatedWait
{
    // A budget recharges within an hour or so; no source knows of a hint above some minutes.
    internal static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private const int MaxShownDigits = 20;

    private StatedWait()
    {
    }

    /// <summary>The wait; <c>null</c> if none was asked for that can be meant.</summary>
    internal TimeSpan? Time { get; private set; }

    /// <summary>Where it was stated.</summary>
    internal BackOffOrigin Origin { get; private set; }

    /// <summary>What was asked for and cannot be meant, in words; <c>null</c> if nothing was.</summary>
    internal string? Ignored { get; private set; }

    /// <summary>Finds the wait: the value goes before the sentence, and both before the header.</summary>
    /// <param name="milliseconds">The value <c>BackOffMilliseconds</c>.</param>
    /// <param name="sentence">The number of milliseconds in the sentence about the budget.</param>
    /// <param name="headers">The headers.</param>
    /// <param name="utcNow">When the answer arrived.</param>
    internal static StatedWait Find(
        string? milliseconds, string? sentence, IReadOnlyDictionary<string, string> headers, DateTimeOffset utcNow)
    {
        StatedWait wait = new();
        wait.Take(BackOffOrigin.BackOffMilliseconds, milliseconds, ToTime(milliseconds));
        wait.Take(BackOffOrigin.BudgetText, sentence, ToTime(sentence));
        if (headers.TryGetValue("Retry-After", out string? header))
            wait.Take(BackOffOrigin.RetryAfter, header, RetryAfter.Read(headers, utcNow));
        return wait;
    }

    private void Take(BackOffOrigin origin, string? text, TimeSpan? time)
    {
        if (Time is not null || string.IsNullOrWhiteSpace(text))
            return;
        if (time <= Longest)
            (Time, Origin) = (time, origin);
        else
            Ignored ??= $"{NameOf(origin)} {Show(text!)} is {(time is null ? "no time" : "more than a day")}";
    }

    private static string NameOf(BackOffOrigin origin) => origin switch
    {
        BackOffOrigin.RetryAfter => "Retry-After",
        BackOffOrigin.BudgetText => "the suggested backoff time",
        _ => nameof(BackOffOrigin.BackOffMilliseconds),
    };

    // What else a server may have written there is not repeated.
    private static string Show(string text)
    {
        string plain = text.Trim();
        return plain.Length <= MaxShownDigits && plain.All(c => c is >= '0' and <= '9') ? $"'{plain}'"
            : "(a text of " + plain.Length.ToString(CultureInfo.InvariantCulture) + " characters)";
    }

    // A number that no computer counts to is a wait that is too long.
    private static TimeSpan? ToTime(string? milliseconds)
    {
        string digits = milliseconds is null ? "" : Numerals.Simplify(milliseconds).Trim();
        if (digits.Length == 0 || !digits.All(c => c is >= '0' and <= '9'))
            return null;
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            && number < TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerMillisecond
            ? TimeSpan.FromTicks(number * TimeSpan.TicksPerMillisecond)
            : TimeSpan.MaxValue;
    }
}
