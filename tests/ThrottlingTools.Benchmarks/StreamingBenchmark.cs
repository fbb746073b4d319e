using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulator;

namespace ThrottlingTools.Benchmarks;

/// <summary>What open streaming connections take: each has its own mailbox, subscription and socket.</summary>
internal static class StreamingBenchmark
{
    private const int Streams = 5000;
    private const double LimitMegabytes = 1024;

    /// <summary>Prints the figures; 1 when they take more memory than they may, 0 otherwise.</summary>
    public static async Task<int> RunAsync()
    {
        using EwsThrottlingSimulator simulator = EwsThrottlingSimulator.Start(new SimulatorOptions
        {
            Profile = ProfileCatalogue.Get(ExchangeRelease.Exchange2016), MailboxCount = Streams,
        });
        double before = Megabytes();
        long began = Stopwatch.GetTimestamp();
        List<TcpClient> open = [];
        for (int user = 1; user <= Streams; user++)
            open.Add(await OpenAsync(simulator, FormattableString.Invariant($"user{user}@contoso.com")));
        TimeSpan elapsed = Stopwatch.GetElapsedTime(began);
        double after = Megabytes();
        int alive = open.Count(client => client.Connected);
        Console.WriteLine(
            $"Streaming: {alive} connections open after {elapsed.TotalSeconds:F1} s; working set "
            + $"{before:F0} MB before, "
            + $"{after:F0} MB with them ({(after - before) * 1024 / Streams:F0} KB each, client and server)");
        Console.WriteLine($"{LimitMegabytes:F0} MB are allowed.");
        open.ForEach(client => client.Dispose());
        return alive == Streams && after < LimitMegabytes ? 0 : 1;
    }

    private static async Task<TcpClient> OpenAsync(EwsThrottlingSimulator simulator, string user)
    {
        TcpClient client = new("127.0.0.1", simulator.Port);
        string made = await SendAsync(client, user, Requests.Subscribe(), "</Envelope>", "</s:Envelope>");
        int at = made.IndexOf("SubscriptionId>", StringComparison.Ordinal) + "SubscriptionId>".Length;
        string id = made[at..made.IndexOf('<', at)];
        await SendAsync(client, user, Requests.GetStreamingEvents(id), "ConnectionStatus>OK");
        return client;
    }

    private static async Task<string> SendAsync(TcpClient client, string user, string envelope, params string[] ends)
    {
        string token = Convert.ToBase64String(Encoding.UTF8.GetBytes(user + ":any"));
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(
            $"POST /EWS/Exchange.asmx HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic {token}\r\n"
            + $"Content-Length: {Encoding.UTF8.GetByteCount(envelope)}\r\n\r\n{envelope}"));
        byte[] buffer = new byte[4096];
        StringBuilder text = new();
        while (!ends.Any(end => text.ToString().Contains(end, StringComparison.Ordinal)))
        {
            int read = await client.GetStream().ReadAsync(buffer);
            if (read == 0)
                throw new IOException("The server closed the connection: " + text);
            text.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }
        return text.ToString();
    }

    private static double Megabytes()
    {
        GC.Collect();
        using Process self = Process.GetCurrentProcess();
        return self.WorkingSet64 / 1048576.0;
    }
}
