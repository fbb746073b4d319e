using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Ews;
using ThrottlingTools.Timing;
using Xunit;

namespace ThrottlingTools.Core.Tests.Ews.Reading;

/// <summary>The values of items by type and name, however they came.</summary>
public sealed class EwsItemTests
{
    // The same answer for the quick way of reading, and with a comment for the other one.
    public static TheoryData<string> Envelope => ["", "<!-- c -->"];

    [Theory]
    [MemberData(nameof(Envelope))]
    public async Task Values_have_the_types_of_the_schema(string comment)
    {
        EwsItem item = await ReadAsync(comment
            + "<t:Size>2048</t:Size><t:IsRead>true</t:IsRead><t:HasAttachments>0</t:HasAttachments>"
            + "<t:DateTimeSent>2026-01-01T12:00:00+02:00</t:DateTimeSent><t:Importance>High</t:Importance>"
            + "<t:Categories><t:String>Red</t:String></t:Categories><t:ReminderMinutesBeforeStart>15"
            + "</t:ReminderMinutesBeforeStart><t:InstanceKey>AQI=</t:InstanceKey><t:Duration>PT1H</t:Duration>");

        Assert.Equal((2048L, true, false, "High"), (item.Size, item.IsRead, item.HasAttachments, item.Importance));
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.FromHours(2)), item.DateTimeSent);
        Assert.Equal(["Red"], item.Categories);
        Assert.Equal(15, item["ReminderMinutesBeforeStart"]);
        Assert.Equal(new byte[] { 1, 2 }, item["item:InstanceKey"]);
        Assert.Equal(TimeSpan.FromHours(1), item["duration"]);
        Assert.Equal(2048L, item.Properties["Size"]);
        Assert.Null(item.IsDraft);
        Assert.Null(item["Subject"]);
    }

    [Theory]
    [MemberData(nameof(Envelope))]
    public async Task A_mailbox_is_its_address_else_its_name_and_lists_stay_in_step(string comment)
    {
        EwsItem item = await ReadAsync(comment
            + "<t:From><t:Mailbox><t:Name>Ann</t:Name><t:EmailAddress>ann@example.com</t:EmailAddress></t:Mailbox>"
            + "</t:From><t:Sender><t:Mailbox><t:Name>Bob</t:Name><t:EmailAddress/></t:Mailbox></t:Sender>"
            + "<t:ToRecipients><t:Mailbox><t:Name>Eve</t:Name></t:Mailbox>"
            + "<t:Mailbox><t:Name>Joe</t:Name><t:EmailAddress>joe@example.com</t:EmailAddress></t:Mailbox>"
            + "</t:ToRecipients><t:RequiredAttendees><t:Attendee><t:Mailbox>"
            + "<t:EmailAddress>kim@example.com</t:EmailAddress></t:Mailbox>"
            + "<t:ResponseType>Accept</t:ResponseType></t:Attendee></t:RequiredAttendees>");

        Assert.Equal(("ann@example.com", "Bob"), (item.From, item.Sender));
        Assert.Equal(["Eve", "joe@example.com"], item.ToRecipients);
        Assert.Equal(new[] { "kim@example.com" }, item["RequiredAttendees"]);
        Assert.Equal("Ann", item["From/Mailbox/Name"]);
        Assert.Equal(new[] { "joe@example.com" }, item.Properties["ToRecipients/Mailbox/EmailAddress"]);
    }

    [Theory]
    [MemberData(nameof(Envelope))]
    public async Task Extended_properties_have_the_type_that_they_declare(string comment)
    {
        EwsItem item = await ReadAsync(comment
            + Extended("PropertyTag=\"0xe08\" PropertyType=\"Integer\"", "<t:Value>7</t:Value>")
            + Extended("DistinguishedPropertySetId='PublicStrings' PropertyName='Keywords' PropertyType='StringArray'",
                "<t:Values><t:Value>a</t:Value><t:Value>b</t:Value></t:Values>")
            + Extended("DistinguishedPropertySetId=\"Common\" PropertyId=\"34144\" PropertyType=\"SystemTime\"",
                "<t:Value>2026-01-01T00:00:00Z</t:Value>")
            + Extended("PropertySetId='00020329-0000-0000-C000-000000000046' PropertyName='x:1' PropertyType='Boolean'",
                "<t:Value>true</t:Value>")
            + Extended("PropertyTag=\"0x8001\" PropertyType=\"Error\"", "<t:Value>x</t:Value>"));

        Assert.Equal(7, item["0x0E08:Integer"]);
        Assert.Equal(7, item["0xe08:integer"]);
        Assert.Equal(new[] { "a", "b" }, item["PublicStrings/Keywords:StringArray"]);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), item["Common/0x8560:SystemTime"]);
        Assert.Equal(true, item["{00020329-0000-0000-C000-000000000046}:'x:1':Boolean"]);
        Assert.Equal("x", item.Properties["0x8001:Error"]);
    }

    [Theory]
    [MemberData(nameof(Envelope))]
    public async Task Entries_are_found_by_their_keys_and_structures_whole(string comment)
    {
        EwsItem item = await ReadAsync(comment
            + "<t:EmailAddresses><t:Entry Key=\"EmailAddress1\">a@b.c</t:Entry></t:EmailAddresses><t:PhysicalAddresses>"
            + "<t:Entry Key=\"Business\"><t:Street>Main</t:Street><t:City>Rome</t:City></t:Entry></t:PhysicalAddresses>"
            + "<t:InternetMessageHeaders><t:InternetMessageHeader HeaderName=\"X-A\">1</t:InternetMessageHeader>"
            + "</t:InternetMessageHeaders><t:ParentFolderId Id=\"folder\" ChangeKey=\"k\"/>");

        Assert.Equal("a@b.c", item["contacts:EmailAddress:EmailAddress1"]);
        Assert.Equal("Rome", item["contacts:PhysicalAddress:City:Business"]);
        Assert.Equal("1", item["item:InternetMessageHeader:X-A"]);
        Assert.Equal("folder", item.ParentFolderId);
        Dictionary<string, object> addresses = Assert.IsType<Dictionary<string, object>>(item["PhysicalAddresses"]);
        Assert.Equal(["Business/City", "Business/Street"], addresses.Keys.Order());
    }

    [Theory]
    [MemberData(nameof(Envelope))]
    public async Task What_is_no_value_of_its_type_stays_as_it_came(string comment)
    {
        EwsItem item = await ReadAsync(comment + "<t:Size>large</t:Size><t:DateTimeReceived/><t:Subject>  </t:Subject>"
            + "<t:Unheard><t:Of>1</t:Of><t:Of>2</t:Of></t:Unheard><t:Culture>&#x1F;&amp;é</t:Culture>");

        Assert.Null(item.Size);
        Assert.Equal("large", item["Size"]);
        Assert.Null(item.DateTimeReceived);
        Assert.Equal("  ", item.Subject);
        Assert.Equal(new[] { "1", "2" }, item["Unheard/Of"]);
        Assert.Equal("\u001F&é", item["Culture"]);
    }

    [Theory]
    [InlineData("2024-02-29T23:59:59Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    [InlineData("2023-02-29T00:00:00Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("2026-13-01T00:00:00Z")]
    [InlineData("2026-01-01T24:00:00Z")]
    [InlineData("2026-01-01T00:60:00Z")]
    [InlineData("2026-01-01T00:00:60Z")]
    [InlineData("2026-01-01t00:00:00Z")]
    [InlineData("2026-01-01T00:00:00z")]
    [InlineData("2026-01-0:T00:00:00Z")]
    [InlineData("&#50;026-01-01T00:0Z")]
    [InlineData("2026-01-01T00:00:00.5Z")]
    public async Task A_time_is_the_same_whichever_way_it_is_read(string text)
    {
        string content = $"<t:DateTimeSent>{text}</t:DateTimeSent>";

        EwsItem quick = await ReadAsync(content);
        EwsItem slow = await ReadAsync("<!-- c -->" + content);

        Assert.Equal(slow["DateTimeSent"], quick["DateTimeSent"]);
    }

    [Theory]
    [MemberData(nameof(Envelope))]
    public async Task A_time_that_came_twice_is_two_texts(string comment)
    {
        EwsItem item = await ReadAsync(comment + "<t:DateTimeSent>2026-01-01T00:00:00Z</t:DateTimeSent>"
            + "<t:DateTimeSent>2026-01-02T00:00:00Z</t:DateTimeSent>");

        Assert.Equal(new[] { "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z" }, item["DateTimeSent"]);
    }

    [Fact]
    public async Task Items_of_one_answer_keep_their_values_apart()
    {
        string[] contents =
            ["<t:Subject>1</t:Subject>", "<t:Size>2</t:Size>", "<t:Subject>3</t:Subject><t:Size>4</t:Size>"];

        EwsItem[] items = await ReadItemsAsync(contents);

        Assert.Equal([("1", null), (null, 2L), ("3", 4L)], items.Select(item => (item.Subject, item.Size)));
        Assert.Equal(
            [["Subject"], ["Size"], ["Subject", "Size"]], items.Select(item => item.Properties.Keys.ToArray()));
    }

    private static string Extended(string uri, string values) =>
        $"<t:ExtendedProperty><t:ExtendedFieldURI {uri} />{values}</t:ExtendedProperty>";

    private static async Task<EwsItem> ReadAsync(string content) => (await ReadItemsAsync(content)).Single();

    private static async Task<EwsItem[]> ReadItemsAsync(params string[] contents)
    {
        ScriptedTransport transport = new();
        transport.Then(200, Envelopes.Items([.. contents.Select((content, index) =>
            "<m:GetItemResponseMessage ResponseClass=\"Success\"><m:ResponseCode>NoError</m:ResponseCode><m:Items>"
            + $"<t:Message><t:ItemId Id=\"{index}\"/>{content}</t:Message></m:Items></m:GetItemResponseMessage>")]));
        EwsReply<IReadOnlyList<EwsItemResult>> reply = await new EwsClient(transport, new VirtualClock())
            .GetItemAsync(new GetItemRequest(contents.Select((_, index) => $"{index}")), CancellationToken.None);
        return [.. reply.GetValueOrThrow().Select(result => result.Item!)];
    }
}
