using System;
using System.Threading;
using System.Threading.Tasks;

namespace ThrottlingTools.Ews;

/// <summary>Where EWS of a mailbox is.</summary>
public sealed class AutodiscoverResult
{
    internal AutodiscoverResult(Uri ewsUri, string mailbox, Uri source)
    {
        EwsUri = ewsUri;
        Mailbox = mailbox;
        Source = source;
    }

    /// <summary>The EWS endpoint.</summary>
    public Uri EwsUri { get; }

    /// <summary>The mailbox's SMTP address, which differs from the one asked for after a redirection.</summary>
    public string Mailbox { get; }

    /// <summary>Who told it.</summary>
    public Uri Source { get; }
}

/// <summary>What an Autodiscover server said over HTTP.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Location">Where a redirection leads, as sent.</param>
/// <param name="Body">The body, of no more than is looked at.</param>
internal sealed record AutodiscoverReply(int Status, string? Location, byte[] Body);

/// <summary>Sends one request of Autodiscover.</summary>
/// <param name="uri">Where to.</param>
/// <param name="body">What to post, signed in; <c>null</c> to get anonymously, which tells nobody anything.</param>
/// <param name="cancellationToken">Ends the request early.</param>
/// <exception cref="ThrottlingToolsException">No answer came, or none may be asked for.</exception>
internal delegate Task<AutodiscoverReply> AutodiscoverSend(
    Uri uri, byte[]? body, CancellationToken cancellationToken);

/// <summary>What an answer comes to.</summary>
internal enum AutodiscoverOutcome
{
    /// <summary>The value is the address of EWS.</summary>
    Found,
    /// <summary>The value is another server to ask.</summary>
    RedirectUri,
    /// <summary>The value is another mailbox to ask for.</summary>
    RedirectMailbox,
    /// <summary>The server knows its mailboxes, and not this one; the value is its reason.</summary>
    NoMailbox,
    /// <summary>The server does not accept who is calling.</summary>
    Refused,
    /// <summary>Nothing that helps; the value tells what came.</summary>
    Failed,
}

/// <summary>What an answer comes to.</summary>
internal sealed record AutodiscoverAnswer(AutodiscoverOutcome Outcome, string Value);
