using System;
using System.Globalization;
using System.Text.RegularExpressions;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Ews;

/// <summary>The sentence in which a server tells the budget that was exceeded (facts 5.1 to 5.3).</summary>
internal sealed class BudgetText
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.Compiled;

    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    // Facts 5.3, as it stands there.
    private static readonly Regex English = new(
        @"policy part '(?<part>[^']+)', policy value '(?<value>[^']*)',\s+Budget type: '(?<type>[^']+)'\."
        + @"\s+Suggested backoff time (?<ms>\d+) ms", Options, MatchTimeout);

    // A server in another language: the names in quotation marks and the number before the unit stay.
    private static readonly Regex AnyLanguage = new(
        @"['‘’‚‛""“”„«»‹›]\s?(?<part>(?:Max\w*Concurrency|ConcurrentSyncCalls|LocalTime))\s?['‘’“”«»‹›""]"
        + @"[^'‘’‚‛""“”„«»‹›]*['‘’‚‛""“”„«»‹›]\s?(?<value>\d+|Unlimited)\s?['‘’“”«»‹›""]"
        + @"[^'‘’‚‛""“”„«»‹›]*['‘’‚‛""“”„«»‹›]\s?(?<type>[A-Z]\w*)\s?['‘’“”«»‹›""]"
        + @"\D*(?<ms>\d+)(?!\d)", Options, MatchTimeout);

    private BudgetText(Match match)
    {
        Part = match.Groups["part"].Value;
        Value = match.Groups["value"].Value;
        BudgetType = match.Groups["type"].Value;
        BackOff = ToWait(match.Groups["ms"].Value);
    }

    internal string Part { get; }

    internal string Value { get; }

    internal string BudgetType { get; }

    internal TimeSpan? BackOff { get; }

    /// <summary>Finds the sentence in a text; <c>null</c> if it is not there.</summary>
    internal static BudgetText? Find(string? text)
    {
        if (string.IsNullOrEmpty(text) || text!.Length > 64 * 1024)
            return null;
        Match match = English.Match(text);
        if (!match.Success)
            match = AnyLanguage.Match(text);
        return match.Success ? new BudgetText(match) : null;
    }

    /// <summary>The wait that a number of milliseconds in digits states; <c>null</c> for anything else.</summary>
    internal static TimeSpan? ToWait(string? milliseconds) =>
        long.TryParse(milliseconds?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
        && number <= int.MaxValue ? TimeSpan.FromTicks(number * TimeSpan.TicksPerMillisecond) : null;

    /// <summary>
    /// The parameter behind a response code and a policy part; <c>null</c> where the two do not tell.
    /// </summary>
    internal static string? Parameter(string? code, string? part, string? budgetType) => part switch
    {
        "MaxConcurrency" => PolicyParameterTable.Find($"{budgetType ?? "Ews"}MaxConcurrency")?.Name,
        "MaxStreamingConcurrency" => "HangingConnectionLimit",
        "ConcurrentSyncCalls" => "ConcurrentSyncCalls",
        // Local time is what the balance counts; it blocks a caller once it falls below the cutoff (facts 3.2).
        "LocalTime" => PolicyParameterTable.Find($"{budgetType ?? "Ews"}CutoffBalance")?.Name,
        not null => null,
        null => code switch
        {
            EwsResponseCodes.ConnectionCount => "EwsMaxConcurrency",
            EwsResponseCodes.SubscriptionCount => "EwsMaxSubscriptions",
            EwsResponseCodes.FindCountLimit => "EwsFindCountLimit",
            "ErrorSubmissionQuotaExceeded" => "RecipientRateLimit",
            _ => null,
        },
    };
}
