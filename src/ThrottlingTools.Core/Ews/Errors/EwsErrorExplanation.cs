using System;
using System.Collections.Generic;
using System.Globalization;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Ews;

/// <summary>An error in words, with what a profile adds to it.</summary>
public sealed class EwsErrorExplanation
{
    private static readonly string[] Percentages =
        ["EWSPercentTimeInCAS", "EWSPercentTimeInMailboxRPC", "EWSPercentTimeInAD"];
    private static readonly string[] Balance = ["EwsCutoffBalance", "ConcurrentSyncCalls"];

    private readonly ThrottlingProfile? _profile;

    /// <summary>Explains an error.</summary>
    /// <param name="error">The error.</param>
    /// <param name="profile">The profile that holds on the server; <c>null</c> if it is not known.</param>
    /// <param name="isImpersonating">Whether the caller impersonates; <c>null</c> if it is not known.</param>
    public EwsErrorExplanation(EwsError error, ThrottlingProfile? profile = null, bool? isImpersonating = null)
    {
        Error = error;
        _profile = profile;
        ResponsibleParameter = NameInRelease(error);
        ConfiguredValue = ResponsibleParameter is null ? null : profile?.Find(ResponsibleParameter)?.Value;
        PossibleParameters = ResponsibleParameter is not null ? [ResponsibleParameter] : Candidates(error);
        ChargedTo = error.ChargedTo ?? EwsCharge.Find(ResponsibleParameter, profile?.Release, isImpersonating);
    }

    /// <summary>The error.</summary>
    public EwsError Error { get; }

    /// <summary>What kind of failure it is.</summary>
    public EwsVerdict Verdict => Error.Verdict;

    /// <summary>The EWS response code; <c>null</c> if none came.</summary>
    public string? ResponseCode => Error.ResponseCode;

    /// <summary>The HTTP status; <c>null</c> if it is not known.</summary>
    public int? HttpStatus => Error.HttpStatus;

    /// <summary>The policy parameter or limit behind it; <c>null</c> where the answer does not tell which.</summary>
    public string? ResponsibleParameter { get; }

    /// <summary>
    /// The parameters that it can be; empty where none is meant. Without a profile those of Exchange 2013 and later.
    /// </summary>
    public IReadOnlyList<string> PossibleParameters { get; }

    /// <summary>The value of the limit, as the server printed it; <c>null</c> if it printed none.</summary>
    public string? PolicyValue => Error.PolicyValue;

    /// <summary>The parameter's value in the profile; <c>null</c> without a profile, or if it does not know.</summary>
    public object? ConfiguredValue { get; }

    /// <summary>Whose budget it is; <c>null</c> where what is known does not tell.</summary>
    public EwsChargedTo? ChargedTo { get; }

    /// <summary>The wait that the server asked for; <c>null</c> if it asked for none.</summary>
    public TimeSpan? BackOff => Error.BackOff;

    /// <summary>Where the wait was stated.</summary>
    public BackOffOrigin BackOffOrigin => Error.BackOffOrigin;

    /// <summary>Whether and how to repeat the request.</summary>
    public EwsRetry Retry => Error.Retry;

    /// <summary>What it means, which parameter it is, and how long to wait.</summary>
    public string Explanation => string.Join(" ", Sentences());

    /// <summary>What to do.</summary>
    public string RecommendedAction => Error.RecommendedAction;

    /// <summary>Who says that the answer means this, with the address.</summary>
    public SettingSource Source => SettingSource.Cited(Error.Rule.Source);

    /// <summary>What the server said.</summary>
    public string Message => Error.Message;

    /// <summary>How often the error stands in what was read.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Where the error was read: a path; <c>null</c> if it came from memory.</summary>
    public string? Path { get; init; }

    /// <summary>The verdict and what it means.</summary>
    public override string ToString() => $"{Verdict}: {Explanation}";

    private string? NameInRelease(EwsError error)
    {
        // Exchange 2010 has no limit of its own for streaming: a copy of the concurrency counts (learn-ews-throttling).
        bool isStreaming2010 = error.PolicyPart == "MaxStreamingConcurrency"
            && _profile?.Release.UsesPercentTime() == true;
        string? name = isStreaming2010 ? "EwsMaxConcurrency" : error.ResponsibleParameter;
        return name is null ? null : _profile?.Find(name)?.Name ?? name;
    }

    private string[] Candidates(EwsError error) =>
        error.Verdict != EwsVerdict.Throttled || error.PolicyPart is not null || error.ResponseCode is null
            || EwsResponseCodes.Rule(error.ResponseCode) != EwsResponseCodes.Rule(EwsResponseCodes.ServerBusy) ? []
        : _profile?.Release.UsesPercentTime() == true ? Percentages : Balance;

    private IEnumerable<string> Sentences()
    {
        yield return Error.Rule.Meaning;
        if (Verdict == EwsVerdict.Throttled)
            yield return ParameterSentence();
        if (ChargedTo is { } owner)
            yield return $"Charged: {owner.Describe()}.";
        if (WaitSentence() is { } wait)
            yield return wait;
        if (Verdict != EwsVerdict.Throttled && Message != ResponseCode)
            yield return "Its words: " + (Message.Length > 300 ? Message.Substring(0, 300) + "..." : Message);
    }

    private string ParameterSentence()
    {
        if (ResponsibleParameter is null)
            return PossibleParameters.Count == 0
                ? "No policy parameter is named."
                : $"The answer does not tell which limit it was; it can be {Join(PossibleParameters)}"
                    + (_profile is null ? $" (in Exchange 2010 {Join(Percentages)})." : ".");
        string stated = PolicyValue is null ? "" : $", which the server enforces as {PolicyValue}";
        if (ConfiguredValue is null)
            return $"The limit is {ResponsibleParameter}{stated}.";
        string configured = ThrottlingSetting.ValueText(ConfiguredValue);
        return PolicyValue is null || PolicyValue == configured
            ? $"The limit is {ResponsibleParameter}, {configured} in {_profile}."
            : $"The limit is {ResponsibleParameter}{stated}; {_profile} has {configured}, so another policy applies.";
    }

    private string? WaitSentence()
    {
        if (BackOff is null && Error.IgnoredBackOff is { } ignored)
            return $"The stated wait cannot be meant: {ignored}.";
        if (BackOff is not { } wait)
            return Retry == EwsRetry.Later ? "The server states no wait." : null;
        if (wait == TimeSpan.Zero)
            return Retry == EwsRetry.FewerAtATime
                ? "The stated wait is 0: room comes as soon as other requests of the same owner end."
                : "The stated wait is 0: the same request may be sent at once, but not over and over.";
        string length = string.Format(
            CultureInfo.InvariantCulture,
            "The server asks to wait {0} ({1:N0} ms)", WaitText.Of(wait), wait.TotalMilliseconds);
        return wait > TimeSpan.FromMinutes(5)
            ? length + ", more than five minutes: wait for all of it."
            : length + ".";
    }

    private static string Join(IReadOnlyList<string> names) => string.Join(" or ", names);
}
