using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using System.Xml;
using System.Xml.Linq;
using ThrottlingTools.Ews;
using ThrottlingTools.Simulator.Faults;
using ThrottlingTools.Timing;
using Xunit;
using static ThrottlingTools.Simulator.Tests.Soap;

namespace ThrottlingTools.Simulator.Tests.Faults;

public sealed class FaultTests
{
    private const string Closing = "Connection: close\r\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("503", 503, "Retry-After", null)]
    [InlineData("503:retry-after=30", 503, "Retry-After", "30")]
    [InlineData("500-html", 500, "Content-Type", "text/html; charset=utf-8")]
    [InlineData("302", 302, "Location", "/ews/genericerrorpage.htm?aspxerrorpath=/ews/exchange.asmx")]
    [InlineData("401", 401, "WWW-Authenticate", "Basic realm=\"localhost\"")]
    [InlineData("403-blocked", 403, "X-EWS-Policy-Reason", "EWS is blocked by policy for this user or tenant")]
    [InlineData("403-disabled", 403, "X-EWS-Policy-Reason", "EWS is disabled for this user or tenant")]
    [InlineData("connection-close", 200, "Connection", "close")]
    public async Task A_status_fault_is_the_same_with_and_without_a_network(
        string fault, int status, string header, string? value)
    {
        RawAnswer wire = await SendAsync(fault, Closing);
        using EwsHttpResponse inProcess = await Endpoint(fault).CreateTransport()
            .SendAsync(new EwsHttpRequest(Bytes(GetFolder())), Token);

        Assert.Equal((status, value), (wire.Status, wire.Header(header)));
        Assert.Equal(status, inProcess.StatusCode);
        Assert.Equal(value, inProcess.Headers.TryGetValue(header, out string? sent) ? sent : null);
        Assert.False(wire.IsReset);
    }

    [Fact]
    public async Task Retry_After_can_be_a_date_of_the_clients_clock()
    {
        RawAnswer answer = await SendAsync("503:retry-after-date=90", Closing);

        DateTimeOffset date = DateTimeOffset.ParseExact(
            answer.Header("Retry-After")!, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        Assert.InRange(date - DateTimeOffset.UtcNow, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(90));
    }

    [Theory]
    [InlineData("transient-error", "ErrorInternalServerTransientError")]
    [InlineData("mailbox-move", "ErrorMailboxMoveInProgress")]
    [InlineData("too-many-objects", "ErrorTooManyObjectsOpened")]
    public async Task A_store_error_comes_in_each_response_message(string fault, string code)
    {
        (int status, XElement body) = await Endpoint(fault).SendAsync(Envelope(GetItem(["AAMk", "AAMk"])));

        Assert.Equal(200, status);
        Assert.Equal([code, code], body.Descendants(M + "ResponseCode").Select(element => element.Value));
    }

    [Theory]
    [InlineData("busy", null)]
    [InlineData("busy:hint=0", "0")]
    [InlineData("busy:hint=360000", "360000")]
    public async Task A_busy_fault_carries_any_hint(string fault, string? hint)
    {
        (int status, XElement body) = await Endpoint(fault).SendAsync(Envelope(GetFolder()));

        Assert.Equal((500, "ErrorServerBusy"), (status, body.ResponseCode()));
        Assert.Equal(hint, body.Descendants(T + "Value").SingleOrDefault()?.Value);
    }

    [Theory]
    [InlineData("reset-before", false)]
    [InlineData("reset-inside", true)]
    [InlineData("reset-inside:after=100", true)]
    public async Task A_reset_breaks_the_connection_before_or_inside_the_answer(string fault, bool hasHead)
    {
        RawAnswer answer = await SendAsync(fault);
        EwsReply<EwsFolder> reply = await new EwsClient(Endpoint(fault).CreateTransport(), new VirtualClock())
            .GetFolderAsync(new GetFolderRequest(EwsFolderId.Parse("inbox")), Token);

        Assert.True(answer.IsReset);
        Assert.Equal(hasHead, answer.Text.Length > 0);
        Assert.DoesNotContain("</s:Envelope>", answer.Text, StringComparison.Ordinal);
        Assert.Equal(EwsVerdict.Network, reply.Error?.Verdict);
    }

    [Fact]
    public async Task A_reset_after_the_answer_leaves_the_answer_complete()
    {
        RawAnswer answer = await SendAsync("reset-after");

        Assert.True(answer.IsReset);
        Assert.EndsWith("</s:Envelope>", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dripping_answer_is_complete_and_took_its_pauses()
    {
        VirtualClock clock = new();
        EwsEndpoint endpoint = new(
            new SimulatorOptions { Faults = FaultPlan.Parse("slow-drip:bytes=100,pause=1000") }, clock);

        (int status, XElement body) = await endpoint.SendAsync(Envelope(GetFolder()));
        RawAnswer wire = await SendAsync("slow-drip:bytes=200,pause=1", Closing);

        Assert.Equal((200, "NoError"), (status, body.ResponseCode()));
        Assert.InRange(clock.Now, TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(60));
        Assert.Equal("NoError", XElement.Parse(wire.Body).ResponseCode());
    }

    [Theory]
    [InlineData("truncated-xml")]
    [InlineData("truncated-xml:after=0")]
    [InlineData("malformed-xml")]
    public async Task Broken_XML_comes_in_sound_HTTP(string fault)
    {
        RawAnswer answer = await SendAsync(fault, Closing);

        Assert.Equal((200, false), (answer.Status, answer.IsReset));
        Assert.Equal(answer.Header("Content-Length"), answer.Body.Length.ToString(CultureInfo.InvariantCulture));
        Assert.Throws<XmlException>(() => XElement.Parse(answer.Body));
        await Assert.ThrowsAsync<XmlException>(() => Endpoint(fault).SendAsync(Envelope(GetFolder())));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(-50)]
    public async Task A_wrong_length_is_off_by_what_was_asked(int by)
    {
        RawAnswer answer = await SendAsync($"wrong-length:by={by}");

        Assert.False(answer.IsReset);
        Assert.EndsWith("</s:Envelope>", answer.Body, StringComparison.Ordinal);
        Assert.Equal(
            answer.Body.Length + by, int.Parse(answer.Header("Content-Length")!, CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_duplicate_is_the_whole_answer_twice()
    {
        RawAnswer answer = await SendAsync("duplicate", Closing);

        string[] copies = answer.Text.Split("HTTP/1.1 200 OK", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, copies.Length);
        Assert.Equal(copies[0], copies[1]);
    }

    [Fact]
    public async Task Paging_under_faults_in_virtual_time_returns_each_item_once_for_each_of_many_seeds()
    {
        string[] faults =
        [
            // A pager takes a network failure before the first page for a wrong address.
            "503:rate=0.05,nth=2-", "503:retry-after=20,rate=0.05,nth=2-", "500-html:rate=0.03,nth=2-",
            "302:rate=0.03,nth=2-",
            "reset-before:rate=0.05,nth=2-", "reset-inside:rate=0.05,nth=2-", "truncated-xml:rate=0.03,nth=2-",
            "malformed-xml:rate=0.03,nth=2-",
            "transient-error:rate=0.05,nth=2-", "mailbox-move:rate=0.03,nth=2-",
            "busy:hint=0,rate=0.03,nth=2-", "busy:hint=360000,rate=0.02,nth=2-",
        ];
        for (int seed = 1; seed <= 100; seed++)
        {
            (List<string> ids, int retries) = await PageAsync(faults, seed);
            (List<string> same, int sameRetries) = await PageAsync(faults, seed);

            Assert.Equal((730, 730), (ids.Count, ids.Distinct().Count()));
            Assert.Equal(retries, sameRetries);
            Assert.Equal(ids, same);
        }
    }

    private static async Task<(List<string> Ids, int Retries)> PageAsync(string[] faults, int seed)
    {
        VirtualClock clock = new();
        SimulatorOptions options = new() { ItemCount = 730, Seed = seed, Faults = FaultPlan.Parse(faults) };
        EwsClient client = new(new EwsEndpoint(options, clock).CreateTransport(), clock);
        PagedFind pager = new(
            client, new FindItemRequest(EwsFolderId.Parse("inbox")), clock,
            new PagedFindOptions { PageSize = 50, BackOff = new BackOffOptions { MaxWait = TimeSpan.FromDays(1) } });
        List<string> ids = [];
        while (await pager.NextPageAsync(Token) is { } page)
            ids.AddRange(page.Items.Select(item => item.ItemId));
        return (ids, pager.Ledger.Retries);
    }

    private static EwsEndpoint Endpoint(string fault) =>
        new(new SimulatorOptions { Faults = FaultPlan.Parse(fault) }, new VirtualClock());

    private static byte[] Bytes(string operation) => System.Text.Encoding.UTF8.GetBytes(Envelope(operation));

    private static async Task<RawAnswer> SendAsync(string fault, string more = "")
    {
        using EwsThrottlingSimulator simulator =
            EwsThrottlingSimulator.Start(new SimulatorOptions { Faults = FaultPlan.Parse(fault) });
        return await RawHttp.SendAsync(simulator.Port, RawHttp.Post(Envelope(GetFolder()), more));
    }
}
