using System;
using System.Collections.Generic;
using ThrottlingTools.Ews;
using ThrottlingTools.Simulator.Identity;
using ThrottlingTools.Timing;

namespace ThrottlingTools.Simulator.Logs;

/// <summary>Follows requests for those who log them.</summary>
internal sealed class RequestLog : IDisposable
{
    private readonly IClock _clock;
    private readonly Action<string>? _line;

    private RequestLog(IClock clock, Action<string>? line)
    {
        _clock = clock;
        _line = line;
    }

    /// <returns><c>null</c> if nobody logs: requests then are not followed at all.</returns>
    public static RequestLog? For(SimulatorOptions options, IClock clock) =>
        options.RequestLog is null && options.LogPath is null ? null : new RequestLog(clock, options.RequestLog);

    public RequestTrace Open(int number, EwsHttpRequest request, EwsCaller caller) =>
        new(number, _clock.UtcNow, _clock.Now)
        {
            Account = caller.Account,
            AuthenticationType = caller.AuthenticationType,
            ClientAddress = caller.Address,
            RequestSize = request.Body.LongLength,
            UserAgent = Read(request.Headers, "User-Agent"),
            ClientRequestId = Read(request.Headers, "client-request-id"),
        };

    /// <summary>Writes what became of a request, now or when its stream ends.</summary>
    public void Close(RequestTrace trace)
    {
        if (trace.IsStream)
            trace.StreamEnded = () => Write(trace);
        else
            Write(trace);
    }

    public void Dispose()
    {
    }

    private void Write(RequestTrace trace)
    {
        trace.Elapsed = _clock.Now - trace.StartedAt;
        _line?.Invoke(trace.ToString());
    }

    private static string Read(IDictionary<string, string> headers, string name) =>
        headers.TryGetValue(name, out string? value) ? value : "";
}
