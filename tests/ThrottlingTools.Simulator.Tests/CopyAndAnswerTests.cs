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

public sealed class CopyAndAnswerTests
{
    private const string Subject = "<t:AdditionalProperties><t:FieldURI FieldURI=\"item:Subject\" />"
        + "</t:AdditionalProperties></m:ItemShape>";

    private readonly EwsEndpoint _endpoint = new(new SimulatorOptions { ItemCount = 300 }, new VirtualClock());

    private SyntheticMailbox Mailbox => _endpoint.Mailbox;

    [Fact]
    public async Task CopyFolder_copies_items_and_what_is_below()
    {
        SyntheticFolder projects = Mailbox.Folders.Single(folder => folder.DisplayName == "Projects");

        XElement body = await SendAsync(Copy(projects.Id, "drafts"));

        string id = (string)body.Descendants(T + "FolderId").Single().Attribute("Id")!;
        SyntheticFolder copy = Mailbox.Folders.Single(folder => folder.Id == id);
        Assert.Equal((15, "Projects"), (copy.ItemCount, copy.DisplayName));
        Assert.Equal(["Migration"], copy.Children.Select(child => child.DisplayName));
        Assert.Equal(6, copy.Children.Single().ItemCount);
        Assert.Equal(15, projects.ItemCount);
        Assert.Equal("ErrorFolderExists", (await SendAsync(Copy(projects.Id, "drafts"))).ResponseCode());
        Assert.Equal("ErrorMoveCopyFailed", (await SendAsync(Copy(projects.Id, projects.Id))).ResponseCode());
    }

    [Theory]
    [InlineData("Beginning", 10, 0)]
    [InlineData("End", 10, 290)]
    public async Task A_seek_begins_where_its_condition_holds(string basePoint, int max, int first)
    {
        List<string> all = [.. Mailbox.FindFolder("inbox")!.ItemIds];
        string condition = "<t:Condition><t:Exists><t:FieldURI FieldURI=\"item:Subject\"/></t:Exists></t:Condition>";

        XElement body = await SendAsync(FindItem(Seek(basePoint, max, condition)));

        Assert.Equal(all.Skip(first).Take(max), body.ItemIds());
    }

    [Fact]
    public async Task A_seek_goes_by_the_order_and_leads_past_the_end_where_nothing_fits()
    {
        (_, XElement all) = await _endpoint.SendAsync(Envelope(
            FindItem(Page(300, 0)).Replace("</m:ItemShape>", Subject, StringComparison.Ordinal)));
        List<string> subjects = [.. all.Descendants(T + "Subject").Select(element => element.Value)];

        XElement found = await SendAsync(FindItem(Seek("Beginning", 1, Is(subjects[123]))));
        XElement none = await SendAsync(FindItem(Seek("Beginning", 5, Is("no such subject"))));

        Assert.Equal(all.ItemIds()[123], Assert.Single(found.ItemIds()));
        Assert.Equal("124", (string)found.RootFolder().Attribute("IndexedPagingOffset")!);
        Assert.Equal("300", (string)found.RootFolder().Attribute("TotalItemsInView")!);
        Assert.Empty(none.ItemIds());
        Assert.Equal("true", (string)none.RootFolder().Attribute("IncludesLastItemInRange")!);
    }

    [Fact]
    public async Task A_seek_is_unknown_before_2013()
    {
        (int status, XElement body) = await _endpoint.SendAsync(
            Envelope(FindItem(Seek("Beginning", 5, Is("x"))), "Exchange2010_SP2"));

        Assert.Equal((500, "ErrorSchemaValidation"), (status, body.ResponseCode()));
    }

    [Theory]
    [InlineData("AcceptItem", "Accept", "calendar", "IPM.Schedule.Meeting.Resp.Pos")]
    [InlineData("TentativelyAcceptItem", "Tentative", "calendar", "IPM.Schedule.Meeting.Resp.Tent")]
    [InlineData("DeclineItem", "Decline", "deleteditems", "IPM.Schedule.Meeting.Resp.Neg")]
    public async Task An_answer_to_a_meeting_is_kept_and_sent(
        string element, string response, string folder, string itemClass)
    {
        SyntheticFolder calendar = Mailbox.FindFolder("calendar")!;
        string id = calendar.ItemIdAt(0);

        XElement body = await SendAsync(Answer(element, id));

        string answered = Assert.Single(body.ItemIds());
        Assert.Contains(answered, Mailbox.FindFolder(folder)!.ItemIds);
        (_, XElement item) = await _endpoint.SendAsync(Envelope(GetItem(
            [answered, Mailbox.FindFolder("inbox")!.ItemIdAt(0)], "<t:BaseShape>AllProperties</t:BaseShape>")));
        Assert.Equal(response, item.Descendants(T + "MyResponseType").Single().Value);
        Assert.Contains(itemClass, item.Descendants(T + "ItemClass").Select(one => one.Value));
    }

    [Fact]
    public async Task Only_meetings_are_answered() => Assert.Equal(
        "ErrorInvalidItemForOperationAcceptItem",
        (await SendAsync(Answer("AcceptItem", Mailbox.FindFolder("inbox")!.ItemIdAt(0)))).ResponseCode());

    [Fact]
    public async Task An_attached_item_comes_in_the_shape_that_is_asked_for()
    {
        string parent = Mailbox.FindFolder("inbox")!.ItemIdAt(0);
        XElement made = await SendAsync(
            $"<m:CreateAttachment><m:ParentItemId Id=\"{parent}\" /><m:Attachments><t:ItemAttachment>"
            + "<t:Name>note</t:Name><t:Message><t:Subject>inner</t:Subject><t:Body BodyType=\"HTML\">"
            + "&lt;p&gt;one &amp;amp; two&lt;/p&gt;</t:Body></t:Message></t:ItemAttachment></m:Attachments>"
            + "</m:CreateAttachment>");
        string id = (string)made.Descendants(T + "AttachmentId").Single().Attribute("Id")!;

        XElement body = await SendAsync("<m:GetAttachment><m:AttachmentShape>"
            + "<t:IncludeMimeContent>true</t:IncludeMimeContent><t:BodyType>Text</t:BodyType></m:AttachmentShape>"
            + $"<m:AttachmentIds><t:AttachmentId Id=\"{id}\" /></m:AttachmentIds></m:GetAttachment>");

        Assert.Equal("one & two", body.Descendants(T + "Body").Single().Value);
        Assert.NotEmpty(body.Descendants(T + "MimeContent").Single().Value);
    }

    private static string Copy(string id, string target) =>
        "<m:CopyFolder><m:ToFolderId>" + (target.Length > 20
            ? $"<t:FolderId Id=\"{target}\" />" : $"<t:DistinguishedFolderId Id=\"{target}\" />")
        + $"</m:ToFolderId><m:FolderIds><t:FolderId Id=\"{id}\" /></m:FolderIds></m:CopyFolder>";

    private static string Seek(string basePoint, int max, string condition) =>
        $"<m:SeekToConditionPageItemView BasePoint=\"{basePoint}\" MaxEntriesReturned=\"{max}\">{condition}"
        + "</m:SeekToConditionPageItemView>";

    private static string Is(string subject) =>
        "<t:Condition><t:IsEqualTo><t:FieldURI FieldURI=\"item:Subject\"/><t:FieldURIOrConstant><t:Constant Value=\""
        + System.Security.SecurityElement.Escape(subject)
        + "\"/></t:FieldURIOrConstant></t:IsEqualTo></t:Condition>";

    private static string Answer(string element, string id) =>
        "<m:CreateItem MessageDisposition=\"SendAndSaveCopy\"><m:Items>"
        + $"<t:{element}><t:ReferenceItemId Id=\"{id}\" /></t:{element}></m:Items></m:CreateItem>";

    private async Task<XElement> SendAsync(string operation) =>
        (await _endpoint.SendAsync(Envelope(operation))).Body;
}
