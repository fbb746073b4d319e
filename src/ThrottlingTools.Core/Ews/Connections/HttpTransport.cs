using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace ThrottlingTools.Ews;

/// <summary>Carries EWS requests over HTTP. Safe to use from several threads.</summary>
public sealed class HttpTransport : IEwsTransport, IDisposable
{
    // .NET Framework allows two connections to a host unless told otherwise; probes need as many as they ask for.
    private const int MaxConnections = 1024;

    private readonly EwsConnectionOptions _options;
    private readonly HttpClient _http;

    /// <summary>Makes a transport; nothing is sent yet.</summary>
    /// <param name="options">Where the endpoint is and how to reach it.</param>
    /// <exception cref="ThrottlingToolsException">The options do not fit together.</exception>
    public HttpTransport(EwsConnectionOptions options)
    {
        options.Validate();
        _options = options;
        _http = new HttpClient(CreateHandler(options), disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <inheritdoc/>
    public async Task<EwsHttpResponse> SendAsync(EwsHttpRequest request, CancellationToken cancellationToken)
    {
        HttpDeadline deadline = new(_options, cancellationToken);
        try
        {
            using HttpRequestMessage message = CreateMessage(request);
            HttpResponseMessage response = await deadline.Guard(
                token => _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, token));
            Stream body = await deadline.Guard(_ => response.Content.ReadAsStreamAsync());
            return new EwsHttpResponse(
                (int)response.StatusCode, ReadHeaders(response), new HttpBodyStream(body, deadline), response);
        }
        catch
        {
            deadline.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static HttpClientHandler CreateHandler(EwsConnectionOptions options)
    {
        HttpClientHandler handler = new()
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
            MaxConnectionsPerServer = MaxConnections,
            PreAuthenticate = true,
#if NET8_0_OR_GREATER
            SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
#else
            SslProtocols = SslProtocols.Tls12,
#endif
        };
        if (options.Credential is null)
            handler.UseDefaultCredentials = true;
        else if (options.Authentication == EwsAuthentication.Negotiate)
            handler.Credentials = Restrict(options);
        if (options.SkipCertificateCheck)
            handler.ServerCertificateCustomValidationCallback = (_, _, _, _) => true;
        return handler;
    }

    private static ICredentials Restrict(EwsConnectionOptions options)
    {
        if (options.IsPrivate)
            return options.Credential!;
        CredentialCache withoutBasic = [];
        foreach (string scheme in new[] { "Negotiate", "NTLM", "Digest" })
            withoutBasic.Add(options.Uri, scheme, options.Credential!);
        return withoutBasic;
    }

    private HttpRequestMessage CreateMessage(EwsHttpRequest request)
    {
        HttpRequestMessage message = new(HttpMethod.Post, _options.Uri);
        message.Content = new ByteArrayContent(request.Body);
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("text/xml") { CharSet = "utf-8" };
        message.Headers.TryAddWithoutValidation("User-Agent", _options.UserAgent);
        message.Headers.Add("Accept", "text/xml");
        message.Headers.ExpectContinue = false;
        message.Headers.Add("client-request-id", Guid.NewGuid().ToString());
        message.Headers.Add("return-client-request-id", "true");
        foreach (KeyValuePair<string, string> header in request.Headers)
            message.Headers.TryAddWithoutValidation(header.Key, header.Value);
        if (_options is { Authentication: EwsAuthentication.Basic, Credential: { } credential })
            message.Headers.Authorization = new AuthenticationHeaderValue("Basic", BasicToken(credential));
        return message;
    }

    private static string BasicToken(NetworkCredential credential)
    {
        string domain = credential.Domain.Length > 0 ? credential.Domain + "\\" : "";
        return Convert.ToBase64String(Encoding.UTF8.GetBytes($"{domain}{credential.UserName}:{credential.Password}"));
    }

    private static Dictionary<string, string> ReadHeaders(HttpResponseMessage response)
    {
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        foreach (KeyValuePair<string, IEnumerable<string>> header in response.Headers.Concat(response.Content.Headers))
            headers[header.Key] = string.Join(", ", header.Value);
        return headers;
    }
}
