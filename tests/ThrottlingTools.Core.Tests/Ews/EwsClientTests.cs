using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using System.Xml.Linq;
using ThrottlingTools.Ews;
using ThrottlingTools.Timing;
using Xunit;

namespace ThrottlingTools.Core.Tests.Ews;

public sealed class EwsClientTests
{
    private static readonly XNamespace Types = "http://schemas.microsoft.com/exchange/services/2006/types";
    private static readonly XNamespace Messages = "http://schemas.microsoft.com/exchange/services/2006/messages";

    private readonly ScriptedTransport _transport = new();

    [Fact]
    public async Task A_find_carries_version_impersonation_anchor_shape_view_and_query()
    {
        _transport.Then(200, Envelopes.Page(0, 1, true));
        EwsClient client = new(_transport, new VirtualClock())
        {
            RequestServerVersion = ExchangeVersion.Exchange2013_SP1,
            ImpersonatedMailbox = "ann@example.com",
        };
        FindItemRequest find = new(EwsFolderId.Parse("Inbox"))
        {
            BaseShape = EwsBaseShape.IdOnly,
            Properties = ["Subject", "From", "item:Size"],
            Offset = 40,
            MaxEntriesReturned = 20,
            QueryString = "subject:<a & b>",
        };

        await client.FindItemAsync(find, CancellationToken.None);

        XElement sent = Sent();
        Assert.Equal("Exchange2013_SP1",
            (string?)sent.Descendants(Types + "RequestServerVersion").Single().Attribute("Version"));
        Assert.Equal("ann@example.com", sent.Descendants(Types + "PrimarySmtpAddress").Single().Value);
        Assert.Equal("ann@example.com", _transport.Requests[0].Headers["X-AnchorMailbox"]);
        Assert.Equal(["item:Subject", "message:From", "item:Size"],
            sent.Descendants(Types + "FieldURI").Select(field => (string?)field.Attribute("FieldURI")));
        Assert.Equal(["ItemShape", "IndexedPageItemView", "ParentFolderIds", "QueryString"],
            sent.Descendants(Messages + "FindItem").Single().Elements().Select(element => element.Name.LocalName));
        Assert.Equal("inbox", (string?)sent.Descendants(Types + "DistinguishedFolderId").Single().Attribute("Id"));
        Assert.Equal("subject:<a & b>", sent.Descendants(Messages + "QueryString").Single().Value);
    }

    [Fact]
    public async Task An_item_has_its_usual_properties_and_all_others_by_their_names()
    {
        _transport.Then(200, Envelopes.Page(7, 1, true));

        EwsItem item = (await Client().FindItemAsync(Inbox(), CancellationToken.None)).GetValueOrThrow().Items.Single();

        Assert.Equal(("Message", "item7", "key", "Subject 7", 2048L, "ann@example.com"),
            (item.ItemType, item.ItemId, item.ChangeKey, item.Subject, item.Size, item.From));
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), item.DateTimeReceived);
        Assert.Equal(["Red", "Blue"], (string[])item.Properties["Categories/String"]);
        Assert.Equal("Ann", item.Properties["From/Mailbox/Name"]);
        Assert.Null(item.ItemClass);
    }

    [Fact]
    public async Task An_error_of_one_item_of_a_batch_stays_with_that_item()
    {
        _transport.Then(200, Envelopes.Items(
            Envelopes.ItemMessage(0), Envelopes.ErrorMessage("ErrorItemNotFound"), Envelopes.ItemMessage(2)));

        IReadOnlyList<EwsItemResult> results = await GetItemsAsync("item0", "item1", "item2");

        Assert.Equal(["item0", null, "item2"], results.Select(result => result.Item?.ItemId));
        Assert.Equal((EwsVerdict.ClientError, "item1"), (results[1].Error!.Verdict, results[1].ItemId));
    }

    [Fact]
    public async Task Items_that_were_not_looked_at_fare_as_the_one_that_stopped_the_batch()
    {
        _transport.Then(200, Envelopes.Items(
            Envelopes.ErrorMessage("ErrorPasswordExpired"), Envelopes.ErrorMessage("ErrorBatchProcessingStopped")));

        IReadOnlyList<EwsItemResult> results = await GetItemsAsync("item0", "item1");

        Assert.Equal((EwsVerdict.Authentication, "ErrorBatchProcessingStopped"),
            (results[1].Error!.Verdict, results[1].Error!.ResponseCode));
    }

    [Fact]
    public async Task An_answer_with_too_few_messages_is_refused_instead_of_matched_by_guess()
    {
        _transport.Then(200, Envelopes.Items(Envelopes.ItemMessage(0)));

        EwsReply<IReadOnlyList<EwsItemResult>> reply = await Client()
            .GetItemAsync(new GetItemRequest(["item0", "item1"]), CancellationToken.None);

        Assert.Equal(EwsVerdict.Network, reply.Error!.Verdict);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_anywhere_is_a_network_fault_and_never_a_short_page()
    {
        string whole = Envelopes.Page(0, 2, true);
        for (int length = 0; length < whole.Length; length++)
        {
            _transport.Then(200, whole[..length]);

            EwsReply<FindItemPage> reply = await Client().FindItemAsync(Inbox(), CancellationToken.None);

            Assert.Equal(EwsVerdict.Network, reply.Error?.Verdict);
        }
    }

    [Fact]
    public async Task A_fault_becomes_an_exception_only_where_it_is_asked_for()
    {
        _transport.Then(500, Envelopes.Busy("5000"));

        EwsReply<FindItemPage> reply = await Client().FindItemAsync(Inbox(), CancellationToken.None);

        ThrottlingToolsException exception = Assert.Throws<ThrottlingToolsException>(reply.GetValueOrThrow);
        Assert.Equal(("EwsThrottled", ErrorKind.LimitsExceeded), (exception.ErrorId, exception.Kind));
        Assert.Same(reply.Error, exception.Target);
    }

    [Theory]
    [InlineData("http://mail.example.com/EWS/Exchange.asmx", "UnencryptedEwsUri")]
    [InlineData("https://ann:secret@mail.example.com/", "InvalidEwsUri")]
    [InlineData("ftp://mail.example.com/", "InvalidEwsUri")]
    public void An_address_that_gives_secrets_away_is_refused_without_repeating_them(string uri, string errorId)
    {
        ThrottlingToolsException exception =
            Assert.Throws<ThrottlingToolsException>(() => new HttpTransport(new EwsConnectionOptions(new Uri(uri))));

        Assert.Equal(errorId, exception.ErrorId);
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_connection_prints_its_user_but_no_password()
    {
        EwsConnectionOptions options = new(new Uri("https://mail.example.com/"))
        {
            Credential = new System.Net.NetworkCredential("ann", "secret"),
        };

        using EwsConnection connection = new(options);

        Assert.Equal("https://mail.example.com/ as ann", connection.ToString());
    }

    private static FindItemRequest Inbox() => new(EwsFolderId.Parse("inbox"));

    private EwsClient Client() => new(_transport, new VirtualClock());

    private async Task<IReadOnlyList<EwsItemResult>> GetItemsAsync(params string[] ids) =>
        (await Client().GetItemAsync(new GetItemRequest(ids), CancellationToken.None)).GetValueOrThrow();

    private XElement Sent() => XElement.Parse(Encoding.UTF8.GetString(_transport.Requests[0].Body));
}
