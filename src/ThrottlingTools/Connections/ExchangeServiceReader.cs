using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Net;
using System.Security;
using ThrottlingTools.Ews;

namespace ThrottlingTools.Connections;

/// <summary>
/// Reads an ExchangeService of the EWS Managed API by its public properties, whichever copy it comes from; those that
/// a copy lacks keep their defaults. There is no reference to the Managed API, for the session has a copy of its own.
/// </summary>
internal static class ExchangeServiceReader
{
    private static readonly string[] Schemes = ["Negotiate", "NTLM", "Kerberos", "Digest", "Basic"];

    /// <summary>The options that lead where the service leads.</summary>
    /// <param name="service">The service.</param>
    /// <param name="needsCredentials">Whether nobody else tells who is calling.</param>
    /// <exception cref="ThrottlingToolsException">
    /// <c>NotAnExchangeService</c> or <c>ServiceCredentialsHidden</c>.
    /// </exception>
    public static EwsConnectionOptions Read(object service, bool needsCredentials)
    {
        PSObject source = PSObject.AsPSObject(service);
        if (source.Properties["Url"] is null || source.Properties["Credentials"] is null)
            throw Errors.NotAService(service, "it lacks the properties Url and Credentials");
        if (!Uri.TryCreate(Get(source, "Url")?.ToString(), UriKind.Absolute, out Uri? uri))
            throw Errors.NotAService(service, "its Url is not set");
        EwsConnectionOptions options = new(uri);
        options = options with
        {
            ImpersonatedMailbox = ReadImpersonated(Get(source, "ImpersonatedUserId")),
            Headers = ReadHeaders(Get(source, "HttpHeaders")),
            RequestServerVersion = ReadVersion(Get(source, "RequestedServerVersion")) ?? options.RequestServerVersion,
            Timeout = Get(source, "Timeout") is int timeout and > 0
                ? TimeSpan.FromTicks(timeout * TimeSpan.TicksPerMillisecond) : options.Timeout,
            UserAgent = Get(source, "UserAgent") is string { Length: > 0 } agent ? agent : options.UserAgent,
            Proxy = Get(source, "WebProxy") as IWebProxy,
            Cookies = Get(source, "CookieContainer") as CookieContainer,
        };
        return needsCredentials && !options.HasAuthorizationHeader ? SignIn(options, source) : options;
    }

    private static EwsConnectionOptions SignIn(EwsConnectionOptions options, PSObject source)
    {
        if (Get(source, "UseDefaultCredentials") is true)
            return options;
        object credentials = Get(source, "Credentials") ?? throw Errors.ServiceCredentialsHidden("none");
        PSObject wrapper = PSObject.AsPSObject(credentials);
        object? token = Get(wrapper, "Token") ?? Get(wrapper, "AccessToken");
        if (token is string { Length: > 0 } or SecureString { Length: > 0 })
            return options with { AccessToken = new EwsAccessToken(Secure(token)) };
        // WebCredentials wrap what .NET knows.
        ICredentials? inner = (credentials as ICredentials) ?? Get(wrapper, "Credentials") as ICredentials;
        if (ReferenceEquals(inner, CredentialCache.DefaultCredentials))
            return options;
        NetworkCredential? found = inner as NetworkCredential
            ?? Schemes.Select(scheme => inner?.GetCredential(options.Uri, scheme))
                .FirstOrDefault(one => one is not null);
        return found is null
            ? throw Errors.ServiceCredentialsHidden(credentials.GetType().Name)
            : options with { Credential = found };
    }

    private static SecureString Secure(object token) =>
        token as SecureString ?? new NetworkCredential("", (string)token).SecurePassword;

    private static string? ReadImpersonated(object? user)
    {
        if (user is null)
            return null;
        PSObject source = PSObject.AsPSObject(user);
        string? id = Get(source, "Id")?.ToString();
        return string.IsNullOrEmpty(id) ? null : Get(source, "IdType")?.ToString() switch
        {
            "PrincipalName" => "upn:" + id,
            "SID" => "sid:" + id,
            _ => "smtp:" + id,
        };
    }

    private static Dictionary<string, string> ReadHeaders(object? headers)
    {
        Dictionary<string, string> all = new(StringComparer.OrdinalIgnoreCase);
        if (headers is IEnumerable<KeyValuePair<string, string>> pairs)
        {
            foreach (KeyValuePair<string, string> pair in pairs.Where(pair => pair.Value is { Length: > 0 }))
                all[pair.Key] = pair.Value;
        }
        return all;
    }

    // The names are those of the wire. One that is unknown here is newer than what this client needs.
    private static ExchangeVersion? ReadVersion(object? version) =>
        Enum.TryParse(version?.ToString(), out ExchangeVersion known) && Enum.IsDefined(typeof(ExchangeVersion), known)
            ? known : null;

    private static object? Get(PSObject source, string name)
    {
        object? value = source.Properties[name]?.Value;
        return value is PSObject wrapped ? wrapped.BaseObject : value;
    }
}
