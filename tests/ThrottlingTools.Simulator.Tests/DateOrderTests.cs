using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using System.Xml.Linq;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Timing;
using Xunit;
using static ThrottlingTools.Simulator.Tests.Soap;

namespace ThrottlingTools.Simulator.Tests;

[Collection(nameof(Alone))] // it looks at the memory of the process
public sealed class DateOrderTests
{
    private const int Many = 10_000_000; // more than can be sorted

    private const string ToMyself = "<m:CreateItem MessageDisposition=\"SendOnly\"><m:Items><t:Message>"
        + "<t:Subject>Note</t:Subject><t:ToRecipients><t:Mailbox><t:EmailAddress>user@contoso.com</t:EmailAddress>"
        + "</t:Mailbox></t:ToRecipients></t:Message></m:Items></m:CreateItem>";

    public static readonly TheoryData<string, string> Orders = new(
        from property in new[] { "DateTimeReceived", "DateTimeCreated", "DateTimeSent" }
        from order in new[] { "Ascending", "Descending" }
        select (property, order));

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task A_date_orders_ten_million_items_without_memory(string property, string order)
    {
        EwsEndpoint endpoint = Endpoint(Many);
        await PageAsync(endpoint, property, order, 0, 10);
        long before = GC.GetTotalMemory(forceFullCollection: true);

        List<string> dates = [];
        foreach (int offset in new[] { 0, Many / 2, Many - 500 })
            dates.AddRange((await PageAsync(endpoint, property, order, offset, 500)).Select(item => item.Date));

        Assert.Equal(1500, dates.Count);
        Assert.Equal(Sorted(dates, order), dates);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, Many);
        GC.KeepAlive(endpoint);
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Whatever_was_written_stands_where_its_date_puts_it(string property, string order)
    {
        VirtualClock clock = new();
        EwsEndpoint endpoint = Endpoint(300, clock);
        SyntheticMailbox mailbox = endpoint.Mailbox;
        SyntheticFolder inbox = mailbox.FindFolder("inbox")!, sent = mailbox.FindFolder("sentitems")!;
        string exported = await ExportAsync(endpoint, inbox.ItemIdAt(200));
        mailbox.AddItems(inbox, 3);
        clock.Advance(TimeSpan.FromDays(1));
        for (int place = 0; place < 60; place += 7)
            mailbox.MoveItem(sent.ItemIdAt(place), inbox);
        mailbox.RemoveItem(inbox.ItemIdAt(150));
        mailbox.TouchItem(inbox.ItemIdAt(151));
        await endpoint.SendAsync(Envelope(Upload(inbox, exported, "CreateNew", "")));
        await endpoint.SendAsync(Envelope(Upload(
            inbox, exported, "Update", $"<t:ItemId Id=\"{inbox.ItemIdAt(20)}\" />")));
        await endpoint.SendAsync(Envelope(ToMyself));
        mailbox.AddItems(inbox, 2);

        List<(string Id, string Date)> all = await PageAsync(endpoint, property, order, 0, 1000);

        List<string> dates = all.Select(item => item.Date).ToList();
        Assert.Equal(inbox.ItemCount, all.Count);
        Assert.Equal(inbox.ItemIds.Order(), all.Select(item => item.Id).Order());
        Assert.Equal(Sorted(dates, order), dates);
    }

    [Fact]
    public async Task What_arrives_while_a_client_pages_comes_after_what_was_there()
    {
        EwsEndpoint endpoint = Endpoint(1000, new VirtualClock());
        SyntheticFolder inbox = endpoint.Mailbox.FindFolder("inbox")!;
        List<string> before = inbox.ItemIds.Reverse().ToList();

        List<(string Id, string Date)> found = await PageAsync(endpoint, "DateTimeCreated", "Ascending", 0, 400);
        IReadOnlyList<string> added = endpoint.Mailbox.AddItems(inbox, 5);
        found.AddRange(await PageAsync(endpoint, "DateTimeCreated", "Ascending", 400, 1000));

        Assert.Equal(before.Concat(added), found.Select(item => item.Id));
    }

    private static string Upload(SyntheticFolder folder, string data, string action, string id) =>
        $"<m:UploadItems><m:Items><t:Item CreateAction=\"{action}\"><t:ParentFolderId Id=\"{folder.Id}\" />{id}"
        + $"<t:Data>{data}</t:Data></t:Item></m:Items></m:UploadItems>";

    private static async Task<string> ExportAsync(EwsEndpoint endpoint, string id)
    {
        (_, XElement body) = await endpoint.SendAsync(Envelope(
            $"<m:ExportItems><m:ItemIds><t:ItemId Id=\"{id}\" /></m:ItemIds></m:ExportItems>"));
        return body.Descendants(M + "Data").Single().Value;
    }

    private static IEnumerable<string> Sorted(List<string> dates, string order) => order == "Ascending"
        ? dates.Order(StringComparer.Ordinal)
        : dates.OrderDescending(StringComparer.Ordinal);

    private static async Task<List<(string Id, string Date)>> PageAsync(
        EwsEndpoint endpoint, string property, string order, int offset, int max)
    {
        string uri = $"<t:FieldURI FieldURI=\"item:{property}\" />";
        string sort = $"<m:SortOrder><t:FieldOrder Order=\"{order}\">{uri}</t:FieldOrder></m:SortOrder>";
        string find = FindItem(Page(max, offset), "IdOnly", sort).Replace(
            "</m:ItemShape>", $"<t:AdditionalProperties>{uri}</t:AdditionalProperties></m:ItemShape>",
            StringComparison.Ordinal);
        (int status, XElement body) = await endpoint.SendAsync(Envelope(find));
        Assert.Equal((200, "NoError"), (status, body.ResponseCode()));
        return body.Descendants(T + "Message")
            .Select(item => ((string)item.Element(T + "ItemId")!.Attribute("Id")!, item.Element(T + property)!.Value))
            .ToList();
    }

    private static EwsEndpoint Endpoint(int items, VirtualClock? clock = null) =>
        new(new SimulatorOptions { ItemCount = items }, clock ?? new VirtualClock());
}
