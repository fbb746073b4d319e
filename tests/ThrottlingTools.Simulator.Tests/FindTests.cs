using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using System.Xml.Linq;
using ThrottlingTools.Timing;
using Xunit;
using static ThrottlingTools.Simulator.Tests.Soap;

namespace ThrottlingTools.Simulator.Tests;

[Collection(nameof(Alone))] // it looks at the memory of the process
public sealed class FindTests
{
    private const int Items = 240;

    [Theory]
    [InlineData("<t:IsEqualTo><t:FieldURI FieldURI=\"item:Subject\"/>{0}</t:IsEqualTo>", "Subject", "==")]
    [InlineData("<t:IsNotEqualTo><t:FieldURI FieldURI=\"item:Subject\"/>{0}</t:IsNotEqualTo>", "Subject", "!=")]
    [InlineData("<t:IsGreaterThan><t:FieldURI FieldURI=\"item:Size\"/>{0}</t:IsGreaterThan>", "Size", ">")]
    [InlineData(
        "<t:IsGreaterThanOrEqualTo><t:FieldURI FieldURI=\"item:Size\"/>{0}</t:IsGreaterThanOrEqualTo>", "Size", ">=")]
    [InlineData(
        "<t:IsLessThan><t:FieldURI FieldURI=\"item:DateTimeReceived\"/>{0}</t:IsLessThan>", "DateTimeReceived", "<")]
    [InlineData(
        "<t:IsLessThanOrEqualTo><t:FieldURI FieldURI=\"item:DateTimeReceived\"/>{0}</t:IsLessThanOrEqualTo>",
        "DateTimeReceived", "<=")]
    public async Task Comparisons_find_what_they_say(string expression, string property, string sign)
    {
        EwsEndpoint endpoint = Endpoint();
        List<XElement> all = await ItemsAsync(endpoint, "");
        string pivot = all[100].Element(T + property)!.Value;
        string constant = "<t:FieldURIOrConstant><t:Constant Value=\"" + System.Security.SecurityElement.Escape(pivot)
            + "\"/></t:FieldURIOrConstant>";

        List<XElement> found = await ItemsAsync(endpoint, Restrict(string.Format(
            CultureInfo.InvariantCulture, expression, constant)));

        bool Holds(XElement item)
        {
            string value = item.Element(T + property)!.Value;
            int order = property == "Size"
                ? Number(value).CompareTo(Number(pivot))
                : string.CompareOrdinal(value, pivot);
            return sign switch
            {
                "==" => order == 0, "!=" => order != 0, ">" => order > 0, ">=" => order >= 0, "<" => order < 0,
                _ => order <= 0,
            };
        }
        Assert.NotEmpty(found);
        Assert.Equal(Ids(all.Where(Holds)), Ids(found));
    }

    [Theory]
    [InlineData("Substring", "IgnoreCase", "MIGRATION", "Re: Migration ", true)]
    [InlineData("Substring", "Exact", "MIGRATION", "", false)]
    [InlineData("Prefixed", "IgnoreCase", "re: mig", "Re: Migration ", true)]
    [InlineData("PrefixOnWords", "IgnoreCase", "migr", "Re: Migration ", true)]
    [InlineData("ExactPhrase", "IgnoreCase", "migr", "", false)]
    [InlineData("ExactPhrase", "IgnoreCase", "re: migration", "Re: Migration ", true)]
    [InlineData("FullString", "IgnoreCase", "migration", "", false)]
    [InlineData("Substring", "Loose", "angebot uber", "Angebot über", true)]
    public async Task Contains_knows_its_modes(string mode, string comparison, string sought, string prefix, bool any)
    {
        List<XElement> found = await ItemsAsync(Endpoint(), Restrict(
            $"<t:Contains ContainmentMode=\"{mode}\" ContainmentComparison=\"{comparison}\">"
            + $"<t:FieldURI FieldURI=\"item:Subject\"/><t:Constant Value=\"{sought}\"/></t:Contains>"));

        Assert.Equal(any, found.Count > 0);
        Assert.All(found, item => Assert.StartsWith(
            prefix, item.Element(T + "Subject")!.Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task And_Or_Not_Exists_and_Excludes_combine()
    {
        const string Unread = "<t:IsEqualTo><t:FieldURI FieldURI=\"message:IsRead\"/><t:FieldURIOrConstant>"
            + "<t:Constant Value=\"false\"/></t:FieldURIOrConstant></t:IsEqualTo>";
        const string HasCase = "<t:Exists><t:ExtendedFieldURI DistinguishedPropertySetId=\"PublicStrings\" "
            + "PropertyName=\"CaseNumber\" PropertyType=\"Integer\"/></t:Exists>";
        const string Even = "<t:Excludes><t:ExtendedFieldURI DistinguishedPropertySetId=\"PublicStrings\" "
            + "PropertyName=\"CaseNumber\" PropertyType=\"Integer\"/><t:Bitmask Value=\"0x1\"/></t:Excludes>";
        EwsEndpoint endpoint = Endpoint();

        int unread = (await ItemsAsync(endpoint, Restrict(Unread))).Count;
        int read = (await ItemsAsync(endpoint, Restrict($"<t:Not>{Unread}</t:Not>"))).Count;
        int either = (await ItemsAsync(endpoint, Restrict($"<t:Or>{Unread}<t:Not>{Unread}</t:Not></t:Or>"))).Count;
        int cases = (await ItemsAsync(endpoint, Restrict(HasCase))).Count;
        int even = (await ItemsAsync(endpoint, Restrict(Even))).Count;
        int none = (await ItemsAsync(endpoint, Restrict($"<t:And>{HasCase}<t:Not>{HasCase}</t:Not></t:And>"))).Count;

        Assert.Equal((80, 160, 240, 80, 40, 0), (unread, read, either, cases, even, none));
    }

    [Theory]
    [InlineData("subject:invoice", "Invoice")]
    [InlineData("subject:\"quarterly review\"", "Quarterly review")]
    [InlineData("migration", "Re: Migration")]
    [InlineData("(subject:invoice OR subject:travel) NOT travel", "Invoice")]
    public async Task AQS_finds_words_and_phrases(string query, string prefix)
    {
        List<XElement> found = await ItemsAsync(Endpoint(), "", "<m:QueryString>" + query + "</m:QueryString>");

        Assert.NotEmpty(found);
        Assert.All(found, item => Assert.StartsWith(
            prefix, item.Element(T + "Subject")!.Value, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("hasattachment:true", "HasAttachments", "true", 1)]
    [InlineData("isread:false", "IsRead", "false", 80)]
    [InlineData("from:ada", null, null, 1)]
    [InlineData("received:2025-12-31", null, null, 100)]
    [InlineData("received:&gt;=2025-12-31", null, null, 100)]
    [InlineData("size:&gt;60KB", null, null, 1)]
    [InlineData("kind:email", null, null, 240)]
    public async Task AQS_knows_the_usual_properties(string query, string? property, string? value, int atLeast)
    {
        List<XElement> found = await ItemsAsync(Endpoint(), "", "<m:QueryString>" + query + "</m:QueryString>");

        Assert.InRange(found.Count, atLeast, Items);
        if (property is not null)
            Assert.All(found, item => Assert.Equal(value, item.Element(T + property)!.Value));
    }

    [Theory]
    [InlineData("received:past month", "received:2025-12-01..2025-12-31")]
    [InlineData("received:Last Year isread:false", "received:2025 isread:false")]
    [InlineData("received:yesterday", "received:2025-12-31")]
    [InlineData("sent:wednesday", "sent:2025-12-31")]
    [InlineData("(received:this week)", "received:2025-12-28..2026-01-03")]
    public async Task AQS_knows_relative_dates_of_one_word_or_two(string query, string same)
    {
        List<XElement> found = await ItemsAsync(Endpoint(), "", $"<m:QueryString>{query}</m:QueryString>");
        List<XElement> expected = await ItemsAsync(Endpoint(), "", $"<m:QueryString>{same}</m:QueryString>");

        Assert.NotEmpty(expected);
        Assert.Equal(Ids(expected), Ids(found));
    }

    [Fact]
    public async Task A_restricted_page_holds_at_most_250()
    {
        const string Any = "<t:Exists><t:FieldURI FieldURI=\"item:Subject\"/></t:Exists>";

        (_, XElement body) = await Endpoint(3000).SendAsync(Envelope(FindItem(Page(1000, 0) + Restrict(Any))));

        Assert.Equal(250, body.ItemIds().Count);
        Assert.Equal("3000", (string)body.RootFolder().Attribute("TotalItemsInView")!);
        Assert.Equal("false", (string)body.RootFolder().Attribute("IncludesLastItemInRange")!);
    }

    [Theory]
    [InlineData("item:Size", "Ascending")]
    [InlineData("item:Size", "Descending")]
    [InlineData("item:Subject", "Ascending")]
    public async Task Sorting_orders_the_whole_folder(string fieldUri, string order)
    {
        string sort = $"<m:SortOrder><t:FieldOrder Order=\"{order}\"><t:FieldURI FieldURI=\"{fieldUri}\"/>"
            + "</t:FieldOrder></m:SortOrder>";
        string name = fieldUri.Substring("item:".Length);
        List<XElement> found = await ItemsAsync(Endpoint(), sort);

        List<string> values = found.Select(item => item.Element(T + name)!.Value).ToList();
        IEnumerable<string> sorted = name == "Size"
            ? values.OrderBy(Number)
            : values.OrderBy(value => value, StringComparer.OrdinalIgnoreCase);
        Assert.Equal(Items, values.Count);
        Assert.Equal(order == "Ascending" ? sorted : sorted.Reverse(), values);
    }

    [Fact]
    public async Task Ten_million_items_take_no_memory()
    {
        EwsEndpoint endpoint = Endpoint(10_000_000);
        await endpoint.SendAsync(Envelope(FindItem(Page(10, 0))));
        long before = GC.GetTotalMemory(forceFullCollection: true);

        foreach (int offset in new[] { 0, 5_000_000, 9_999_500 })
        {
            (_, XElement body) = await endpoint.SendAsync(Envelope(FindItem(Page(500, offset), "Default")));
            Assert.Equal(500, body.ItemIds().Count);
        }

        // Less than a byte an item; other tests run beside this one.
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 10_000_000);
        GC.KeepAlive(endpoint);
    }

    [Theory]
    [InlineData("Shallow", "Inbox", true)]
    [InlineData("Shallow", "Migration", false)]
    [InlineData("Deep", "Migration", true)]
    [InlineData("SoftDeleted", "Inbox", false)]
    public async Task FindFolder_goes_as_deep_as_asked(string traversal, string name, bool isFound)
    {
        (int status, XElement body) = await Endpoint().SendAsync(Envelope(FindFolder(traversal, "")));

        Assert.Equal(200, status);
        Assert.Equal(isFound, body.Descendants(T + "DisplayName").Any(e => e.Value == name));
    }

    [Fact]
    public async Task FindFolder_pages()
    {
        EwsEndpoint endpoint = Endpoint();
        List<string> names = [];
        for (bool isLast = false; !isLast;)
        {
            (_, XElement body) = await endpoint.SendAsync(Envelope(FindFolder("Deep",
                Page(4, names.Count).Replace("PageItemView", "PageFolderView", StringComparison.Ordinal))));
            names.AddRange(body.Descendants(T + "DisplayName").Select(e => e.Value));
            isLast = (bool)body.RootFolder().Attribute("IncludesLastItemInRange")!;
        }

        Assert.Equal(names.Distinct(), names);
        Assert.Contains("Recoverable Items", (await FolderNames(endpoint, "root")));
        Assert.Contains("Inbox", names);
    }

    [Fact]
    public async Task A_calendar_view_holds_what_overlaps_it()
    {
        const string View = "<m:CalendarView StartDate=\"2025-12-31T00:00:00Z\" EndDate=\"2025-12-31T06:00:00Z\"/>";

        (_, XElement body) = await Endpoint(2000).SendAsync(Envelope(FindItem(View, "Default")
            .Replace("\"inbox\"", "\"calendar\"", StringComparison.Ordinal)));

        List<XElement> items = body.Descendants(T + "CalendarItem").ToList();
        Assert.InRange(items.Count, 20, 80);
        Assert.All(items, item =>
        {
            string start = item.Element(T + "Start")!.Value, end = item.Element(T + "End")!.Value;
            Assert.InRange(start, "2025-12-30T22:00:00Z", "2025-12-31T06:00:00Z");
            Assert.True(string.CompareOrdinal(start, end) < 0);
        });
    }

    [Theory]
    [InlineData("inbox", "IPM.Configuration.MRM")]
    [InlineData("calendar", "IPM.Configuration.WorkHours")]
    public async Task Associated_items_are_found_apart_from_the_others_and_can_be_got(string folder, string itemClass)
    {
        EwsEndpoint endpoint = Endpoint();
        string find = FindItem(Page(10, 0), "AllProperties")
            .Replace("\"Shallow\"", "\"Associated\"", StringComparison.Ordinal)
            .Replace("\"inbox\"", $"\"{folder}\"", StringComparison.Ordinal);

        (_, XElement found) = await endpoint.SendAsync(Envelope(find));
        (_, XElement got) = await endpoint.SendAsync(Envelope(GetItem(
            found.ItemIds(), "<t:BaseShape>AllProperties</t:BaseShape>")));

        Assert.InRange(found.ItemIds().Count, 2, 5);
        Assert.Contains(itemClass, found.Descendants(T + "ItemClass").Select(e => e.Value));
        Assert.Equal(found.ItemIds(), got.ItemIds());
        Assert.All(got.Descendants(M + "ResponseCode"), code => Assert.Equal("NoError", code.Value));
        Assert.All(got.Descendants(T + "IsAssociated"), flag => Assert.Equal("true", flag.Value));
    }

    [Fact]
    public async Task A_deleted_associated_item_is_gone_and_the_others_stay()
    {
        EwsEndpoint endpoint = Endpoint();
        string find = FindItem("").Replace("\"Shallow\"", "\"Associated\"", StringComparison.Ordinal);
        (_, XElement before) = await endpoint.SendAsync(Envelope(find));

        Assert.True(endpoint.Mailbox.RemoveItem(before.ItemIds()[0]));
        (_, XElement after) = await endpoint.SendAsync(Envelope(find));

        Assert.Equal(before.ItemIds().Skip(1), after.ItemIds());
        Assert.Equal(Items, endpoint.Mailbox.FindFolder("inbox")!.ItemCount);
    }

    [Theory]
    [InlineData("Maximum", "Descending")]
    [InlineData("Minimum", "Ascending")]
    public async Task Groups_hold_what_shares_a_value_and_stand_by_their_aggregate(string aggregate, string order)
    {
        EwsEndpoint endpoint = Endpoint();
        string groupBy = $"<m:GroupBy Order=\"{order}\"><t:FieldURI FieldURI=\"item:Importance\"/><t:AggregateOn "
            + $"Aggregate=\"{aggregate}\"><t:FieldURI FieldURI=\"item:Size\"/></t:AggregateOn></m:GroupBy>";

        (_, XElement body) = await endpoint.SendAsync(Envelope(FindItem(
            Page(1000, 0), "AllProperties", groupBy)));

        List<XElement> groups = body.RootFolder().Element(T + "Groups")!.Elements(T + "GroupedItems").ToList();
        Assert.Equal(["High", "Normal"], groups.Select(Index).OrderBy(index => index, StringComparer.Ordinal));
        Assert.All(groups, group => Assert.All(
            group.Descendants(T + "Importance"), value => Assert.Equal(Index(group), value.Value)));
        Assert.Equal(Items, body.ItemIds().Distinct().Count());
        List<int> extremes = groups.Select(group => group.Descendants(T + "Size").Select(e => Number(e.Value)))
            .Select(sizes => aggregate == "Maximum" ? sizes.Max() : sizes.Min()).ToList();
        Assert.Equal(order == "Ascending" ? extremes.Order() : extremes.OrderDescending(), extremes);
        static string Index(XElement group) => group.Element(T + "GroupIndex")!.Value;
    }

    [Fact]
    public async Task Groups_by_people_are_numbered()
    {
        const string GroupBy = "<m:GroupBy Order=\"Ascending\"><t:FieldURI FieldURI=\"message:From\"/>"
            + "<t:AggregateOn Aggregate=\"Minimum\"><t:FieldURI FieldURI=\"item:Subject\"/></t:AggregateOn>"
            + "</m:GroupBy>";
        EwsEndpoint endpoint = Endpoint();

        (_, XElement body) = await endpoint.SendAsync(Envelope(FindItem(Page(1000, 0), "Default", GroupBy)));

        List<XElement> groups = body.Descendants(T + "GroupedItems").ToList();
        Assert.NotEmpty(groups);
        Assert.Equal(
            Enumerable.Range(0, groups.Count).Select(number => $"{number}"),
            groups.Select(group => group.Element(T + "GroupIndex")!.Value));
        Assert.All(groups, group => Assert.Single(
            group.Descendants(T + "From").Select(from => from.Value).Distinct()));
    }

    [Fact]
    public async Task Conversation_topics_group_by_what_came_last_and_pages_go_on_inside_groups()
    {
        const string GroupBy = "<m:DistinguishedGroupBy Order=\"Descending\">"
            + "<t:StandardGroupBy>ConversationTopic</t:StandardGroupBy></m:DistinguishedGroupBy>";
        EwsEndpoint endpoint = Endpoint();
        (_, XElement whole) = await endpoint.SendAsync(Envelope(FindItem(Page(1000, 0), "Default", GroupBy)));
        (_, XElement first) = await endpoint.SendAsync(Envelope(FindItem(Page(100, 0), "Default", GroupBy)));
        (_, XElement second) = await endpoint.SendAsync(Envelope(FindItem(Page(1000, 100), "Default", GroupBy)));

        List<string> newest = whole.Descendants(T + "GroupedItems")
            .Select(group => group.Descendants(T + "DateTimeReceived").Max(e => e.Value)!).ToList();
        Assert.Equal(newest.OrderDescending(StringComparer.Ordinal), newest);
        Assert.Equal(whole.ItemIds(), first.ItemIds().Concat(second.ItemIds()));
        Assert.Equal("100", (string)first.RootFolder().Attribute("IndexedPagingOffset")!);
    }

    private static async Task<List<string>> FolderNames(EwsEndpoint endpoint, string parent)
    {
        (_, XElement body) = await endpoint.SendAsync(Envelope(FindFolder("Deep", "")
            .Replace("msgfolderroot", parent, StringComparison.Ordinal)));
        return body.Descendants(T + "DisplayName").Select(e => e.Value).ToList();
    }

    private static string FindFolder(string traversal, string view) =>
        $"<m:FindFolder Traversal=\"{traversal}\"><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape>"
        + view + "<m:ParentFolderIds><t:DistinguishedFolderId Id=\"msgfolderroot\"/></m:ParentFolderIds>"
        + "</m:FindFolder>";

    private static int Number(string value) => int.Parse(value, CultureInfo.InvariantCulture);

    private static string Restrict(string expression) => "<m:Restriction>" + expression + "</m:Restriction>";

    private static IEnumerable<string> Ids(IEnumerable<XElement> items) =>
        items.Select(item => (string)item.Element(T + "ItemId")!.Attribute("Id")!);

    private static async Task<List<XElement>> ItemsAsync(EwsEndpoint endpoint, string more, string query = "")
    {
        (int status, XElement body) = await endpoint.SendAsync(
            Envelope(FindItem(Page(1000, 0), "Default", more, query)));
        Assert.Equal((200, "NoError"), (status, body.ResponseCode()));
        return body.Descendants(T + "Message").ToList();
    }

    private static EwsEndpoint Endpoint(int items = Items) =>
        new(new SimulatorOptions { ItemCount = items }, new VirtualClock());
}
