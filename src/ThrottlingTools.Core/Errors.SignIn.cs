using System;

namespace ThrottlingTools;

/// <content>The errors of signing in that are found without asking the server.</content>
public static partial class Errors
{
    /// <summary>The server has refused the password before; to send it again could lock the account.</summary>
    public static ThrottlingToolsException SignInRefused(Uri uri, string userName) =>
        new("SignInRefused", ErrorKind.AuthenticationError,
            $"{uri} does not accept {userName} (HTTP 401). This request was not sent, for each attempt counts towards "
            + "locking the account.",
            "Check the user name, with its domain, and the password, then make a new connection.", uri);

    /// <summary>The proxy lets nobody through who does not sign in, or not with this password.</summary>
    public static ThrottlingToolsException ProxyRefused(Uri uri, Exception cause) =>
        new("ProxyRefused", ErrorKind.PermissionDenied, $"{uri}: {Innermost(cause).Message}",
            "Give the proxy by -Proxy and who signs in there by -ProxyCredential.", uri, cause);

    /// <summary>The platform has no Kerberos and no NTLM.</summary>
    public static ThrottlingToolsException SignInUnavailable(Uri uri, Exception cause) =>
        new("SignInUnavailable", ErrorKind.AuthenticationError,
            $"{uri}: This machine can sign in neither by Kerberos nor by NTLM.",
            "Install libgssapi-krb5-2 (krb5-libs, in some systems), or give -Credential or -AccessToken.", uri, cause);
}
