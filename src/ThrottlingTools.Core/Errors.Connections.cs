using System;
using System.Collections.Generic;
using System.Globalization;

namespace ThrottlingTools;

public static partial class Errors
{
    /// <summary>
    /// The endpoint is no address that EWS can be reached at. The address may hold a secret and is not repeated.
    /// </summary>
    public static ThrottlingToolsException InvalidEwsUri() =>
        new("InvalidEwsUri", ErrorKind.InvalidArgument,
            "The endpoint is not an absolute https or http address without user name and password.",
            "Give an address such as https://mail.example.com/EWS/Exchange.asmx, and the user by -Credential.");

    /// <summary>The endpoint is reached without encryption over a network.</summary>
    public static ThrottlingToolsException UnencryptedEwsUri(Uri uri) =>
        new("UnencryptedEwsUri", ErrorKind.InvalidArgument,
            $"{uri} would send mail and sign-in over the network without encryption.",
            "Use https. Plain http is for this machine, or has to be allowed, and then never with Basic.", uri);

    /// <summary>A time limit is too short to be meant, or too long to keep.</summary>
    public static ThrottlingToolsException InvalidTimeout(TimeSpan timeout) =>
        new("InvalidTimeout", ErrorKind.InvalidArgument, $"The time limit {timeout} is not accepted.",
            "Give a time of a millisecond to 24 days, such as 0:01:40; a plain number counts ticks.", timeout);

    /// <summary>No connection to the endpoint, or it broke.</summary>
    public static ThrottlingToolsException EwsUnreachable(Uri uri, Exception cause) =>
        new("EwsUnreachable", ErrorKind.ConnectionError, $"{uri}: {Innermost(cause).Message}",
            "Check the address, the network, the certificate and any proxy on the way.", uri, cause);

    /// <summary>The endpoint took longer than the client waits.</summary>
    public static ThrottlingToolsException EwsTimedOut(Uri uri, TimeSpan timeout, Exception cause) =>
        new("EwsTimedOut", ErrorKind.OperationTimeout,
            string.Format(CultureInfo.InvariantCulture, "{0}: no complete answer in {1} s.", uri, timeout.TotalSeconds),
            "Allow more time, or ask for less at once.", uri, cause);

    /// <summary>A connection is used after it was closed.</summary>
    public static ThrottlingToolsException ConnectionClosed(Uri uri) =>
        new("ConnectionClosed", ErrorKind.InvalidArgument, $"The connection to {uri} is closed.",
            "Make a new one with New-EwsConnection.", uri);

    /// <summary>Nothing tells where EWS is.</summary>
    public static ThrottlingToolsException NoEndpoint() =>
        new("NoEndpoint", ErrorKind.InvalidArgument, "Nothing tells where EWS is.",
            "Give -Uri, -Connection or -Service, or -Mailbox to ask Autodiscover.");

    /// <summary>Parameters that exclude each other are given.</summary>
    public static ThrottlingToolsException ConflictingParameters(string first, IEnumerable<string> others) =>
        new("ConflictingParameters", ErrorKind.InvalidArgument,
            $"-{first} does not go with -{string.Join(", -", others)}.",
            "Leave one of them out: each says in its own way where EWS is or who is calling.", first);

    /// <summary>A text names no mailbox.</summary>
    public static ThrottlingToolsException InvalidMailbox(string mailbox) =>
        new("InvalidMailbox", ErrorKind.InvalidArgument, $"'{Shorten(mailbox)}' names no mailbox.",
            "Give an SMTP address such as ann@example.com, upn: and a user principal name, or a SID.", mailbox);

    /// <summary>A header holds what must not stand in one. Its value may be a secret and is not repeated.</summary>
    public static ThrottlingToolsException InvalidHeader(string name) =>
        new("InvalidHeader", ErrorKind.InvalidArgument, $"{name} is empty or holds more than ASCII.",
            "Give one line of text in plain letters, digits and marks.", name);

    /// <summary>The proxy is no address of a proxy. The address may hold a secret and is not repeated.</summary>
    public static ThrottlingToolsException InvalidProxyUri() =>
        new("InvalidProxyUri", ErrorKind.InvalidArgument,
            "The proxy is not an absolute http or https address without user name and password.",
            "Give an address such as http://proxy.example.com:8080, and the user by -ProxyCredential.");

    /// <summary>A token is over, and nothing gives another.</summary>
    public static ThrottlingToolsException AccessTokenExpired(DateTimeOffset expiry) =>
        new("AccessTokenExpired", ErrorKind.AuthenticationError,
            string.Format(CultureInfo.InvariantCulture, "The access token expired at {0:u}.", expiry),
            "Get a new one, or give -AccessToken a script block that gets one whenever it is needed.");

    /// <summary>No token could be got.</summary>
    public static ThrottlingToolsException AccessTokenNotObtained(string reason, Exception? cause = null) =>
        new("AccessTokenNotObtained", ErrorKind.AuthenticationError, $"No access token: {reason}",
            "Run the script block of -AccessToken by itself: it must return one token, as a string, a SecureString or "
            + "an object with a property AccessToken or Token.", null, cause);

    /// <summary>An object that is no ExchangeService of the EWS Managed API.</summary>
    public static ThrottlingToolsException NotAService(object? target, string lacks) =>
        new("NotAnExchangeService", ErrorKind.InvalidData, $"This is no usable ExchangeService: {lacks}.",
            "Pass the object that your script calls EWS with, from the same session, with its Url set.", target);

    /// <summary>An ExchangeService does not tell who is calling.</summary>
    public static ThrottlingToolsException ServiceCredentialsHidden(string type) =>
        new("ServiceCredentialsHidden", ErrorKind.AuthenticationError,
            $"The credentials of this ExchangeService ({type}) cannot be read.",
            "Add -Credential, -AccessToken or -UseDefaultCredentials to -Service.", type);

    /// <summary>Autodiscover leads to hosts that the mailbox's own domain does not name.</summary>
    public static ThrottlingToolsException AutodiscoverRedirected(string mailbox, string host) =>
        new("AutodiscoverRedirected", ErrorKind.PermissionDenied,
            $"Autodiscover for {mailbox} leads to {host}, which would get the credential.",
            "If that host is to be trusted use -AllowRedirection, or give its address with -AutodiscoverUri.", host);

    /// <summary>Autodiscover does not know the mailbox.</summary>
    public static ThrottlingToolsException AutodiscoverNoMailbox(string mailbox, Uri uri, string reason) =>
        new("AutodiscoverNoMailbox", ErrorKind.ObjectNotFound, $"{uri} has no mailbox {mailbox}: {Shorten(reason)}",
            "Check the address; give -Uri if you know the endpoint.", mailbox);

    /// <summary>Autodiscover ran into more redirections than it follows.</summary>
    public static ThrottlingToolsException AutodiscoverLoop(string mailbox, int redirections) =>
        new("AutodiscoverLoop", ErrorKind.ProtocolError,
            string.Format(CultureInfo.InvariantCulture,
                "Autodiscover for {0} redirected more than {1} times.", mailbox, redirections),
            "Give -Uri, or the address that answers with -AutodiscoverUri.", mailbox);

    /// <summary>No Autodiscover told where EWS is.</summary>
    public static ThrottlingToolsException AutodiscoverFailed(
        string mailbox, bool isRefused, IEnumerable<string> attempts) =>
        new(isRefused ? "AutodiscoverRefused" : "AutodiscoverFailed",
            isRefused ? ErrorKind.AuthenticationError : ErrorKind.ObjectNotFound,
            $"Autodiscover does not tell where EWS of {mailbox} is. {string.Join(" ", attempts)}",
            isRefused
                ? "Check the user name, the password and the sign-in method; or give -Uri."
                : "Give -Uri or -AutodiscoverUri. SRV records and Active Directory are not looked up.", mailbox);
}
