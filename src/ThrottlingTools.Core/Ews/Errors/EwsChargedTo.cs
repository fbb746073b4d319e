using ThrottlingTools.Profiles;

namespace ThrottlingTools.Ews;

/// <summary>Whose budget a call uses (learn-ews-throttling, table 2).</summary>
public enum EwsChargedTo
{
    /// <summary>The account that signs in.</summary>
    Caller,
    /// <summary>The mailbox that is worked on, which under impersonation is the impersonated one.</summary>
    TargetMailbox,
    /// <summary>The service accounts that act on that mailbox: a budget apart from its owner's.</summary>
    ServiceAccountOnTarget,
    /// <summary>The service account and the impersonated mailbox together.</summary>
    CallerAndTargetMailbox,
}

/// <summary>Finds who is charged; no answer tells it, the release and the access do.</summary>
public static class EwsCharge
{
    /// <summary>Who is charged against a limit.</summary>
    /// <param name="parameter">The limit; <c>null</c> if it is not known.</param>
    /// <param name="release">The release; <c>null</c> if it is not known.</param>
    /// <param name="isImpersonating">Whether the caller impersonates; <c>null</c> if it is not known.</param>
    /// <returns>Who is charged; <c>null</c> where what is known does not tell, or no source does.</returns>
    public static EwsChargedTo? Find(string? parameter, ExchangeRelease? release, bool? isImpersonating) =>
        (parameter?.ToUpperInvariant(), isImpersonating) switch
        {
            (null, _) or (_, null) => null,
            ("MESSAGERATELIMIT" or "RECIPIENTRATELIMIT", _) => EwsChargedTo.TargetMailbox,
            (_, false) => EwsChargedTo.Caller,
            ("EWSMAXCONCURRENCY", true) =>
                Choose(release, EwsChargedTo.CallerAndTargetMailbox, EwsChargedTo.ServiceAccountOnTarget),
            ("EWSMAXSUBSCRIPTIONS", true) => Choose(release, EwsChargedTo.Caller, EwsChargedTo.TargetMailbox),
            ("EWSFINDCOUNTLIMIT" or "EWSFINDCOUNTLIMITWITHRESTRICTION" or "EWSCUTOFFBALANCE" or "EWSMAXBURST"
                or "EWSRECHARGERATE" or "EWSPERCENTTIMEINAD" or "EWSPERCENTTIMEINCAS" or "EWSPERCENTTIMEINMAILBOXRPC"
                or "EWSFASTSEARCHTIMEOUTINSECONDS" or "HANGINGCONNECTIONLIMIT", true) =>
                EwsChargedTo.ServiceAccountOnTarget,
            _ => null,
        };

    /// <summary>The owner in words.</summary>
    internal static string Describe(this EwsChargedTo chargedTo) => chargedTo switch
    {
        EwsChargedTo.Caller => "the account that signs in",
        EwsChargedTo.TargetMailbox => "the mailbox that is worked on",
        EwsChargedTo.ServiceAccountOnTarget => "the service accounts that act on that mailbox, apart from its owner",
        _ => "the service account and the impersonated mailbox together",
    };

    // learn-ews-throttling, table 2: what changed with Exchange 2010 SP2 RU4 (KB 2706690).
    private static EwsChargedTo? Choose(ExchangeRelease? release, EwsChargedTo before, EwsChargedTo since) =>
        release is null ? null : release < ExchangeRelease.Exchange2010SP2RU4 ? before : since;
}
