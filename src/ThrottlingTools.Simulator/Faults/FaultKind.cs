namespace ThrottlingTools.Simulator.Faults;

/// <summary>What can go wrong between a client and Exchange.</summary>
public enum FaultKind
{
    /// <summary>HTTP 503, with or without Retry-After.</summary>
    Unavailable,
    /// <summary>HTTP 500 with an HTML page.</summary>
    ErrorPage,
    /// <summary>HTTP 302 to the generic error page.</summary>
    Redirect,
    /// <summary>HTTP 401 for a caller who is logged on.</summary>
    Unauthorized,
    /// <summary>HTTP 403 with X-EWS-Policy-Reason.</summary>
    Blocked,
    /// <summary>A reset after the request was done and before its answer.</summary>
    ResetBefore,
    /// <summary>A reset within the body of the answer.</summary>
    ResetInside,
    /// <summary>A reset after a complete answer.</summary>
    ResetAfter,
    /// <summary>An answer that comes a few bytes at a time.</summary>
    SlowDrip,
    /// <summary>An answer whose XML breaks off, well-formed as HTTP.</summary>
    TruncatedXml,
    /// <summary>An answer that is no XML from some point on.</summary>
    MalformedXml,
    /// <summary>A Content-Length that is not that of the body.</summary>
    WrongLength,
    /// <summary>The whole answer twice.</summary>
    Duplicate,
    /// <summary>A good answer, after which the server closes the connection.</summary>
    ConnectionClose,
    /// <summary>ErrorInternalServerTransientError in each response message.</summary>
    TransientError,
    /// <summary>ErrorMailboxMoveInProgress in each response message.</summary>
    MailboxMove,
    /// <summary>ErrorTooManyObjectsOpened in each response message.</summary>
    TooManyObjects,
    /// <summary>ErrorServerBusy as a SOAP fault, with any hint or none.</summary>
    Busy,
}
