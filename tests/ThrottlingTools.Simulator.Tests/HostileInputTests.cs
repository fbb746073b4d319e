using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using System.Xml.Linq;
using ThrottlingTools.Simulator.Http;
using ThrottlingTools.Timing;
using Xunit;
using static ThrottlingTools.Simulator.Tests.Soap;

namespace ThrottlingTools.Simulator.Tests;

public sealed class HostileInputTests
{
    private const string Closing = "Connection: close\r\n";

    private const string EntityBomb =
        "<!DOCTYPE s [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;\">]>"
        + "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>&c;</s:Body></s:Envelope>";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(EntityBomb)]
    [InlineData("<!DOCTYPE s SYSTEM \"file:///etc/passwd\"><s/>")]
    [InlineData("\u0000\u0001\u0002")]
    [InlineData("")]
    [InlineData("<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"/>")]
    [InlineData("<\u00ff\u00fe>\u00c3(</\u00ff\u00fe>")]
    public async Task A_body_that_is_no_request_breaks_the_schema(string body)
    {
        using EwsThrottlingSimulator simulator = EwsThrottlingSimulator.Start();

        RawAnswer answer = await RawHttp.SendAsync(simulator.Port, Latin1Post(body));

        Assert.Equal((500, "ErrorSchemaValidation"), (answer.Status, XElement.Parse(answer.Body).ResponseCode()));
        Assert.DoesNotContain("root:", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invalid_UTF_8_inside_a_request_breaks_the_schema()
    {
        string envelope = Envelope(GetFolder()).Replace("inbox", "in\u00c3\u0028box", StringComparison.Ordinal);
        using EwsThrottlingSimulator simulator = EwsThrottlingSimulator.Start();

        RawAnswer answer = await RawHttp.SendAsync(simulator.Port, Latin1Post(envelope));

        Assert.Equal((500, "ErrorSchemaValidation"), (answer.Status, XElement.Parse(answer.Body).ResponseCode()));
    }

    [Theory]
    [InlineData(100_000, 0)]
    [InlineData(0, 600_000)]
    public async Task Depth_and_number_of_elements_are_bounded(int depth, int count)
    {
        StringBuilder body = new("<m:GetFolder>");
        body.Insert(body.Length, "<m:a>", depth).Insert(body.Length, "<m:a/>", count)
            .Insert(body.Length, "</m:a>", depth);

        (int status, XElement answer) = await new EwsEndpoint(new SimulatorOptions(), new VirtualClock())
            .SendAsync(Envelope(body.Append("</m:GetFolder>").ToString()));

        Assert.Equal((500, "ErrorSchemaValidation"), (status, answer.ResponseCode()));
    }

    [Theory]
    [InlineData("xml", 100_000, 0)]
    [InlineData("svc", 100_000, 0)]
    [InlineData("xml", 0, 600_000)]
    [InlineData("svc", 0, 600_000)]
    public async Task Autodiscover_bounds_them_too(string form, int depth, int count)
    {
        StringBuilder body = new("<Autodiscover>");
        body.Insert(body.Length, "<a>", depth).Insert(body.Length, "<a/>", count).Insert(body.Length, "</a>", depth);
        string post = RawHttp.Post(body.Append("</Autodiscover>").ToString(), Closing);
        using EwsThrottlingSimulator simulator =
            EwsThrottlingSimulator.Start(new SimulatorOptions { Clock = new VirtualClock() });

        RawAnswer answer = await RawHttp.SendAsync(
            simulator.Port,
            post.Replace("/EWS/Exchange.asmx", "/autodiscover/autodiscover." + form, StringComparison.Ordinal));

        Assert.Equal(400, answer.Status);
    }

    [Fact]
    public async Task A_body_of_1_GB_is_refused_by_its_announcement()
    {
        using EwsThrottlingSimulator simulator = EwsThrottlingSimulator.Start();

        RawAnswer answer = await RawHttp.SendAsync(
            simulator.Port,
            "POST /EWS/Exchange.asmx HTTP/1.1\r\nHost: h\r\nAuthorization: Basic dTpw\r\n"
            + "Content-Length: 1073741824\r\n\r\n<s>");

        Assert.Equal((413, "close"), (answer.Status, answer.Header("Connection")));
        Assert.Equal(0, simulator.RequestCount);
    }

    [Fact]
    public async Task A_body_that_never_ends_is_refused_when_it_is_too_large_and_its_memory_is_given_back()
    {
        using EwsThrottlingSimulator simulator = EwsThrottlingSimulator.Start();
        string chunk = "100000\r\n" + new string('x', 0x100000) + "\r\n";

        using TcpClient client = new("127.0.0.1", simulator.Port);
        byte[] bytes = Encoding.ASCII.GetBytes(chunk);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            "POST /EWS/Exchange.asmx HTTP/1.1\r\nHost: h\r\nAuthorization: Basic dTpw\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n"), Token);
        int sent = 0;
        try
        {
            for (; sent < 1024; sent++)
                await client.GetStream().WriteAsync(bytes, Token);
        }
        catch (IOException)
        {
            // It was cut off, as it should be.
        }

        Assert.InRange(sent, 10, 200);
        Assert.True(SpinWait.SpinUntil(() => simulator.Server.BodyBytesInMemory == 0, Patience));
        Assert.Equal(0, simulator.RequestCount);
    }

    [Fact]
    public async Task Bodies_together_take_no_more_memory_than_there_is_for_them()
    {
        SimulatorOptions options = new() { HttpLimits = new HttpLimits { MaxBodyBytesInMemory = 100_000 } };
        using EwsThrottlingSimulator simulator = EwsThrottlingSimulator.Start(options);
        using TcpClient first = new("127.0.0.1", simulator.Port);
        await first.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            "POST /EWS/Exchange.asmx HTTP/1.1\r\nHost: h\r\nAuthorization: Basic dTpw\r\nContent-Length: 200000\r\n\r\n"
            + new string('x', 90_000)), Token);
        Assert.True(SpinWait.SpinUntil(() => simulator.Server.BodyBytesInMemory == 90_000, Patience));
        RawAnswer second = await RawHttp.SendAsync(simulator.Port, Latin1Post(new string('x', 30_000)));
        first.Dispose();
        Assert.True(SpinWait.SpinUntil(() => simulator.Server.BodyBytesInMemory == 0, Patience));
        RawAnswer third = await RawHttp.SendAsync(simulator.Port, Latin1Post(Envelope(GetFolder())));

        Assert.Equal((503, 200), (second.Status, third.Status));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nno colon here\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -5\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nBad Name: x\r\n\r\n", 400)]
    [InlineData("nonsense\r\n\r\n", 400)]
    [InlineData("PRI * HTTP/2.0\r\n\r\n", 505)]
    public async Task Ambiguous_HTTP_is_refused_and_its_connection_closed(string request, int status)
    {
        using EwsThrottlingSimulator simulator = EwsThrottlingSimulator.Start();

        RawAnswer answer = await RawHttp.SendAsync(simulator.Port, request);

        Assert.Equal((status, "close"), (answer.Status, answer.Header("Connection")));
    }

    [Fact]
    public async Task A_flood_of_headers_is_refused()
    {
        using EwsThrottlingSimulator simulator = EwsThrottlingSimulator.Start();
        string many = string.Concat(Enumerable.Range(0, 1000).Select(i => $"X-{i}: y\r\n"));

        RawAnswer lines = await RawHttp.SendAsync(simulator.Port, "GET / HTTP/1.1\r\nHost: h\r\n" + many + "\r\n");
        RawAnswer length = await RawHttp.SendAsync(
            simulator.Port, "GET / HTTP/1.1\r\nHost: h\r\nX: " + new string('y', 200_000) + "\r\n\r\n");

        Assert.Equal((431, 431), (lines.Status, length.Status));
    }

    [Fact]
    public async Task A_sender_who_stops_is_cut_off_and_the_others_are_served()
    {
        HttpLimits limits = new() { Body = TimeSpan.FromMilliseconds(100), FirstHead = TimeSpan.FromMilliseconds(100) };
        using EwsThrottlingSimulator simulator =
            EwsThrottlingSimulator.Start(new SimulatorOptions { HttpLimits = limits });

        RawAnswer head = await RawHttp.SendAsync(simulator.Port, "POST /EWS/Exchange.asmx HTT");
        RawAnswer body = await RawHttp.SendAsync(
            simulator.Port,
            "POST /EWS/Exchange.asmx HTTP/1.1\r\nHost: h\r\nAuthorization: Basic dTpw\r\n"
            + "Content-Length: 1000\r\n\r\n<s");
        RawAnswer good = await RawHttp.SendAsync(simulator.Port, RawHttp.Post(Envelope(GetFolder()), Closing));

        Assert.Equal((true, true, 200), (head.IsReset, body.IsReset, good.Status));
    }

    [Fact]
    public async Task A_sender_who_trickles_is_cut_off_long_before_the_time_for_a_body_is_over()
    {
        HttpLimits limits = new()
        {
            Body = TimeSpan.FromHours(1), BodyGrace = TimeSpan.FromMilliseconds(100),
            MinBodyBytesPerSecond = int.MaxValue,
        };
        using EwsThrottlingSimulator simulator =
            EwsThrottlingSimulator.Start(new SimulatorOptions { HttpLimits = limits });
        string[] trickle = Enumerable.Repeat("x", 5_000_000).ToArray();
        trickle[0] = "POST /EWS/Exchange.asmx HTTP/1.1\r\nHost: h\r\nAuthorization: Basic dTpw\r\n"
            + "Content-Length: 50000000\r\n\r\n<s";

        RawAnswer slow = await RawHttp.SendAsync(simulator.Port, trickle);
        RawAnswer good = await RawHttp.SendAsync(simulator.Port, RawHttp.Post(Envelope(GetFolder()), Closing));

        Assert.Equal((true, 200), (slow.IsReset, good.Status));
        Assert.Equal(1, simulator.RequestCount);
    }

    [Fact]
    public async Task Too_many_connections_are_refused_politely_and_later_ones_are_served()
    {
        SimulatorOptions options = new() { HttpLimits = new HttpLimits { MaxConnections = 20 } };
        using EwsThrottlingSimulator simulator = EwsThrottlingSimulator.Start(options);
        List<TcpClient> idle = Enumerable.Range(0, 20).Select(_ => new TcpClient("127.0.0.1", simulator.Port)).ToList();
        RawAnswer[] refused = await Task.WhenAll(Enumerable.Range(0, 300).Select(
            _ => RawHttp.SendAsync(simulator.Port, RawHttp.Post(Envelope(GetFolder()), Closing))));
        idle.ForEach(client => client.Dispose());
        Assert.True(SpinWait.SpinUntil(() => simulator.Server.ConnectionCount == 0, Patience));
        RawAnswer served = await RawHttp.SendAsync(simulator.Port, RawHttp.Post(Envelope(GetFolder()), Closing));

        Assert.All(refused, answer => Assert.Equal((503, "close"), (answer.Status, answer.Header("Connection"))));
        Assert.Equal(200, served.Status);
    }

    [Fact]
    public async Task Who_is_refused_may_still_send_however_many_are()
    {
        SimulatorOptions options = new() { HttpLimits = new HttpLimits { MaxConnections = 1 } };
        using EwsThrottlingSimulator simulator = EwsThrottlingSimulator.Start(options);
        List<TcpClient> crowd =
            Enumerable.Range(0, 2500).Select(_ => new TcpClient("127.0.0.1", simulator.Port)).ToList();
        using TcpClient late = new("127.0.0.1", simulator.Port);
        using StreamReader answer = new(late.GetStream());
        string text = await answer.ReadToEndAsync(Token);
        byte[] request = Encoding.ASCII.GetBytes(RawHttp.Post(Envelope(GetFolder())));
        await late.GetStream().WriteAsync(request, Token);
        await late.GetStream().WriteAsync(request, Token); // would fail if the first had met a closed connection
        crowd.ForEach(client => client.Dispose());

        Assert.StartsWith("HTTP/1.1 503 Service Unavailable\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_can_be_chunked_pipelined_announced_or_of_HTTP_1_0()
    {
        using EwsThrottlingSimulator simulator = EwsThrottlingSimulator.Start();
        string envelope = Envelope(GetFolder());
        string head = "POST /EWS/Exchange.asmx HTTP/1.1\r\nHost: h\r\nAuthorization: Basic dTpw\r\n";
        string chunks = string.Concat(envelope.Chunk(100).Select(
            part => $"{part.Length:x};ext=1\r\n{new string(part)}\r\n")) + "0\r\nTrailer: t\r\n\r\n";

        RawAnswer chunked = await RawHttp.SendAsync(
            simulator.Port, head + "Transfer-Encoding: chunked\r\n" + Closing + "\r\n", chunks);
        RawAnswer pipelined = await RawHttp.SendAsync(
            simulator.Port, RawHttp.Post(envelope) + RawHttp.Post(envelope) + RawHttp.Post(envelope, Closing));
        RawAnswer announced = await RawHttp.SendAsync(
            simulator.Port, RawHttp.Post(envelope, Closing + "Expect: 100-continue\r\n"));
        RawAnswer old = await RawHttp.SendAsync(
            simulator.Port, RawHttp.Post(envelope).Replace("HTTP/1.1", "HTTP/1.0", StringComparison.Ordinal));

        Assert.Equal((200, 200), (chunked.Status, old.Status));
        Assert.Equal(3, pipelined.Text.Split("HTTP/1.1 200 OK").Length - 1);
        Assert.StartsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK", announced.Text, StringComparison.Ordinal);
        Assert.Equal((6, 0), (simulator.RequestCount, simulator.ErrorCount));
    }

    [Fact]
    public async Task A_header_of_the_request_cannot_add_headers_to_the_answer()
    {
        using EwsThrottlingSimulator simulator = EwsThrottlingSimulator.Start();
        string evil = "return-client-request-id: true\r\nclient-request-id: x\rSet-Cookie: a=b\r\n";

        RawAnswer answer = await RawHttp.SendAsync(simulator.Port, RawHttp.Post(Envelope(GetFolder()), evil + Closing));

        Assert.Equal((400, null), (answer.Status, answer.Header("Set-Cookie")));
    }

    private static string Latin1Post(string body) =>
        $"POST /EWS/Exchange.asmx HTTP/1.1\r\nHost: h\r\nAuthorization: Basic dTpw\r\n{Closing}"
        + $"Content-Length: {body.Length}\r\n\r\n{body}";
}
