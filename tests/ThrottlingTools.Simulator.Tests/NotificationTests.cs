using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using System.Xml;
using System.Xml.Linq;
using ThrottlingTools.Ews;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Notifications;
using ThrottlingTools.Timing;
using Xunit;
using static ThrottlingTools.Simulator.Tests.Soap;

namespace ThrottlingTools.Simulator.Tests;

public sealed class NotificationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pulled_events_come_once_in_order_and_with_a_status_when_there_are_none()
    {
        EwsEndpoint endpoint = Endpoint();
        (string id, string? watermark) = await SubscribeAsync(endpoint, Pull());
        Raise(endpoint, MailboxEventType.Created, 0);
        Raise(endpoint, MailboxEventType.Deleted, 1);

        (_, XElement first) = await endpoint.SendAsync(Envelope(GetEvents(id, watermark!)));
        string last = first.Descendants(T + "Watermark").Last().Value;
        (_, XElement second) = await endpoint.SendAsync(Envelope(GetEvents(id, last)));

        Assert.Equal(["CreatedEvent", "DeletedEvent"], EventNames(first));
        Assert.Equal(watermark, first.Descendants(T + "PreviousWatermark").Single().Value);
        Assert.Equal("false", first.Descendants(T + "MoreEvents").Single().Value);
        Assert.Equal(["StatusEvent"], EventNames(second));
        Assert.Equal(last, second.Descendants(T + "Watermark").Single().Value);
    }

    [Fact]
    public async Task A_notification_holds_at_most_50_events_and_says_that_more_follow()
    {
        EwsEndpoint endpoint = Endpoint();
        (string id, string? watermark) = await SubscribeAsync(endpoint, Pull());
        for (int i = 0; i < 120; i++)
            Raise(endpoint, MailboxEventType.Created, i);
        List<int> counts = [];
        for (bool hasMore = true; hasMore;)
        {
            (_, XElement body) = await endpoint.SendAsync(Envelope(GetEvents(id, watermark!)));
            counts.Add(EventNames(body).Count);
            hasMore = (bool)body.Descendants(T + "MoreEvents").Single();
            watermark = body.Descendants(T + "Watermark").Last().Value;
        }

        Assert.Equal([50, 50, 20], counts);
    }

    [Fact]
    public async Task Only_the_types_and_folders_that_were_asked_for_are_told()
    {
        EwsEndpoint endpoint = Endpoint();
        (string id, string? watermark) = await SubscribeAsync(endpoint, Pull("CreatedEvent", "drafts"));
        Raise(endpoint, MailboxEventType.Created, 0, "inbox");
        Raise(endpoint, MailboxEventType.Deleted, 0, "drafts");
        Raise(endpoint, MailboxEventType.Created, 1, "drafts");

        (_, XElement body) = await endpoint.SendAsync(Envelope(GetEvents(id, watermark!)));

        Assert.Equal(["CreatedEvent"], EventNames(body));
    }

    [Fact]
    public async Task A_stream_opens_tells_events_beats_and_closes_in_envelopes_of_their_own()
    {
        EwsEndpoint endpoint = Endpoint();
        (string id, string? watermark) = await SubscribeAsync(endpoint, Streaming("NewMailEvent"));
        Raise(endpoint, MailboxEventType.NewMail, 0);

        List<XElement> envelopes = await StreamAsync(endpoint, id, minutes: 2);

        Assert.Null(watermark);
        Assert.Equal(
            ["OK", "NewMailEvent", "StatusEvent", "StatusEvent", "Closed"],
            envelopes.Select(
                e => e.Descendants(M + "ConnectionStatus").FirstOrDefault()?.Value ?? EventNames(e).Single()));
        Assert.All(envelopes, e => Assert.Single(e.Descendants(T + "ServerVersionInfo")));
        Assert.Empty(envelopes[1].Descendants(T + "Watermark"));
        Assert.Equal(id, envelopes[1].Descendants(T + "SubscriptionId").Single().Value);
    }

    [Fact]
    public async Task New_mail_arrives_at_the_rate_that_was_asked_for()
    {
        EwsEndpoint endpoint = Endpoint(new() { NewMailPerMinute = 10, ItemCount = 5 });
        (string id, _) = await SubscribeAsync(endpoint, Streaming("NewMailEvent"));

        List<XElement> envelopes = await StreamAsync(endpoint, id, minutes: 3);

        List<string> ids = envelopes
            .Where(e => EventNames(e).Contains("NewMailEvent")).SelectMany(e => e.ItemIds()).ToList();
        Assert.Equal(30, ids.Count);
        (_, XElement items) = await endpoint.SendAsync(Envelope(GetItem(ids)));
        Assert.All(items.Descendants(M + "ResponseCode"), code => Assert.Equal("NoError", code.Value));
    }

    [Fact]
    public async Task Streams_over_the_hanging_limit_get_the_fault_of_MaxStreamingConcurrency_and_others_none()
    {
        EwsEndpoint endpoint = Endpoint(); // Exchange 2016: 10
        (string id, _) = await SubscribeAsync(endpoint, Streaming());
        List<EwsHttpResponse> open = [];
        for (int i = 0; i < 10; i++)
            open.Add(await OpenAsync(endpoint, id));
        (int status, XElement fault) = await endpoint.SendAsync(Envelope(GetStreamingEvents(1, id)));
        (int ordinary, _) = await endpoint.SendAsync(Envelope(GetFolder()));
        open[0].Dispose();
        open.Add(await OpenAsync(endpoint, id));

        Assert.Equal((500, "ErrorExceededConnectionCount"), (status, fault.ResponseCode()));
        Assert.Equal(
            ["MaxStreamingConcurrency", "10"], fault.Descendants(T + "Value").Take(2).Select(value => value.Value));
        Assert.Equal(200, ordinary);
        Assert.All(open.Skip(1), response => Assert.Equal(200, response.StatusCode));
        open.ForEach(response => response.Dispose());
    }

    [Fact]
    public async Task A_second_stream_on_a_subscription_ends_the_first()
    {
        EwsEndpoint endpoint = Endpoint();
        (string id, _) = await SubscribeAsync(endpoint, Streaming());
        using EwsHttpResponse first = await OpenAsync(endpoint, id);
        using EwsHttpResponse second = await OpenAsync(endpoint, id);

        List<XElement> envelopes = Split(await new StreamReader(first.Body).ReadToEndAsync(Token));

        Assert.Equal("ErrorNewEventStreamConnectionOpened", envelopes.Last().ResponseCode());
        Assert.Equal("Closed", envelopes.Last().Descendants(M + "ConnectionStatus").Single().Value);
        Assert.Equal([id], envelopes.Last().Descendants(M + "ErrorSubscriptionIds").Elements().Select(e => e.Value));
    }

    [Fact]
    public async Task Unknown_ended_and_foreign_subscriptions_each_have_their_error()
    {
        EwsEndpoint endpoint = Endpoint(new() { MailboxCount = 1 });
        (string pull, string? watermark) = await SubscribeAsync(endpoint, Pull());
        (string ended, _) = await SubscribeAsync(endpoint, Streaming());
        await endpoint.SendAsync(Envelope(Unsubscribe(ended)));

        Assert.Equal("ErrorInvalidSubscription", await CodeAsync(endpoint, GetStreamingEvents(1, "unknown")));
        Assert.Equal("ErrorSubscriptionNotFound", await CodeAsync(endpoint, GetStreamingEvents(1, ended)));
        Assert.Equal("ErrorInvalidSubscription", await CodeAsync(endpoint, GetStreamingEvents(1, pull)));
        Assert.Equal("ErrorInvalidWatermark", await CodeAsync(endpoint, GetEvents(pull, "zzz")));
        Assert.Equal("ErrorSubscriptionNotFound", await CodeAsync(endpoint, Unsubscribe(ended)));
        Assert.Equal(
            "ErrorSubscriptionAccessDenied",
            await CodeAsync(endpoint, GetEvents(pull, watermark!), "user1@contoso.com"));
        Assert.Equal("ErrorSchemaValidation", await CodeAsync(endpoint, GetStreamingEvents(31, pull)));
    }

    [Fact]
    public async Task Over_EwsMaxSubscriptions_Subscribe_answers_ErrorExceededSubscriptionCount_until_one_ends()
    {
        EwsEndpoint endpoint = Endpoint(new() { Profile = Profile(maxSubscriptions: 2) });
        (string first, _) = await SubscribeAsync(endpoint, Streaming());
        Assert.Equal("ErrorFolderNotFound", await CodeAsync(endpoint, Pull(folder: "nowhere")));
        await SubscribeAsync(endpoint, Pull());

        (int status, XElement refused) = await endpoint.SendAsync(Envelope(Streaming()));
        await endpoint.SendAsync(Envelope(Unsubscribe(first)));
        string after = await CodeAsync(endpoint, Streaming());

        Assert.Equal((200, "ErrorExceededSubscriptionCount"), (status, refused.ResponseCode()));
        XElement message = refused.Descendants(M + "SubscribeResponseMessage").Single();
        Assert.Equal("Error", (string?)message.Attribute("ResponseClass"));
        Assert.Equal("NoError", after);
    }

    [Fact]
    public async Task A_pull_subscription_that_nobody_pulls_expires_and_counts_no_more()
    {
        VirtualClock clock = new();
        EwsEndpoint endpoint = new(new() { Profile = Profile(maxSubscriptions: 1) }, clock);
        (string id, string? watermark) = await SubscribeAsync(endpoint, Pull());
        Assert.Equal("ErrorExceededSubscriptionCount", await CodeAsync(endpoint, Pull()));

        clock.Advance(TimeSpan.FromMinutes(11));

        Assert.Equal("ErrorSubscriptionNotFound", await CodeAsync(endpoint, GetEvents(id, watermark!)));
        Assert.Equal("NoError", await CodeAsync(endpoint, Pull()));
        clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal("NoError", await CodeAsync(endpoint, Pull()));
    }

    private static EwsEndpoint Endpoint(SimulatorOptions? options = null) =>
        new(options ?? new SimulatorOptions(), new VirtualClock());

    private static ThrottlingProfile Profile(long maxSubscriptions) =>
        ProfileCatalogue.Get(ExchangeRelease.Exchange2016).With(
            "test",
            [new ThrottlingSetting(
                "EwsMaxSubscriptions", new Unlimited(maxSubscriptions), SettingSource.Declared("test"), null)]);

    private static void Raise(EwsEndpoint endpoint, MailboxEventType type, int item, string folder = "inbox")
    {
        SyntheticMailbox mailbox = endpoint.Mailbox;
        SyntheticFolder parent = mailbox.FindFolder(folder)!;
        if (type == MailboxEventType.Created)
            mailbox.Create(parent, new Dictionary<string, object?>(), []);
        else if (type == MailboxEventType.NewMail)
            mailbox.Deliver(parent.Seeded(item));
        else
            mailbox.Delete(parent.Contents[item]);
    }

    private static async Task<(string Id, string? Watermark)> SubscribeAsync(EwsEndpoint endpoint, string request)
    {
        (_, XElement body) = await endpoint.SendAsync(Envelope(request));
        Assert.Equal("NoError", body.ResponseCode());
        string id = body.Descendants(M + "SubscriptionId").Single().Value;
        return (id, body.Descendants(M + "Watermark").SingleOrDefault()?.Value);
    }

    private static async Task<string> CodeAsync(EwsEndpoint endpoint, string request, string? user = null)
    {
        EwsHttpRequest asked = new(Encoding.UTF8.GetBytes(Envelope(request)));
        using EwsHttpResponse response = await endpoint.CreateTransport(user).SendAsync(asked, Token);
        return XElement.Load(response.Body).ResponseCode();
    }

    private static Task<EwsHttpResponse> OpenAsync(EwsEndpoint endpoint, string id) => endpoint.CreateTransport()
        .SendAsync(new EwsHttpRequest(Encoding.UTF8.GetBytes(Envelope(GetStreamingEvents(1, id)))), Token);

    private static async Task<List<XElement>> StreamAsync(EwsEndpoint endpoint, string id, int minutes)
    {
        EwsHttpRequest asked = new(Encoding.UTF8.GetBytes(Envelope(GetStreamingEvents(minutes, id))));
        using EwsHttpResponse response = await endpoint.CreateTransport().SendAsync(asked, Token);
        return Split(await new StreamReader(response.Body).ReadToEndAsync(Token));
    }

    // As the EWS Managed API reads them, which takes no XML declaration; other clients look for the text.
    private static List<XElement> Split(string text)
    {
        using XmlReader reader = XmlReader.Create(
            new StringReader(text), new XmlReaderSettings { ConformanceLevel = ConformanceLevel.Fragment });
        List<XElement> envelopes = [];
        for (reader.Read(); !reader.EOF;)
            envelopes.Add((XElement)XNode.ReadFrom(reader));
        Assert.Equal(envelopes.Count, Regex.Count(text, "<Envelope "));
        return envelopes;
    }

    private static List<string> EventNames(XElement envelope) => envelope.Descendants()
        .Select(e => e.Name.LocalName).Where(name => name.EndsWith("Event", StringComparison.Ordinal)).ToList();
}
