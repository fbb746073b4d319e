using System;

namespace ThrottlingTools.Ews;

/// <summary>What kind of failure it is, and so what to do about it.</summary>
public enum EwsVerdict
{
    /// <summary>The caller is over a limit: wait, and ask for less.</summary>
    Throttled,
    /// <summary>The server or what it depends on is not well; the caller's own use is not the cause.</summary>
    Outage,
    /// <summary>One request or item is too large: make it smaller.</summary>
    Oversized,
    /// <summary>Time ran out: the server is busy, or the request too large.</summary>
    Timeout,
    /// <summary>The server knows the caller and refuses: an access policy, not a limit.</summary>
    AccessBlocked,
    /// <summary>The server does not accept who is calling.</summary>
    Authentication,
    /// <summary>No EWS answered: no connection, a broken one, or something else on the way.</summary>
    Network,
    /// <summary>The request is wrong, or what it asks for is not there; repeating it does not help.</summary>
    ClientError,
}

/// <summary>Where a wait was stated.</summary>
public enum BackOffOrigin
{
    /// <summary>Nowhere.</summary>
    None,
    /// <summary>In the value <c>BackOffMilliseconds</c> of a fault or response message.</summary>
    BackOffMilliseconds,
    /// <summary>In the sentence about the budget ("Suggested backoff time").</summary>
    BudgetText,
    /// <summary>In the HTTP header <c>Retry-After</c>.</summary>
    RetryAfter,
}

/// <summary>A failure in any of the shapes in which EWS and what stands before it tell one.</summary>
public sealed class EwsError
{
    private readonly EwsErrorRule? _rule;

    /// <summary>What kind of failure it is.</summary>
    public EwsVerdict Verdict { get; init; }

    /// <summary>The EWS response code; <c>null</c> if no EWS code came.</summary>
    public string? ResponseCode { get; init => field = SafeText.OfLine(value); }

    /// <summary>What the server said, or what happened instead of an answer.</summary>
    public string Message { get; init => field = SafeText.OfLine(value) ?? ""; } = "";

    /// <summary>The HTTP status; <c>null</c> if no answer came.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>The part of the policy that the server named, such as <c>MaxConcurrency</c>.</summary>
    public string? PolicyPart { get; init => field = SafeText.OfLine(value); }

    /// <summary>The value of that part, as the server printed it.</summary>
    public string? PolicyValue { get; init => field = SafeText.OfLine(value); }

    /// <summary>The budget that was exceeded, such as <c>Ews</c>.</summary>
    public string? BudgetType { get; init => field = SafeText.OfLine(value); }

    /// <summary>The policy parameter or limit behind it; <c>null</c> where the answer does not tell which.</summary>
    public string? ResponsibleParameter { get; init => field = SafeText.OfLine(value); }

    /// <summary>
    /// The wait that the server asked for; zero is legal, and so is more than five minutes. <c>null</c> if it asked
    /// for none.
    /// </summary>
    public TimeSpan? BackOff { get; init; }

    /// <summary>Where <see cref="BackOff"/> was stated.</summary>
    public BackOffOrigin BackOffOrigin { get; init; }

    /// <summary>
    /// What the answer said about waiting that cannot be meant, in words; <c>null</c> if it said nothing of the kind.
    /// A wait of more than a day is not taken for one.
    /// </summary>
    public string? IgnoredBackOff { get; init; }

    /// <summary>Whose budget it is; <c>null</c> where what is known does not tell.</summary>
    public EwsChargedTo? ChargedTo { get; internal set; }

    /// <summary>
    /// The <c>client-request-id</c> that was sent; <c>null</c> for an error of a part of a request.
    /// </summary>
    public string? RequestId => Trace?.RequestId;

    /// <summary>The server's own <c>request-id</c>; <c>null</c> where it told none.</summary>
    public string? ServerRequestId => Trace?.ServerRequestId;

    /// <summary>
    /// The back end that answered, else the front end; <c>null</c> where none was told (learn-ews-instrumentation).
    /// </summary>
    public string? Server => Trace?.Server;

    internal EwsTrace? Trace { get; set; }

    /// <summary>Whether an answer had begun to come: there is an EWS, or something, at the address.</summary>
    internal bool HasBegun { get; set; }

    /// <summary>Whether nothing was sent.</summary>
    internal bool WasNotSent { get; init; }

    /// <summary>
    /// Whether it proves that nothing was done of what it is about: nothing was sent, or Exchange itself refused, for a
    /// limit, an access policy or a mistake in the request, before it began. The status of a proxy or load balancer
    /// proves nothing, nor does a server that fails or runs out of time.
    /// </summary>
    internal bool ProvesNothingDone => (WasNotSent && !HasBegun)
        || _rule == HttpErrorRules.PolicyBlock
        || ResponseCode == EwsResponseCodes.BatchProcessingStopped
        || (EwsResponseCodes.IsKnown(ResponseCode) && Verdict switch
        {
            EwsVerdict.Throttled => EwsResponseCodes.NamesItsLimit(ResponseCode!)
                || PolicyPart is not null || BudgetType is not null
                || BackOffOrigin is BackOffOrigin.BackOffMilliseconds or BackOffOrigin.BudgetText,
            EwsVerdict.ClientError or EwsVerdict.AccessBlocked or EwsVerdict.Authentication
                or EwsVerdict.Oversized => true,
            _ => false,
        });

    /// <summary>Whether the same request may succeed later.</summary>
    public bool IsTransient =>
        Verdict is EwsVerdict.Throttled or EwsVerdict.Outage or EwsVerdict.Timeout or EwsVerdict.Network;

    /// <summary>Whether and how to repeat the request.</summary>
    public EwsRetry Retry => Rule.Retry;

    /// <summary>What to do, in one sentence or two.</summary>
    public string RecommendedAction => Rule.Action;

    /// <summary>
    /// What the failure means; follows from verdict, code and policy part unless the HTTP level tells more.
    /// </summary>
    internal EwsErrorRule Rule
    {
        get => _rule ?? EwsErrorRules.Find(Verdict, ResponseCode, PolicyPart);
        init => _rule = value;
    }

    /// <summary>The verdict, the code and the message.</summary>
    public override string ToString() =>
        ResponseCode is null ? $"{Verdict}: {Message}" : $"{Verdict} ({ResponseCode}): {Message}";

    /// <summary>The error as an exception.</summary>
    /// <param name="operation">What was being done.</param>
    public ThrottlingToolsException ToException(string operation) => Errors.EwsFailed(operation, this);
}
