using System.Net;
using System.Net.Http;
using System.Security.Authentication;

namespace ThrottlingTools.Ews;

/// <summary>Makes the platform's HTTP handler as the options of a connection ask for it.</summary>
internal static class HttpHandlers
{
    // .NET Framework allows two connections to a host unless told otherwise; probes need as many as they ask for.
    private const int MaxConnections = 1024;

    /// <summary>A handler that signs in as the options say.</summary>
    internal static HttpClientHandler Create(EwsConnectionOptions options)
    {
        HttpClientHandler handler = CreateAnonymous(options);
        handler.PreAuthenticate = true;
        if (options.AccessToken is not null || options.HasAuthorizationHeader)
            return handler;
        if (options.Credential is null)
            handler.UseDefaultCredentials = true;
        else if (options.Authentication == EwsAuthentication.Negotiate)
            handler.Credentials = Restrict(options, options.Credential);
        return handler;
    }

    /// <summary>A handler that tells nobody who is calling.</summary>
    internal static HttpClientHandler CreateAnonymous(EwsConnectionOptions options)
    {
        HttpClientHandler handler = new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
            MaxConnectionsPerServer = MaxConnections,
#if NET8_0_OR_GREATER
            SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
#else
            SslProtocols = SslProtocols.Tls12,
#endif
        };
        if (options.Proxy is not null)
            handler.Proxy = options.Proxy;
        handler.DefaultProxyCredentials = options.ProxyCredential;
        if (options.SkipCertificateCheck)
            handler.ServerCertificateCustomValidationCallback = (_, _, _, _) => true;
        return handler;
    }

    private static ICredentials Restrict(EwsConnectionOptions options, NetworkCredential credential)
    {
        if (options.IsPrivate)
            return credential;
        CredentialCache withoutBasic = [];
        foreach (string scheme in new[] { "Negotiate", "NTLM", "Digest" })
            withoutBasic.Add(options.Uri, scheme, credential);
        return withoutBasic;
    }
}
