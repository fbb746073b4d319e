using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulator;

namespace ThrottlingTools.Benchmarks;

/// <summary>
/// What the simulator does with far more connections than it takes: those beyond are refused, who is connected is still
/// served, and memory stays bounded. Client and server share one process.
/// </summary>
internal static class FloodBenchmark
{
    public const string ClientArgument = "flood-client";

    // A process may open 20,000 handles on many machines.
    private const int Clients = 6;
    private const int ConnectionsOfClient = 17_000;
    private const int AtOnce = 256;

    // A port is free once for each address, and all of 127.0.0.0/8 is this machine.
    private const int ConnectionsOfAddress = 1000;
    private const int Ip = 0;
    private const int BindAddressNoPort = 24; // IP_BIND_ADDRESS_NO_PORT of Linux
    private const double LimitMegabytes = 1024;

    private static readonly byte[] Request = "GET /EWS/Exchange.asmx HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray();

    private enum Fate { Served, Refused, Cut, Waiting }

    /// <summary>Prints the figures; 1 when the server does not stand it, 0 otherwise.</summary>
    public static async Task<int> RunAsync()
    {
        using EwsThrottlingSimulator simulator = EwsThrottlingSimulator.Start(new SimulatorOptions
        {
            Profile = ProfileCatalogue.Get(ExchangeRelease.Exchange2016),
        });
        using TcpClient known = new("127.0.0.1", simulator.Port);
        double before = Megabytes();
        long began = Stopwatch.GetTimestamp();
        Process[] clients = [.. Enumerable.Range(1, Clients).Select(number => Start(simulator.Port, number))];
        Task<string[]> opening = Task.WhenAll(clients.Select(ReadLineAsync));
        bool isServed = await IsServedAsync(known);
        while (await Task.WhenAny(opening, Task.Delay(TimeSpan.FromSeconds(1))) != opening)
            isServed &= await IsServedAsync(known);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(began);
        string[] opened = await opening;
        double after = Megabytes();
        isServed &= await IsServedAsync(known);
        foreach (Process client in clients)
            client.StandardInput.Close();
        int[][] fates = [.. (await Task.WhenAll(clients.Select(ReadLineAsync)))
            .Select(line => line.Split(' ').Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray())];
        int Count(Fate fate) => fates.Sum(counts => counts[(int)fate]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Flood: {opened.Sum(text => int.Parse(text, CultureInfo.InvariantCulture))} connections at a time after "
            + $"{elapsed.TotalSeconds:F1} s; {Count(Fate.Served)} served, {Count(Fate.Refused)} refused with 503, "
            + $"{Count(Fate.Cut)} reset, {Count(Fate.Waiting)} without an answer"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"working set {before:F0} MB before, {after:F0} MB with them; {LimitMegabytes:F0} MB are allowed; "
            + $"who was connected before is {(isServed ? "" : "not ")}served all the time."));
        return isServed && after < LimitMegabytes ? 0 : 1;
    }

    /// <summary>Is a client: opens connections, and when its input ends tells what became of them.</summary>
    public static async Task RunClientAsync(string port, string number)
    {
        List<Socket> open = [];
        int to = int.Parse(port, CultureInfo.InvariantCulture);
        byte own = byte.Parse(number, CultureInfo.InvariantCulture);
        while (open.Count < ConnectionsOfClient)
        {
            IPAddress from = new([127, 0, own, (byte)(open.Count / ConnectionsOfAddress + 1)]);
            open.AddRange(await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => ConnectAsync(to, from))));
        }
        Console.WriteLine(open.Count.ToString(CultureInfo.InvariantCulture));
        Console.In.ReadToEnd();
        ILookup<Fate, Socket> fates = open.ToLookup(FateOf);
        Console.WriteLine(string.Join(' ', Enum.GetValues<Fate>().Select(fate => fates[fate].Count())));
    }

    private static Process Start(int port, int number) => Process.Start(new ProcessStartInfo(
        Environment.ProcessPath!,
        [ClientArgument, port.ToString(CultureInfo.InvariantCulture), number.ToString(CultureInfo.InvariantCulture)])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    private static async Task<string> ReadLineAsync(Process client) =>
        await client.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("A client failed.");

    private static async Task<Socket> ConnectAsync(int port, IPAddress from)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        // The connect chooses the port: a bind would look through all that are taken.
        if (OperatingSystem.IsLinux())
            socket.SetRawSocketOption(Ip, BindAddressNoPort, BitConverter.GetBytes(1));
        socket.Bind(new IPEndPoint(from, 0));
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port);
            await socket.SendAsync(Request);
        }
        catch (SocketException)
        {
            // Reset before it was sent; the fate tells it.
        }
        return socket;
    }

    private static Fate FateOf(Socket socket)
    {
        try
        {
            if (socket.Connected && !socket.Poll(0, SelectMode.SelectRead))
                return Fate.Waiting;
            byte[] answer = new byte[256];
            int read = socket.Receive(answer);
            string text = Encoding.ASCII.GetString(answer, 0, read);
            return text.StartsWith("HTTP/1.1 401", StringComparison.Ordinal) ? Fate.Served
                : text.StartsWith("HTTP/1.1 503", StringComparison.Ordinal) ? Fate.Refused
                : Fate.Cut;
        }
        catch (SocketException)
        {
            return Fate.Cut;
        }
    }

    private static async Task<bool> IsServedAsync(TcpClient client)
    {
        await client.GetStream().WriteAsync(Request);
        byte[] answer = new byte[256];
        int read = await client.GetStream().ReadAsync(answer);
        return Encoding.ASCII.GetString(answer, 0, read).StartsWith("HTTP/1.1 401", StringComparison.Ordinal);
    }

    private static double Megabytes()
    {
        GC.Collect();
        using Process self = Process.GetCurrentProcess();
        return self.WorkingSet64 / 1048576.0;
    }
}
