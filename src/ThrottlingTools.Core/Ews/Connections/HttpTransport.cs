using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Timing;

namespace ThrottlingTools.Ews;

/// <summary>Carries EWS requests over HTTP. Safe to use from several threads.</summary>
public sealed class HttpTransport : IEwsTransport, IDisposable
{
    private const string SetCookie = "Set-Cookie";

    private readonly EwsConnectionOptions _options;
    private readonly IClock _clock;
    private readonly AffinityCookies _cookies;
    private readonly SignInGate _gate;
    private readonly HttpClient _http;
    private volatile bool _isBasic;
    private volatile bool _isClosed;

    /// <summary>Makes a transport; nothing is sent yet.</summary>
    /// <param name="options">Where the endpoint is and how to reach it.</param>
    /// <param name="clock">What tells when a token expires; <c>null</c> for real time.</param>
    /// <exception cref="ThrottlingToolsException">The options do not fit together.</exception>
    public HttpTransport(EwsConnectionOptions options, IClock? clock = null)
    {
        options.Validate();
        _options = options;
        _clock = clock ?? new SystemClock();
        _cookies = new AffinityCookies(options.Uri, options.Cookies);
        _isBasic = options.Authentication == EwsAuthentication.Basic;
        _gate = new SignInGate(options);
        _http = new HttpClient(HttpHandlers.Create(options), disposeHandler: true)
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Whether it was disposed.</summary>
    internal bool IsClosed => _isClosed;

    /// <inheritdoc/>
    public async Task<EwsHttpResponse> SendAsync(EwsHttpRequest request, CancellationToken cancellationToken)
    {
        if (_options.AccessToken is not { } source)
            return await SendOnceAsync(request, null, cancellationToken);
        EwsAccessToken.Issued token = await source.GetAsync(_clock.UtcNow, cancellationToken);
        EwsHttpResponse response = await SendOnceAsync(request, token, cancellationToken);
        if (response.StatusCode != 401 || !source.IsRenewable)
            return response;
        response.Dispose();
        token = await source.RenewAsync(token, _clock.UtcNow, cancellationToken);
        return await SendOnceAsync(request, token, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isClosed = true;
        _http.Dispose();
    }

    private async Task<EwsHttpResponse> SendOnceAsync(
        EwsHttpRequest request, EwsAccessToken.Issued? token, CancellationToken cancellationToken)
    {
        if (_isClosed)
            throw Errors.ConnectionClosed(_options.Uri);
        HttpDeadline deadline = new(_options, cancellationToken);
        request.Headers.TryGetValue("X-AnchorMailbox", out string? anchor);
        try
        {
            using SignInGate.Pass pass = await deadline.Guard(_gate.EnterAsync);
            (HttpResponseMessage response, SignInAttempt? attempt) = await PostAsync(request, token, anchor, deadline);
            if (CanDoAsBasic(response, attempt))
            {
                response.Dispose();
                _isBasic = true;
                (response, attempt) = await PostAsync(request, token, anchor, deadline);
            }
            pass.Take((int)response.StatusCode);
            Stream body = await deadline.Guard(_ => response.Content.ReadAsStreamAsync());
            return new EwsHttpResponse(
                (int)response.StatusCode, ReadHeaders(response), new HttpBodyStream(body, deadline), response)
            {
                SignIn = attempt,
            };
        }
        catch
        {
            deadline.Dispose();
            throw;
        }
    }

    private async Task<(HttpResponseMessage Response, SignInAttempt? Attempt)> PostAsync(
        EwsHttpRequest request, EwsAccessToken.Issued? token, string? anchor, HttpDeadline deadline)
    {
        using HttpRequestMessage message = CreateMessage(request, token, _cookies.Header(anchor));
        HttpResponseMessage response = await deadline.Guard(
            cancellation => _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellation));
        Keep(anchor, response);
        // The platform leaves in the message what it signed in with.
        return (response, SignInAttempt.Of(_options, message.Headers.Authorization?.Scheme));
    }

    // The platform picks the strongest that is offered and stops if this machine lacks what it takes, as where Linux
    // has no NTLM. Had the server offered Basic alone, it would have been sent.
    private bool CanDoAsBasic(HttpResponseMessage response, SignInAttempt? attempt) =>
        attempt is { Scheme: null, IsOwnAccount: false }
        && response.StatusCode == HttpStatusCode.Unauthorized
        && _options.IsPrivate
        && OfferedSchemes.Read(response.Headers.WwwAuthenticate.ToString()).Has("Basic");

    // A back end that is down would be asked for ever.
    private void Keep(string? anchor, HttpResponseMessage response)
    {
        if ((int)response.StatusCode is 502 or 503 or 504)
            _cookies.Forget(anchor);
        if (response.Headers.TryGetValues(SetCookie, out IEnumerable<string>? cookies))
            _cookies.Take(anchor, cookies);
    }

    private HttpRequestMessage CreateMessage(EwsHttpRequest request, EwsAccessToken.Issued? token, string cookies)
    {
        HttpRequestMessage message = new(HttpMethod.Post, _options.Uri);
        message.Content = new ByteArrayContent(request.Body);
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("text/xml") { CharSet = "utf-8" };
        message.Headers.TryAddWithoutValidation("User-Agent", _options.UserAgent);
        message.Headers.Add("Accept", "text/xml");
        message.Headers.ExpectContinue = false;
        if (cookies.Length > 0)
            message.Headers.TryAddWithoutValidation("Cookie", cookies);
        foreach (KeyValuePair<string, string> header in request.Headers)
            message.Headers.TryAddWithoutValidation(header.Key, header.Value);
        foreach (KeyValuePair<string, string> header in _options.Headers)
            Replace(message.Headers, header);
        if (token is not null)
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
        else if (_isBasic && _options.Credential is { } credential)
            message.Headers.Authorization = new AuthenticationHeaderValue("Basic", BasicToken(credential));
        return message;
    }

    private static void Replace(HttpRequestHeaders headers, KeyValuePair<string, string> header)
    {
        headers.Remove(header.Key);
        headers.TryAddWithoutValidation(header.Key, header.Value);
    }

    private static string BasicToken(NetworkCredential credential)
    {
        string domain = credential.Domain.Length > 0 ? credential.Domain + "\\" : "";
        return Convert.ToBase64String(Encoding.UTF8.GetBytes($"{domain}{credential.UserName}:{credential.Password}"));
    }

    // Cookies are kept here and shown to nobody: some let their bearer in.
    private static Dictionary<string, string> ReadHeaders(HttpResponseMessage response)
    {
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        foreach (KeyValuePair<string, IEnumerable<string>> header in response.Headers.Concat(response.Content.Headers))
            headers[header.Key] = string.Join(", ", header.Value);
        headers.Remove(SetCookie);
        return headers;
    }
}
