namespace ThrottlingTools.Ews;

/// <summary>Whether and how to repeat a request that failed.</summary>
public enum EwsRetry
{
    /// <summary>Not before something else has changed: the request, the permission, the subscription.</summary>
    Not,
    /// <summary>The same request, soon.</summary>
    Same,
    /// <summary>The same request after the stated wait, or after one that grows with each failure.</summary>
    Later,
    /// <summary>Ask for less in one request.</summary>
    Smaller,
    /// <summary>Keep fewer requests, or fewer subscriptions, open at the same time.</summary>
    FewerAtATime,
}
