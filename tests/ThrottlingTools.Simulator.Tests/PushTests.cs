using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using System.Xml.Linq;
using ThrottlingTools.Simulator.Mailboxes;
using Xunit;
using static ThrottlingTools.Simulator.Tests.Soap;

namespace ThrottlingTools.Simulator.Tests;

public sealed class PushTests
{
    private const double Hurry = 600; // a minute of the server in a tenth of a second

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_push_client_hears_a_status_and_then_every_event_once_with_its_watermark()
    {
        using PushClient client = new(_ => "OK");
        using EwsThrottlingSimulator simulator = EwsThrottlingSimulator.Start();
        string id = await SubscribeAsync(simulator, client.Url);
        XElement status = await client.NextAsync();
        SyntheticMailbox mailbox = simulator.Endpoint.Mailbox;

        string item = mailbox.AddItems(mailbox.FindFolder("inbox")!, 1)[0];
        XElement told = await client.NextAsync();

        Assert.Single(status.Descendants(T + "StatusEvent"));
        Assert.Equal(id, told.Descendants(T + "SubscriptionId").Single().Value);
        Assert.Equal([item], told.Descendants(T + "CreatedEvent").Single().Descendants(T + "ItemId")
            .Select(e => (string)e.Attribute("Id")!));
        Assert.Equal(
            status.Descendants(T + "Watermark").Single().Value,
            told.Descendants(T + "PreviousWatermark").Single().Value);
        Assert.Empty(told.Descendants(T + "StatusEvent"));
        Assert.Equal(0, client.Waiting);
    }

    [Fact]
    public async Task Without_events_a_status_comes_at_the_frequency_until_the_client_answers_Unsubscribe()
    {
        int heard = 0;
        using PushClient client = new(_ => Interlocked.Increment(ref heard) < 3 ? "OK" : "Unsubscribe");
        using EwsThrottlingSimulator simulator =
            EwsThrottlingSimulator.Start(new SimulatorOptions { TimeScale = Hurry });
        string id = await SubscribeAsync(simulator, client.Url);

        for (int i = 0; i < 3; i++)
            Assert.Single((await client.NextAsync()).Descendants(T + "StatusEvent"));

        Assert.True(SpinWait.SpinUntil(() => IsGone(simulator, id), Patience));
        Assert.Equal(3, heard);
    }

    [Fact]
    public async Task A_notification_that_nobody_answers_is_repeated_for_the_frequency_and_ends_the_subscription()
    {
        using PushClient client = new(_ => null);
        using EwsThrottlingSimulator simulator =
            EwsThrottlingSimulator.Start(new SimulatorOptions { TimeScale = Hurry });
        string id = await SubscribeAsync(simulator, client.Url);

        XElement first = await client.NextAsync(), half = await client.NextAsync(), whole = await client.NextAsync();

        Assert.Equal((first.ToString(), first.ToString()), (half.ToString(), whole.ToString()));
        Assert.True(SpinWait.SpinUntil(() => IsGone(simulator, id), Patience));
        Assert.Equal(0, client.Waiting);
    }

    [Theory]
    [InlineData("http://192.0.2.1/push")]
    [InlineData("ftp://localhost/push")]
    [InlineData("nowhere")]
    public async Task A_client_elsewhere_is_refused(string url)
    {
        (_, XElement body) = await new EwsEndpoint(new SimulatorOptions()).SendAsync(Envelope(Push(url)));

        Assert.Equal("ErrorInvalidPushSubscriptionUrl", body.ResponseCode());
    }

    private static bool IsGone(EwsThrottlingSimulator simulator, string id) =>
        simulator.Endpoint.Subscriptions.Find(id) is null;

    private static async Task<string> SubscribeAsync(EwsThrottlingSimulator simulator, string url)
    {
        (_, XElement body) = await simulator.Endpoint.SendAsync(Envelope(Push(url)));
        Assert.Equal("NoError", body.ResponseCode());
        return body.Descendants(M + "SubscriptionId").Single().Value;
    }

    private static string Push(string url) =>
        "<m:Subscribe><m:PushSubscriptionRequest><t:FolderIds><t:DistinguishedFolderId Id=\"inbox\"/></t:FolderIds>"
        + "<t:EventTypes><t:EventType>CreatedEvent</t:EventType></t:EventTypes>"
        + $"<t:StatusFrequency>1</t:StatusFrequency><t:URL>{url}</t:URL></m:PushSubscriptionRequest></m:Subscribe>";
}
