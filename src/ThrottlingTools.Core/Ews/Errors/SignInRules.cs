using static ThrottlingTools.Ews.EwsErrorRule;

namespace ThrottlingTools.Ews;

/// <summary>What a 401 means, by what the server offers and by what the client did (rfc-9110).</summary>
internal static class SignInRules
{
    private const string Names =
        "Check the user name, with its domain (CONTOSO\\ann or ann@contoso.com), and the password.";

    private static readonly EwsErrorRule Refused = SignIn(
        "The server does not accept who is calling. Some servers answer so under load too; an answer cannot tell.",
        Names, Protocol);

    private static readonly EwsErrorRule WindowsRefused = Refused with
    {
        Action = Names + " Outside Windows, Kerberos wants the realm as it is written: ann@CONTOSO.COM. Where "
            + "something on the way opens TLS, Extended Protection of the server refuses everybody.",
    };

    private static readonly EwsErrorRule OwnAccountRefused = SignIn(
        "The server does not accept the account that runs this session.",
        "Give -Credential, or have the account allowed; klist shows whose Kerberos ticket there is.", Protocol);

    private static readonly EwsErrorRule TokenRefused = SignIn(
        "The server does not accept the access token.",
        "Check that the token is meant for this server (audience), is not over, and has a permission for EWS.",
        Protocol);

    private static readonly EwsErrorRule NoTokens = SignIn(
        "The server takes no access tokens.", "Give -Credential or -UseDefaultCredentials instead.", Protocol);

    private static readonly EwsErrorRule TokensOnly = SignIn(
        "The server takes access tokens only.", "Give -AccessToken: a token of OAuth 2.0 for EWS.", Protocol);

    private static readonly EwsErrorRule NoTicket = SignIn(
        "The account that runs this session has nothing to sign in with.",
        "Get a Kerberos ticket (kinit ann@CONTOSO.COM; klist shows it), or give -Credential. A Kerberos ticket needs a "
        + "server name that the domain knows, not an IP address.", Protocol);

    private static readonly EwsErrorRule CredentialNeeded = SignIn(
        "The server wants a user name and a password, which the account that runs this session does not give.",
        "Give -Credential.", Protocol);

    private static readonly EwsErrorRule NothingToSend = SignIn(
        "This machine could make nothing of the user name and password that the server takes.",
        "Outside Windows, NTLM needs the package gss-ntlmssp or, first of all in a new session, "
        + "[AppContext]::SetSwitch('System.Net.Security.UseManagedNtlm', $true). Kerberos needs the right password and "
        + "the realm as it is written: ann@CONTOSO.COM.", Protocol);

    private static readonly EwsErrorRule Unsupported = SignIn(
        "None of the ways to sign in that the server offers can be used here.",
        "Have the EWS virtual directory take Windows authentication, or Basic over https; "
        + "Get-WebServicesVirtualDirectory shows what it takes.", Protocol);

    private static readonly EwsErrorRule NothingOffered = SignIn(
        "The server refuses, and names no way to sign in.",
        "Check the address; Get-WebServicesVirtualDirectory shows what EWS takes. " + Names, Protocol);

    /// <summary>The rule of a 401.</summary>
    /// <param name="offered">What the server takes.</param>
    /// <param name="attempt">What the client did; <c>null</c> if that is not known.</param>
    internal static EwsErrorRule Find(OfferedSchemes offered, SignInAttempt? attempt) => attempt switch
    {
        { Scheme: "Bearer" } => offered.Any && !offered.Has("Bearer") ? NoTokens : TokenRefused,
        { Scheme: not null, IsOwnAccount: true } => OwnAccountRefused,
        { Scheme: "Negotiate" or "NTLM" } => WindowsRefused,
        { Scheme: not null } => Refused,
        _ when offered.IsTokenOnly => TokensOnly,
        null => Refused,
        _ when !offered.Any => NothingOffered,
        { IsOwnAccount: true } when offered.HasWindows => NoTicket,
        { IsOwnAccount: true } => CredentialNeeded,
        _ => offered.HasWindows ? NothingToSend : Unsupported,
    };
}
