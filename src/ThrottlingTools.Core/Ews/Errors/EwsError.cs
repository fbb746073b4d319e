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

/// <summary>A failure in any of the shapes in which EWS and what stands before it tell one (facts 5).</summary>
public sealed class EwsError
{
    /// <summary>What kind of failure it is.</summary>
    public EwsVerdict Verdict { get; init; }

    /// <summary>The EWS response code; <c>null</c> if no EWS code came.</summary>
    public string? ResponseCode { get; init; }

    /// <summary>What the server said, or what happened instead of an answer.</summary>
    public string Message { get; init; } = "";

    /// <summary>The HTTP status; <c>null</c> if no answer came.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>The part of the policy that the server named, such as <c>MaxConcurrency</c>.</summary>
    public string? PolicyPart { get; init; }

    /// <summary>The value of that part, as the server printed it.</summary>
    public string? PolicyValue { get; init; }

    /// <summary>The budget that was exceeded, such as <c>Ews</c>.</summary>
    public string? BudgetType { get; init; }

    /// <summary>The policy parameter or limit behind it; <c>null</c> where the answer does not tell which.</summary>
    public string? ResponsibleParameter { get; init; }

    /// <summary>
    /// The wait that the server asked for; zero is legal, and so is more than five minutes. <c>null</c> if it asked
    /// for none.
    /// </summary>
    public TimeSpan? BackOff { get; init; }

    /// <summary>Where <see cref="BackOff"/> was stated.</summary>
    public BackOffOrigin BackOffOrigin { get; init; }

    /// <summary>
    /// The <c>client-request-id</c> that was sent; <c>null</c> for an error of a part of a request.
    /// </summary>
    public string? RequestId => Trace?.RequestId;

    /// <summary>The server's own <c>request-id</c>; <c>null</c> where it told none.</summary>
    public string? ServerRequestId => Trace?.ServerRequestId;

    /// <summary>The back end that answered, else the front end; <c>null</c> where none was told (facts 5.6).</summary>
    public string? Server => Trace?.Server;

    internal EwsTrace? Trace { get; set; }

    /// <summary>Whether the same request may succeed later.</summary>
    public bool IsTransient =>
        Verdict is EwsVerdict.Throttled or EwsVerdict.Outage or EwsVerdict.Timeout or EwsVerdict.Network;

    /// <summary>What to do, in one sentence.</summary>
    public string RecommendedAction => Verdict switch
    {
        EwsVerdict.Throttled when ResponseCode == EwsResponseCodes.FindCountLimit => "Ask for smaller pages.",
        EwsVerdict.Throttled when ResponseCode == EwsResponseCodes.ConnectionCount =>
            "Run fewer requests at the same time; other programs on the same account count too.",
        EwsVerdict.Throttled => "Wait as long as the server asks, then send less at a time.",
        EwsVerdict.Outage => "Wait and try again; if it lasts, look at the server's health, not at the policy.",
        EwsVerdict.Oversized => "Make the request smaller: fewer items at a time, or smaller ones.",
        EwsVerdict.Timeout => "Try again with fewer items at a time, or allow more time.",
        EwsVerdict.AccessBlocked => "Have an administrator allow this account and application to use EWS.",
        EwsVerdict.Authentication => "Check the user name, the password and the sign-in method.",
        EwsVerdict.Network => "Check the address, the network and any proxy on the way.",
        _ => "Correct the request; the server's message tells what it does not accept.",
    };

    /// <summary>The verdict, the code and the message.</summary>
    public override string ToString() =>
        ResponseCode is null ? $"{Verdict}: {Message}" : $"{Verdict} ({ResponseCode}): {Message}";

    /// <summary>The error as an exception.</summary>
    /// <param name="operation">What was being done.</param>
    public ThrottlingToolsException ToException(string operation) => Errors.EwsFailed(operation, this);
}
