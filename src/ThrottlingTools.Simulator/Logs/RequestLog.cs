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
    private readonly Action<RequestTrace>? _observer;
    private readonly ServerLogs? _logs;

    private RequestLog(SimulatorOptions options, IClock clock)
    {
        _clock = clock;
        _line = options.RequestLog;
        _observer = options.TraceObserver;
        _logs = options.LogPath is { } path ? new ServerLogs(path, options.Profile) : null;
    }

    /// <returns><c>null</c> if nobody logs: requests then are not followed at all.</returns>
    public static RequestLog? For(SimulatorOptions options, IClock clock) =>
        options is { RequestLog: null, LogPath: null, TraceObserver: null } ? null : new RequestLog(options, clock);

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

    public void Dispose() => _logs?.Dispose();

    private void Write(RequestTrace trace)
    {
        trace.Elapsed = _clock.Now - trace.StartedAt;
        _observer?.Invoke(trace);
        _line?.Invoke(trace.ToString());
        _logs?.Write(trace);
    }

    private static string Read(IDictionary<string, string> headers, string name) =>
        headers.TryGetValue(name, out string? value) ? value : "";
}
