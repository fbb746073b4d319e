using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Modelling;
using ThrottlingTools.Profiles;
using ThrottlingTools.Timing;
using Xunit;
using static ThrottlingTools.Simulator.Tests.Soap;

namespace ThrottlingTools.Simulator.Tests;

public sealed class EwsEndpointTests
{
    private const string Namespace = "http://schemas.microsoft.com/exchange/services/2006";

    private const string Exceeded = "You have exceeded the available concurrent connections for your account.  "
        + "Try again once your other requests have completed.";

    private const string ExceededBudget = "This operation exceeds the throttling budget for policy part "
        + "'MaxConcurrency', policy value '27',  Budget type: 'Ews'.  Suggested backoff time 0 ms.";

    [Theory]
    [InlineData("Beginning")]
    [InlineData("End")]
    public async Task Paging_returns_each_item_once(string basePoint)
    {
        EwsEndpoint endpoint = Endpoint(itemCount: 2503);
        List<string> ids = [];
        for (bool isLast = false; !isLast;)
        {
            (_, XElement body) = await endpoint.SendAsync(Envelope(FindItem(Page(700, ids.Count, basePoint))));
            ids.AddRange(body.ItemIds());
            Assert.Equal(ids.Count, (int)body.RootFolder().Attribute("IndexedPagingOffset")!);
            isLast = (bool)body.RootFolder().Attribute("IncludesLastItemInRange")!;
        }

        Assert.Equal(2503, ids.Count);
        Assert.Equal(2503, ids.Distinct().Count());
    }

    [Fact]
    public async Task Paging_by_fraction_returns_each_item_once()
    {
        EwsEndpoint endpoint = Endpoint(itemCount: 333);
        List<string> ids = [];
        string numerator = "0", denominator = "1";
        for (bool isLast = false; !isLast;)
        {
            (_, XElement body) = await endpoint.SendAsync(Envelope(FindItem(
                "<m:FractionalPageItemView MaxEntriesReturned=\"100\" "
                + $"Numerator=\"{numerator}\" Denominator=\"{denominator}\" />")));
            ids.AddRange(body.ItemIds());
            numerator = (string)body.RootFolder().Attribute("NumeratorOffset")!;
            denominator = (string)body.RootFolder().Attribute("AbsoluteDenominator")!;
            isLast = (bool)body.RootFolder().Attribute("IncludesLastItemInRange")!;
        }

        Assert.Equal(333, ids.Distinct().Count());
        Assert.Equal(333, ids.Count);
    }

    [Fact]
    public async Task A_page_over_a_thousand_is_cut_and_says_that_more_follows()
    {
        EwsEndpoint endpoint = Endpoint(itemCount: 10_000_000);

        (int status, XElement body) = await endpoint.SendAsync(Envelope(FindItem(Page(5000, 9_000_000))));

        Assert.Equal(200, status);
        Assert.Equal(1000, body.ItemIds().Count);
        Assert.Equal("false", (string)body.RootFolder().Attribute("IncludesLastItemInRange")!);
        Assert.Equal("10000000", (string)body.RootFolder().Attribute("TotalItemsInView")!);
    }

    [Fact]
    public async Task Without_paging_a_folder_over_the_limit_gets_ErrorExceededFindCountLimit()
    {
        (int status, XElement body) = await Endpoint(itemCount: 1001).SendAsync(Envelope(FindItem("")));

        Assert.Equal(200, status);
        Assert.Equal("ErrorExceededFindCountLimit", body.ResponseCode());
    }

    [Fact]
    public async Task Items_come_newest_first_and_sorted_the_other_way_oldest_first()
    {
        EwsEndpoint endpoint = Endpoint(itemCount: 50);
        const string Ascending = "<m:SortOrder><t:FieldOrder Order=\"Ascending\">"
            + "<t:FieldURI FieldURI=\"item:DateTimeReceived\" /></t:FieldOrder></m:SortOrder>";

        (_, XElement newest) = await endpoint.SendAsync(Envelope(FindItem(Page(50, 0), "Default")));
        (_, XElement oldest) = await endpoint.SendAsync(Envelope(FindItem(Page(50, 0), "Default", Ascending)));

        List<DateTime> received = newest.Descendants(T + "DateTimeReceived")
            .Select(e => DateTime.Parse(e.Value, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(received.OrderDescending(), received);
        Assert.Equal(newest.ItemIds().AsEnumerable().Reverse(), oldest.ItemIds());
    }

    [Fact]
    public async Task GetItem_answers_each_id_in_order_and_fails_only_the_bad_ones()
    {
        EwsEndpoint endpoint = Endpoint(itemCount: 5);
        (_, XElement page) = await endpoint.SendAsync(Envelope(FindItem(Page(5, 0))));
        (_, XElement foreign) = await new EwsEndpoint(
            new SimulatorOptions { MailboxAddress = "other@contoso.com" }, new VirtualClock())
            .SendAsync(Envelope(FindItem(Page(1, 0))));
        (_, XElement folder) = await endpoint.SendAsync(Envelope(GetFolder()));
        string folderId = (string)folder.Descendants(T + "FolderId").Single().Attribute("Id")!;
        string[] ids = [page.ItemIds()[3], "AAMkbroken", foreign.ItemIds()[0], folderId, page.ItemIds()[0]];

        (int status, XElement body) = await endpoint.SendAsync(Envelope(GetItem(ids)));

        Assert.Equal(200, status);
        Assert.Equal(
            ["NoError", "ErrorInvalidIdMalformed", "ErrorItemNotFound", "ErrorCannotUseFolderIdForItemId", "NoError"],
            body.Descendants(M + "ResponseCode").Select(code => code.Value));
        Assert.Equal([ids[0], ids[4]], body.ItemIds());
        Assert.All(body.Descendants(T + "Message"), message => Assert.NotEmpty(message.Element(T + "Body")!.Value));
    }

    [Fact]
    public async Task Additional_properties_come_beside_the_ids()
    {
        (_, XElement body) = await Endpoint().SendAsync(Envelope(
            FindItem(Page(1, 0)).Replace(
                "</t:BaseShape>",
                "</t:BaseShape><t:AdditionalProperties><t:FieldURI FieldURI=\"item:Subject\" />"
                + "<t:FieldURI FieldURI=\"message:From\" /></t:AdditionalProperties>", StringComparison.Ordinal)));

        Assert.Equal(
            ["ItemId", "Subject", "From"],
            body.Descendants(T + "Message").Single().Elements().Select(element => element.Name.LocalName));
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_mailbox_and_another_one_another()
    {
        async Task<List<string>> Ids(int seed)
        {
            EwsEndpoint endpoint = new(new SimulatorOptions { Seed = seed }, new VirtualClock());
            return (await endpoint.SendAsync(Envelope(FindItem(Page(10, 0))))).Body.ItemIds();
        }

        Assert.Equal(await Ids(7), await Ids(7));
        Assert.NotEqual(await Ids(7), await Ids(8));
    }

    [Fact]
    public async Task GetFolder_tells_name_count_and_server_version()
    {
        (_, XElement body) = await Endpoint(itemCount: 42).SendAsync(Envelope(GetFolder()));

        Assert.Equal("Inbox", body.Descendants(T + "DisplayName").Single().Value);
        Assert.Equal("42", body.Descendants(T + "TotalCount").Single().Value);
        Assert.Equal("15", (string)body.Descendants(T + "ServerVersionInfo").Single().Attribute("MajorVersion")!);
    }

    [Fact]
    public async Task The_28th_concurrent_request_gets_the_published_fault_and_the_27_end_well()
    {
        GatedClock clock = new();
        EwsEndpoint endpoint = new(new SimulatorOptions(), clock);
        List<Task<(int Status, XElement Body)>> running =
            Enumerable.Range(0, 27).Select(_ => endpoint.SendAsync(Envelope(GetFolder()))).ToList();
        await clock.UntilHeldAsync(27);

        (int status, XElement body) = await endpoint.SendAsync(Envelope(GetFolder()));

        Assert.Equal(500, status);
        Assert.Equal(
            $"""
            <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>
             <faultcode xmlns:a="{Namespace}/types">a:ErrorExceededConnectionCount</faultcode>
             <faultstring xml:lang="en-US">{Exceeded}</faultstring>
             <detail>
              <e:ResponseCode xmlns:e="{Namespace}/errors">ErrorExceededConnectionCount</e:ResponseCode>
              <e:Message xmlns:e="{Namespace}/errors">{Exceeded}</e:Message>
              <t:MessageXml xmlns:t="{Namespace}/types">
               <t:Value Name="Policy">MaxConcurrency</t:Value>
               <t:Value Name="MaxConcurrencyLimit">27</t:Value>
               <t:Value Name="ErrorMessage">{ExceededBudget}</t:Value>
              </t:MessageXml>
             </detail></s:Fault></s:Body></s:Envelope>
            """.Split('\n').Select(line => line.Trim()).Aggregate(string.Concat),
            body.ToString(SaveOptions.DisableFormatting));
        clock.Open();
        Assert.All(await Task.WhenAll(running), answer => Assert.Equal(200, answer.Status));
        Assert.Equal((28, 1), (endpoint.RequestCount, endpoint.ErrorCount));
    }

    [Fact]
    public async Task A_request_that_is_ended_early_frees_its_connection()
    {
        GatedClock clock = new();
        EwsEndpoint endpoint = new(new SimulatorOptions { Profile = Profile(("EwsMaxConcurrency", 1)) }, clock);
        using System.Threading.CancellationTokenSource source = new();
        Task held = endpoint.SendUntilAsync(Envelope(GetFolder()), source.Token);
        await clock.UntilHeldAsync(1);

        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => held);
        clock.Open();

        Assert.Equal(200, (await endpoint.SendAsync(Envelope(GetFolder()))).Status);
    }

    [Fact]
    public async Task Concurrent_finds_that_exhaust_the_find_count_cut_the_page_short()
    {
        GatedClock clock = new();
        EwsEndpoint endpoint = new(new SimulatorOptions { ItemCount = 5000 }, clock);
        Task<(int, XElement)> first = endpoint.SendAsync(Envelope(FindItem(Page(600, 0))));
        await clock.UntilHeldAsync(1);
        Task<(int Status, XElement Body)> second = endpoint.SendAsync(Envelope(FindItem(Page(600, 600))));
        await clock.UntilHeldAsync(1);
        (int olderStatus, XElement older) = await endpoint.SendAsync(Envelope(FindItem(Page(600, 0)), "Exchange2010"));
        clock.Open();

        XElement body = (await second).Body;
        Assert.Equal(400, body.ItemIds().Count);
        Assert.Equal("false", (string)body.RootFolder().Attribute("IncludesLastItemInRange")!);
        Assert.Equal("1000", (string)body.RootFolder().Attribute("IndexedPagingOffset")!);
        Assert.Equal(600, (await first).Item2.ItemIds().Count);
        Assert.Equal((500, "ErrorServerBusy"), (olderStatus, older.ResponseCode()));
    }

    [Fact]
    public async Task Burning_the_budget_down_delays_then_locks_out_with_BackOffMilliseconds()
    {
        VirtualClock clock = new();
        EwsEndpoint endpoint = new(
            new SimulatorOptions
            {
                Profile = Profile(("EwsMaxBurst", 10_000), ("EwsCutoffBalance", 100_000)),
                ServiceTimes = ServiceTimes.Default.With(
                    EwsOperation.GetFolder, new ServiceTime(TimeSpan.FromSeconds(20), TimeSpan.Zero, TimeSpan.Zero)),
            },
            clock);
        int status = 200;
        XElement body = new("none");
        TimeSpan longest = TimeSpan.Zero;
        for (int i = 0; i < 100 && status == 200; i++)
        {
            TimeSpan before = clock.Now;
            (status, body) = await endpoint.SendAsync(Envelope(GetFolder()));
            longest = status == 200 ? clock.Now - before : longest;
        }

        Assert.Equal((500, "ErrorServerBusy"), (status, body.ResponseCode()));
        Assert.True(longest > TimeSpan.FromSeconds(50), "The last call before the cut-off is delayed by micro-delays.");
        XElement hint = Assert.Single(body.Descendants(T + "Value"));
        Assert.Equal("BackOffMilliseconds", (string)hint.Attribute("Name")!);
        Assert.Equal("300000", hint.Value);
        clock.Advance(TimeSpan.FromMilliseconds(300_000));
        Assert.Equal(200, (await endpoint.SendAsync(Envelope(GetFolder()))).Status);
    }

    [Fact]
    public async Task A_batch_over_one_minute_answers_ErrorTimeoutExpired_for_what_was_not_done()
    {
        VirtualClock clock = new();
        EwsEndpoint endpoint = new(
            new SimulatorOptions
            {
                Profile = Profile(("EwsMaxBurst", 0)),
                ServiceTimes = ServiceTimes.Default.With(
                    EwsOperation.GetItem, new ServiceTime(TimeSpan.Zero, TimeSpan.FromSeconds(4), TimeSpan.Zero)),
            },
            clock);
        (_, XElement page) = await endpoint.SendAsync(Envelope(FindItem(Page(10, 0))));
        clock.Advance(TimeSpan.FromHours(1));
        TimeSpan before = clock.Now;

        (int status, XElement body) = await endpoint.SendAsync(Envelope(GetItem(page.ItemIds())));

        Assert.Equal(200, status);
        Assert.Equal(TimeSpan.FromMinutes(1), clock.Now - before);
        List<string> codes = body.Descendants(M + "ResponseCode").Select(code => code.Value).ToList();
        Assert.Equal(4, codes.Count(code => code == "NoError")); // 4 s of work and 12 s of recharge an item
        Assert.Equal(6, codes.Count(code => code == "ErrorTimeoutExpired"));
    }

    [Fact]
    public async Task Impersonation_needs_a_mailbox_and_charges_a_budget_of_its_own()
    {
        GatedClock clock = new();
        EwsEndpoint endpoint = new(
            new SimulatorOptions
            {
                Profile = Profile(("EwsMaxConcurrency", 1)),
                AdditionalMailboxes = ["second@contoso.com"],
            },
            clock);
        Task<(int Status, XElement)> own = endpoint.SendAsync(Envelope(GetFolder()));
        await clock.UntilHeldAsync(1);
        Task<(int Status, XElement)> impersonated =
            endpoint.SendAsync(Envelope(GetFolder(), header: Impersonate("second@contoso.com")));
        await clock.UntilHeldAsync(1);

        string nobody = Envelope(GetFolder(), header: Impersonate("none@contoso.com"));

        (int status, XElement body) = await endpoint.SendAsync(nobody);

        Assert.Equal((500, "ErrorNonExistentMailbox"), (status, body.ResponseCode()));
        clock.Open();
        Assert.Equal((200, 200), ((await own).Status, (await impersonated).Status));
    }

    [Theory]
    [InlineData("<m:SendItem SaveItemToFolder=\"true\" />", "ErrorSchemaValidation")]
    [InlineData("<m:GetDelegate IncludePermissions=\"true\" />", "ErrorInvalidRequest")]
    [InlineData("<m:NoSuchThing />", "ErrorInvalidRequest")]
    [InlineData("<other />", "ErrorSchemaValidation")]
    [InlineData("<m:GetItem />", "ErrorSchemaValidation")]
    [InlineData(
        "<m:GetFolder><m:FolderShape><t:BaseShape>Most</t:BaseShape></m:FolderShape><m:FolderIds>"
        + "<t:DistinguishedFolderId Id=\"inbox\" /></m:FolderIds></m:GetFolder>", "ErrorSchemaValidation")]
    [InlineData(
        "<m:FindItem Traversal=\"Deep\"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:ParentFolderIds>"
        + "<t:DistinguishedFolderId Id=\"inbox\" /></m:ParentFolderIds></m:FindItem>", "ErrorSchemaValidation")]
    public async Task What_is_no_valid_request_gets_a_fault(string operation, string code)
    {
        (int status, XElement body) = await Endpoint().SendAsync(Envelope(operation));

        Assert.Equal((500, code), (status, body.ResponseCode()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not xml")]
    [InlineData("<a><b></a>")]
    [InlineData("<!DOCTYPE a [<!ENTITY e \"x\">]><a>&e;</a>")]
    [InlineData("<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" />")]
    public async Task Malformed_XML_and_DTDs_are_refused_with_a_fault(string text)
    {
        (int status, XElement body) = await Endpoint().SendAsync(text);

        Assert.Equal((500, "ErrorSchemaValidation"), (status, body.ResponseCode()));
    }

    [Fact]
    public async Task Elements_nested_very_deep_are_refused_with_a_fault()
    {
        string deep = string.Concat(Enumerable.Repeat("<a>", 100_000))
            + string.Concat(Enumerable.Repeat("</a>", 100_000));

        Assert.Equal("ErrorSchemaValidation", (await Endpoint().SendAsync(Envelope(deep))).Body.ResponseCode());
    }

    private static EwsEndpoint Endpoint(int itemCount = 1000) =>
        new(new SimulatorOptions { ItemCount = itemCount }, new VirtualClock());

    private static ThrottlingProfile Profile(params (string Name, long Value)[] changes) =>
        ProfileCatalogue.Get(ExchangeRelease.Exchange2016).With("test", changes.Select(change => new ThrottlingSetting(
            change.Name, new Unlimited(change.Value), SettingSource.Declared("test"), null)));
}
