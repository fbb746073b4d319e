using System;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Simulator.Soap;
using ThrottlingTools.Timing;
using Xunit;
using static ThrottlingTools.Simulator.Tests.Soap;

namespace ThrottlingTools.Simulator.Tests;

/// <summary>What two servers in a row could read in two ways is refused (RFC 9112).</summary>
public sealed class AmbiguousRequestTests
{
    private const string Start = "POST /EWS/Exchange.asmx HTTP/1.1\r\n";
    private const string Host = "Host: localhost\r\n";
    private const string SignIn = "Authorization: Basic dTpw\r\n";

    [Theory]
    [InlineData("Content-Length:\u000b5")]
    [InlineData("Content-Length: 5\u000b")]
    [InlineData("Content-Length: 5\u000c")]
    [InlineData("Content-Length: 5\u0085")]
    [InlineData("Content-Length: \u00a05")]
    [InlineData("Content-Length\u000b: 5")]
    [InlineData("Content-Length\u00a0: 5")]
    [InlineData("Content-Length : 5")]
    [InlineData("\u000bContent-Length: 5")]
    [InlineData("Transfer-Encoding: \u000bchunked")]
    [InlineData("Transfer-Encoding: chunked\u0085")]
    [InlineData("Transfer-Encoding\u000b: chunked")]
    [InlineData("Transfer-Encoding: chunked, chunked")]
    [InlineData("Host: other")]
    [InlineData("X: a\nb: c")]
    [InlineData("X: a\u001b[2J")]
    public async Task A_header_is_refused(string header) =>
        await IsRefusedAsync($"{Start}{Host}{SignIn}{header}\r\n\r\n12345");

    [Theory]
    [InlineData("\nPOST / HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("\rPOST / HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("PO\u000bST / HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("POST /\u000b HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nAuthorization: Basic dTpw\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: a b\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: a/b\r\n\r\n")]
    [InlineData("POST / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n")]
    [InlineData("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    public async Task A_head_is_refused(string request) => await IsRefusedAsync(request);

    [Theory]
    [InlineData("5;a\n=b\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5;a\rb\r\nhello\r\n0\r\n\r\n")]
    [InlineData("\u000b5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5\u0085\r\nhello\r\n0\r\n\r\n")]
    [InlineData(" 5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("0x5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("-5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5\r\nhelloX\r\n0\r\n\r\n")]
    [InlineData("5\r\nhello\r\n0\r\nno colon\r\n\r\n")]
    [InlineData("5\r\nhello\r\n0\r\na\n: b\r\n\r\n")]
    public async Task A_chunk_is_refused(string chunks) =>
        await IsRefusedAsync($"{Start}{Host}{SignIn}Transfer-Encoding: chunked\r\n\r\n{chunks}");

    [Theory]
    [InlineData("Content-Length: \t{0}\t ")]
    [InlineData("content-length:{0}")]
    public async Task Blanks_and_tabs_around_a_value_are_allowed(string header)
    {
        string envelope = Envelope(GetFolder());
        string line = string.Format(CultureInfo.InvariantCulture, header, Encoding.UTF8.GetByteCount(envelope));
        using EwsThrottlingSimulator simulator = EwsThrottlingSimulator.Start();

        RawAnswer answer = await RawHttp.SendAsync(
            simulator.Port, $"{Start}Host: [::1]:80\r\n{SignIn}Connection: close\r\n{line}\r\n\r\n{envelope}");

        Assert.Equal(200, answer.Status);
    }

    [Fact]
    public async Task A_request_that_takes_longer_than_a_second_to_read_is_refused()
    {
        string envelope = Envelope("<m:GetFolder>"
            + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"<m:a b{i}=\"\" />")) + "</m:GetFolder>");
        EwsEndpoint slow = new(new SimulatorOptions(), new SlowClock(TimeSpan.FromMilliseconds(1)));
        EwsEndpoint scaled = new(
            new SimulatorOptions { TimeScale = 1000 }, new SlowClock(TimeSpan.FromMilliseconds(1)));

        Ews.EwsHttpRequest request = new(Encoding.UTF8.GetBytes(envelope));
        using Ews.EwsHttpResponse refused = await slow.HandleAsync(request, TestContext.Current.CancellationToken);
        using Ews.EwsHttpResponse read = await scaled.HandleAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal((503, 500), (refused.StatusCode, read.StatusCode));
    }

    [Fact]
    public void One_element_that_takes_longer_is_refused_while_it_is_read()
    {
        string tag = "<a " + string.Concat(Enumerable.Range(0, 100_000).Select(i => $"b{i}='' ")) + "/>";
        ReadingTime time = new(new SlowClock(TimeSpan.FromMilliseconds(100)), 1);

        Assert.Equal(503, Assert.Throws<Http.BadRequestException>(
            () => SoapRequest.Load(Encoding.UTF8.GetBytes(tag), time)).StatusCode);
    }

    private static async Task IsRefusedAsync(string request)
    {
        using EwsThrottlingSimulator simulator = EwsThrottlingSimulator.Start();

        RawAnswer answer = await RawHttp.SendAsync(simulator.Port, request);

        Assert.Equal((400, "close"), (answer.Status, answer.Header("Connection")));
        Assert.Equal(0, simulator.RequestCount);
    }

    /// <summary>A clock that moves on whenever it is looked at.</summary>
    private sealed class SlowClock(TimeSpan step) : IClock
    {
        private TimeSpan _now;

        public TimeSpan Now => _now += step;

        public DateTimeOffset UtcNow => DateTimeOffset.UnixEpoch + _now;

        public Task Delay(TimeSpan duration, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
