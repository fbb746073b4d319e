using System;
using System.Collections.Generic;
using System.Linq;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Ews;

/// <summary>
/// The sentence in which a server tells the budget that was exceeded (ews-managed-api-293): policy part, policy value
/// and budget type in quotation marks, then the wait. Servers in other languages keep these and may reorder them.
/// Exchange 2010 states no value (broadcom-155934).
/// </summary>
internal sealed class BudgetText
{
    // The three stand in one sentence, and the wait follows in the next.
    private const int MaxGap = 300;
    private const int MaxToken = 64;
    private const string Quotes = "'‘’‚‛\"“”„«»‹›「」『』＂＇`";
    private const string SpacedQuotes = "«»‹›";

    private static readonly HashSet<string> Parts = new(StringComparer.Ordinal)
        { "MaxConcurrency", "MaxStreamingConcurrency", "ConcurrentSyncCalls", "LocalTime" };

    // What Exchange 2010 counts the percentages of, and the parameter behind it.
    private static readonly Dictionary<string, string> PercentParts = new(StringComparer.Ordinal)
    {
        ["CAS"] = "PercentTimeInCAS", ["AD"] = "PercentTimeInAD", ["RPC"] = "PercentTimeInMailboxRPC",
    };

    // Components of the policy table are the budgets that Exchange keeps; none of these is a part.
    private static readonly Lazy<HashSet<string>> Types = new(() =>
        new(PolicyParameterTable.All.Select(parameter => parameter.Component), StringComparer.OrdinalIgnoreCase));

    private BudgetText(string part, string? value, string budgetType, string backOff)
    {
        Part = part;
        Value = value;
        BudgetType = budgetType;
        BackOff = backOff;
    }

    internal string Part { get; }

    /// <summary>The value of the limit; <c>null</c> in Exchange 2010, which does not state it.</summary>
    internal string? Value { get; }

    internal string BudgetType { get; }

    /// <summary>The wait in milliseconds, as it was printed.</summary>
    internal string BackOff { get; }

    /// <summary>Finds the sentence in a text of any length, in one pass; <c>null</c> if it is not there.</summary>
    internal static BudgetText? Find(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        string plain = Numerals.Simplify(text!);
        List<(string Text, int Start, int End)> last = new(3);
        for (int i = 0; i < plain.Length; i++)
        {
            if (ReadToken(plain, i) is not { } token)
                continue;
            if (last.Count > 0 && token.Start - last[last.Count - 1].End > MaxGap)
                last.Clear();
            if (last.Count == 3)
                last.RemoveAt(0);
            last.Add(token);
            i = token.End - 1;
            if ((last.Count == 3 ? ToBudget(plain, last) ?? ToOldBudget(plain, last) : ToOldBudget(plain, last))
                is { } budget)
                return budget;
        }
        return null;
    }

    /// <summary>
    /// The parameter behind a response code and a policy part; <c>null</c> where the two do not tell.
    /// </summary>
    internal static string? Parameter(string? code, string? part, string? budgetType) => part switch
    {
        "MaxConcurrency" => PolicyParameterTable.Find($"{budgetType ?? "Ews"}MaxConcurrency")?.Name,
        "MaxStreamingConcurrency" => "HangingConnectionLimit",
        "ConcurrentSyncCalls" => "ConcurrentSyncCalls",
        // Local time is what the balance counts; it blocks a caller once it falls below the cutoff (qna-418965).
        "LocalTime" => PolicyParameterTable.Find($"{budgetType ?? "Ews"}CutoffBalance")?.Name,
        not null => PercentParts.TryGetValue(part, out string? percent)
            ? PolicyParameterTable.Find((budgetType ?? "Ews") + percent)?.Name
            : null,
        null => code switch
        {
            EwsResponseCodes.ConnectionCount => "EwsMaxConcurrency",
            EwsResponseCodes.SubscriptionCount => "EwsMaxSubscriptions",
            EwsResponseCodes.FindCountLimit => "EwsFindCountLimit",
            EwsResponseCodes.SubmissionQuota => "RecipientRateLimit",
            _ => null,
        },
    };

    // A name or number between quotation marks, with a space inside them only where French has one.
    private static (string Text, int Start, int End)? ReadToken(string text, int start)
    {
        if (Quotes.IndexOf(text[start]) < 0)
            return null;
        bool isSpaced = SpacedQuotes.IndexOf(text[start]) >= 0;
        int from = start + 1;
        if (isSpaced && from < text.Length && char.IsWhiteSpace(text[from]))
            from++;
        int to = from;
        while (to < text.Length && to - from <= MaxToken && IsNameCharacter(text[to]))
            to++;
        int end = isSpaced && to < text.Length && char.IsWhiteSpace(text[to]) ? to + 1 : to;
        return end < text.Length && Quotes.IndexOf(text[end]) >= 0
            ? (text.Substring(from, to - from), start, end + 1)
            : null;
    }

    private static bool IsNameCharacter(char c) => c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9';

    private static BudgetText? ToBudget(string text, List<(string Text, int Start, int End)> tokens)
    {
        List<string> values = tokens.Select(token => token.Text).Where(IsValue).ToList();
        List<string> names = tokens.Select(token => token.Text).Where(name => !IsValue(name)).ToList();
        if (values.Count != 1)
            return null;
        bool isReversed = !Parts.Contains(names[0]) && Parts.Contains(names[1]);
        (string part, string type) = isReversed ? (names[1], names[0]) : (names[0], names[1]);
        if (!Parts.Contains(part) && !Types.Value.Contains(type))
            return null;
        string? wait = Numerals.FirstNumber(text, tokens[2].End, MaxGap);
        return wait is null ? null : new BudgetText(part, values[0], type, wait);
    }

    // "policy part 'CAS', budget type: 'EWS'.  Suggested backoff time 19181 ms."
    private static BudgetText? ToOldBudget(string text, List<(string Text, int Start, int End)> tokens)
    {
        if (tokens.Count < 2)
            return null;
        (string part, string type) = (tokens[tokens.Count - 2].Text, tokens[tokens.Count - 1].Text);
        if (!PercentParts.ContainsKey(part) && PercentParts.ContainsKey(type))
            (part, type) = (type, part);
        if (!PercentParts.ContainsKey(part) || !Types.Value.Contains(type))
            return null;
        string? wait = Numerals.FirstNumber(text, tokens[tokens.Count - 1].End, MaxGap);
        return wait is null ? null : new BudgetText(part, null, type, wait);
    }

    private static bool IsValue(string token) =>
        token.Length == 0 || token == Unlimited.UnlimitedString || token.All(char.IsDigit);
}
