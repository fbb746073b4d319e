using System;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace ThrottlingTools.Ews;

/// <summary>Sends the requests of Autodiscover over HTTP. No redirection is followed here.</summary>
internal static class AutodiscoverHttp
{
    internal const int MaxBodyBytes = 1024 * 1024;

    // Several hosts are asked in turn, and most domains lack some of them.
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromSeconds(30);

    /// <summary>What sends, reaching each host as the options say.</summary>
    internal static AutodiscoverSend Create(Func<Uri, EwsConnectionOptions> reach) => (uri, body, cancellation) =>
    {
        EwsConnectionOptions options = reach(uri);
        options = options with { Timeout = options.Timeout < MaxTimeout ? options.Timeout : MaxTimeout };
        return body is null ? GetAsync(options, cancellation) : PostAsync(options, body, cancellation);
    };

    private static async Task<AutodiscoverReply> PostAsync(
        EwsConnectionOptions options, byte[] body, CancellationToken cancellationToken)
    {
        using HttpTransport transport = new(options);
        EwsHttpRequest request = new(body);
        if (!AutodiscoverProtocol.IsPlain(options.Uri))
            request.Headers["SOAPAction"] = $"\"{AutodiscoverProtocol.Xml}/Autodiscover/GetUserSettings\"";
        using EwsHttpResponse response = await transport.SendAsync(request, cancellationToken);
        response.Headers.TryGetValue("Location", out string? location);
        return new AutodiscoverReply(
            response.StatusCode, location, await ReadAsync(response.Body, cancellationToken));
    }

    private static async Task<AutodiscoverReply> GetAsync(
        EwsConnectionOptions options, CancellationToken cancellationToken)
    {
        using HttpClient http = new(HttpHandlers.CreateAnonymous(options), disposeHandler: true)
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        using HttpDeadline deadline = new(options, cancellationToken);
        using HttpResponseMessage response = await deadline.Guard(cancellation =>
            http.GetAsync(options.Uri, HttpCompletionOption.ResponseHeadersRead, cancellation));
        return new AutodiscoverReply((int)response.StatusCode, response.Headers.Location?.OriginalString, []);
    }

    private static async Task<byte[]> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        using MemoryStream all = new();
        byte[] buffer = new byte[16 * 1024];
        int read;
        while (all.Length < MaxBodyBytes
            && (read = await body.ReadAsync(buffer, 0, buffer.Length, cancellationToken)) > 0)
            all.Write(buffer, 0, read);
        return all.ToArray();
    }
}
