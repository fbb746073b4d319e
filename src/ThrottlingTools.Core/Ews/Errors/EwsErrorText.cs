using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace ThrottlingTools.Ews;

/// <summary>
/// Finds errors in what programs print of them: messages of the EWS Managed API, of EWSEditor, exchangelib,
/// ews-javascript-api and PowerShell, log lines, SOAP traces, saved answers (davmail-161; mustang-121; qna-418965).
/// </summary>
public static class EwsErrorText
{
    // So many signs may stand between a word and its number.
    private const int MaxSigns = 4;

    // By the English texts (learn-responsecode), which the EWS Managed API shows without the code.
    private static readonly (string Text, string Code)[] Sentences =
    [
        ("exceeded the available concurrent connections", EwsResponseCodes.ConnectionCount),
        ("exceeded the available subscriptions", EwsResponseCodes.SubscriptionCount),
        ("exceeded the maximum number of objects that can be returned", EwsResponseCodes.FindCountLimit),
        ("Too many concurrent connections opened", EwsResponseCodes.TooManyObjects),
        ("The server cannot service this request right now", EwsResponseCodes.ServerBusy),
        ("The message exceeds the maximum supported size", "ErrorMessageSizeExceeded"),
        ("Item was not processed as a result of a previous error", EwsResponseCodes.BatchProcessingStopped),
        ("An internal server error occurred. Try again later", "ErrorInternalServerTransientError"),
        ("An internal server error occurred", EwsResponseCodes.InternalServerError),
    ];

    // What stands before a number of milliseconds or seconds; exchangelib and PowerShell count seconds.
    private static readonly (string Before, double Milliseconds)[] Hints =
    [
        ("BackOffMilliseconds", 1), ("back_off", 1000), ("backoff time", 1), ("Please wait for", 1000),
    ];

    private static readonly string[] StatusMarks =
        ["HTTP ", "HTTP/1.1 ", "status code", "StatusCode", "does not indicate success", "returned an error", "("];

    private static readonly string[] BudgetMarks =
        ["over budget", "overbudget", "exceeded your budget", "Request is throttled", "Micro delay applied"];

    /// <summary>Finds the errors that a text tells.</summary>
    /// <param name="text">The text: any, of any length.</param>
    /// <param name="utcNow">The time of arrival, for a <c>Retry-After</c> that states a date.</param>
    /// <returns>The errors; none if the text tells nothing; <c>null</c> never.</returns>
    public static IReadOnlyList<EwsError> Find(string text, DateTimeOffset utcNow)
    {
        if (SavedResponse.Find(text) is { } response)
            return EwsErrorClassifier.ClassifyAll(response.Status, response.Headers, response.Body, utcNow);
        BudgetText? budget = BudgetText.Find(text);
        string? code = FindCode(text, budget) ?? FindSentence(text);
        if (code is not null || budget is not null || IsBudget(text))
            return [FromWords(text, code, budget)];
        return FindStatus(text) is { } status
            ? [HttpErrorClassifier.Classify(status, SavedResponse.NoHeaders(), "", null, utcNow)]
            : [];
    }

    private static EwsError FromWords(string text, string? code, BudgetText? budget)
    {
        SoapFailure failure = new() { ResponseCode = code, Message = text };
        if (FindHint(text) is { } hint)
            failure.Values["BackOffMilliseconds"] = hint;
        EwsError error = EwsErrorClassifier.FromSoap(
            failure, FindStatus(text), SavedResponse.NoHeaders(), DateTimeOffset.MinValue);
        return code is not null || budget is not null ? error : new EwsError
        {
            Verdict = EwsVerdict.Throttled,
            Message = error.Message,
            BudgetType = FindBudgetType(text),
            BackOff = error.BackOff,
            BackOffOrigin = error.BackOff is null ? BackOffOrigin.None : BackOffOrigin.BudgetText,
        };
    }

    // The code that tells most: a limit before anything else, and a cause before what followed from it.
    private static string? FindCode(string text, BudgetText? budget)
    {
        List<string> codes = Words(text)
            .Where(word => word.StartsWith("Error", StringComparison.Ordinal) && word.Length > 5)
            .Select(word => EwsResponseCodes.Begin(word) ?? word)
            .Where(word => EwsResponseCodes.IsKnown(word) || LooksLikeCode(word))
            .Distinct().ToList();
        return codes.Find(code => EwsResponseCodes.Verdict(code) == EwsVerdict.Throttled)
            ?? codes.Find(EwsResponseCodes.IsKnown)
            ?? (budget is null ? codes.FirstOrDefault() : null);
    }

    // ErrorItemNotFound, not ErrorRecord: codes that we do not know stand before their message.
    private static bool LooksLikeCode(string word) =>
        word.Length > 8 && char.IsUpper(word[5]) && word.Skip(6).Any(char.IsUpper) && word.All(char.IsLetter)
        && word is not ("ErrorRecord" or "ErrorAction" or "ErrorActionPreference" or "ErrorVariable" or "ErrorDetails"
            or "ErrorCode" or "ErrorMessage" or "ErrorCategory" or "ErrorId");

    private static string? FindSentence(string text) => Sentences
        .FirstOrDefault(known => text.IndexOf(known.Text, StringComparison.OrdinalIgnoreCase) >= 0).Code;

    private static string? FindHint(string text)
    {
        foreach ((string before, double milliseconds) in Hints)
        {
            int at = text.IndexOf(before, StringComparison.OrdinalIgnoreCase);
            int i = at < 0 ? text.Length : at + before.Length;
            while (i < text.Length && " =:\"'>,".IndexOf(text[i]) >= 0)
                i++;
            int end = i;
            while (end < text.Length && (text[end] is >= '0' and <= '9' || (milliseconds > 1 && text[end] == '.')))
                end++;
            string number = text.Substring(i, end - i).TrimEnd('.');
            if (double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value))
                return Math.Ceiling(value * milliseconds).ToString("F0", CultureInfo.InvariantCulture);
        }
        return JoinedHint(text);
    }

    // Of <Value Name="BackOffMilliseconds">9000</Value> only the number is left, at the end, once the tags are gone.
    private static string? JoinedHint(string text)
    {
        const string Before = "later.";
        string trimmed = text.TrimEnd();
        int at = trimmed.LastIndexOf(Before, StringComparison.Ordinal) + Before.Length;
        bool isNumber = at > Before.Length && at < trimmed.Length
            && trimmed.Skip(at).All(c => c is >= '0' and <= '9');
        return isNumber ? trimmed.Substring(at) : null;
    }

    private static int? FindStatus(string text)
    {
        foreach (string mark in StatusMarks)
        {
            for (int at = 0; (at = text.IndexOf(mark, at, StringComparison.OrdinalIgnoreCase)) >= 0;)
            {
                at += mark.Length;
                if (StatusAt(text, at, mark == "(") is { } status)
                    return status;
            }
        }
        return null;
    }

    private static int? StatusAt(string text, int at, bool isBracketed)
    {
        for (int i = 0; i < MaxSigns && at < text.Length && " :=('\"".IndexOf(text[at]) >= 0; i++)
            at++;
        bool isStatus = at + 3 <= text.Length && text[at] is >= '3' and <= '5'
            && text[at + 1] is >= '0' and <= '9' && text[at + 2] is >= '0' and <= '9'
            && (at + 3 == text.Length || (isBracketed ? text[at + 3] == ')' : !char.IsLetterOrDigit(text[at + 3])));
        return isStatus ? int.Parse(text.Substring(at, 3), CultureInfo.InvariantCulture) : null;
    }

    private static bool IsBudget(string text) =>
        BudgetMarks.Any(mark => text.IndexOf(mark, StringComparison.OrdinalIgnoreCase) >= 0);

    // "BudgetType: PowerShell" of a snapshot (exchange-team-many-users), or the program that speaks.
    private static string? FindBudgetType(string text)
    {
        const string Mark = "BudgetType:";
        int at = text.IndexOf(Mark, StringComparison.OrdinalIgnoreCase);
        return at >= 0 ? Words(text.Substring(at + Mark.Length)).FirstOrDefault()
            : text.IndexOf("runspace", StringComparison.OrdinalIgnoreCase) >= 0 ? "PowerShell"
            : text.IndexOf("Request is throttled", StringComparison.OrdinalIgnoreCase) >= 0 ? "Imap"
            : null;
    }

    private static IEnumerable<string> Words(string text)
    {
        int start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && (char.IsLetterOrDigit(text[i]) || text[i] == '_'))
                continue;
            if (i > start)
                yield return text.Substring(start, i - start);
            start = i + 1;
        }
    }
}
