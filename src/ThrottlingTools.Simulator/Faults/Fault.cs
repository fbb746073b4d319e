using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace ThrottlingTools.Simulator.Faults;

/// <summary>A fault of the catalogue with its parameters. Immutable.</summary>
public sealed class Fault
{
    private readonly IReadOnlyDictionary<string, long> _values;

    internal Fault(FaultDescription description, IReadOnlyDictionary<string, long> values)
    {
        Description = description;
        _values = values;
    }

    /// <summary>What goes wrong.</summary>
    public FaultKind Kind => Description.Kind;

    /// <summary>Its place in the catalogue.</summary>
    public FaultDescription Description { get; }

    /// <summary>A parameter.</summary>
    /// <param name="name">Its name.</param>
    /// <returns><c>null</c> for one that is not given and has no default.</returns>
    public long? this[string name] => _values.TryGetValue(name, out long value)
        ? value
        : Description.Parameters.FirstOrDefault(parameter => parameter.Name == name)?.Default;

    /// <summary>As it is written: <c>503:retry-after=30</c>.</summary>
    public override string ToString() => _values.Count == 0
        ? Description.Name
        : Description.Name + ":" + string.Join(",", _values.Select(
            pair => string.Format(CultureInfo.InvariantCulture, "{0}={1}", pair.Key, pair.Value)));
}

/// <summary>A parameter of a fault: a whole number.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Minimum">The smallest value.</param>
/// <param name="Maximum">The largest value.</param>
/// <param name="Default">What it is when it is not given; <c>null</c> for nothing.</param>
/// <param name="Meaning">What it does, with its unit.</param>
public sealed record FaultParameter(string Name, long Minimum, long Maximum, long? Default, string Meaning);

/// <summary>An entry of the catalogue.</summary>
/// <param name="Name">How it is written.</param>
/// <param name="Kind">What goes wrong.</param>
/// <param name="Meaning">What the client sees.</param>
/// <param name="Parameters">What can be set.</param>
public sealed record FaultDescription(
    string Name, FaultKind Kind, string Meaning, IReadOnlyList<FaultParameter> Parameters);

/// <summary>The faults that can be injected.</summary>
public static class FaultCatalogue
{
    private const long MaxSeconds = 86_400;
    private const long MaxMilliseconds = MaxSeconds * 1000;

    /// <summary>All faults.</summary>
    public static IReadOnlyList<FaultDescription> All { get; } =
    [
        Entry("503", FaultKind.Unavailable, "HTTP 503, without Retry-After unless one is asked for",
            new FaultParameter("retry-after", 0, MaxSeconds, null, "Retry-After in seconds"),
            new FaultParameter("retry-after-date", 0, MaxSeconds, null, "Retry-After as a date, so many seconds off")),
        Entry("500-html", FaultKind.ErrorPage, "HTTP 500 with the page \"Server Error in '/EWS' Application\""),
        Entry("302", FaultKind.Redirect, "HTTP 302 to the generic error page"),
        Entry("401", FaultKind.Unauthorized, "HTTP 401 for a caller who is logged on"),
        Entry("403-blocked", FaultKind.Blocked, "HTTP 403, X-EWS-Policy-Reason: EWS is blocked by policy"),
        Entry("403-disabled", FaultKind.Blocked, "HTTP 403, X-EWS-Policy-Reason: EWS is disabled"),
        Entry("reset-before", FaultKind.ResetBefore, "the request is done, and the connection reset without an answer"),
        Entry("reset-inside", FaultKind.ResetInside, "the connection is reset inside the answer",
            new FaultParameter("after", 0, int.MaxValue, null, "bytes of the body before it; else half of them")),
        Entry("reset-after", FaultKind.ResetAfter, "the connection is reset after a complete answer"),
        Entry("slow-drip", FaultKind.SlowDrip, "the answer comes a few bytes at a time",
            new FaultParameter("bytes", 1, int.MaxValue, 64, "bytes at a time"),
            new FaultParameter("pause", 0, MaxMilliseconds, 50, "milliseconds between them")),
        Entry("truncated-xml", FaultKind.TruncatedXml, "the XML breaks off, but HTTP is in order",
            new FaultParameter("after", 0, int.MaxValue, null, "bytes before it; half of them if not given")),
        Entry("malformed-xml", FaultKind.MalformedXml, "the XML is not well-formed from its middle on"),
        Entry("wrong-length", FaultKind.WrongLength, "Content-Length is not the length of the body",
            new FaultParameter("by", -1_000_000_000, 1_000_000_000, 100, "bytes added to the true length")),
        Entry("duplicate", FaultKind.Duplicate, "the answer is sent twice"),
        Entry("connection-close", FaultKind.ConnectionClose, "a good answer with Connection: close"),
        Entry("transient-error", FaultKind.TransientError, "ErrorInternalServerTransientError, HTTP 200"),
        Entry("mailbox-move", FaultKind.MailboxMove, "ErrorMailboxMoveInProgress, HTTP 200"),
        Entry("too-many-objects", FaultKind.TooManyObjects, "ErrorTooManyObjectsOpened, HTTP 200"),
        Entry("busy", FaultKind.Busy, "ErrorServerBusy, HTTP 500, without a hint unless one is asked for",
            new FaultParameter("hint", 0, MaxMilliseconds, null, "BackOffMilliseconds")),
    ];

    internal static FaultDescription? Find(string name) =>
        All.FirstOrDefault(entry => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static FaultDescription Entry(
        string name, FaultKind kind, string meaning, params FaultParameter[] parameters) =>
        new(name, kind, meaning, parameters);
}
