using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Xml.Linq;
using ThrottlingTools.Ews;
using Xunit;

namespace ThrottlingTools.Core.Tests.Ews.Requests;

/// <summary>Each request as the schema has it (messages.xsd and types.xsd, public), written by hand.</summary>
public sealed class RequestTextTests
{
    private static readonly EwsFolderId Inbox = EwsFolderId.Parse("inbox", "ann@example.com");
    private static readonly EwsFolderId ById = EwsFolderId.Parse("AAMk+/12=");
    private static readonly EwsItemId[] Two = [new("a", "k"), new("b")];

    private const string IdsOfTwo =
        "<m:ItemIds><t:ItemId Id='a' ChangeKey='k'/><t:ItemId Id='b'/></m:ItemIds>";

    private const string IdOfInbox =
        "<t:DistinguishedFolderId Id='inbox'><t:Mailbox><t:EmailAddress>ann@example.com</t:EmailAddress></t:Mailbox>"
        + "</t:DistinguishedFolderId>";

    [Fact]
    public void FindItem() => Expect(
        new FindItemRequest(Inbox)
        {
            BaseShape = EwsBaseShape.IdOnly,
            Properties = ["Subject", "0x0E08:Integer"],
            Restriction = EwsFilter.Parse("IsRead"),
            SortOrder = [EwsSortField.Parse("Size desc"), EwsSortField.Parse("PublicStrings/No:Integer")],
            Offset = 20,
            MaxEntriesReturned = 10,
        },
        "<m:FindItem Traversal='Shallow'>"
        + "<m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>"
        + "<t:FieldURI FieldURI='item:Subject'/>"
        + "<t:ExtendedFieldURI PropertyTag='0x0E08' PropertyType='Integer'/></t:AdditionalProperties></m:ItemShape>"
        + "<m:IndexedPageItemView MaxEntriesReturned='10' Offset='20' BasePoint='Beginning'/>"
        + "<m:Restriction><t:IsEqualTo><t:FieldURI FieldURI='message:IsRead'/>"
        + "<t:FieldURIOrConstant><t:Constant Value='true'/></t:FieldURIOrConstant></t:IsEqualTo></m:Restriction>"
        + "<m:SortOrder><t:FieldOrder Order='Descending'><t:FieldURI FieldURI='item:Size'/></t:FieldOrder>"
        + "<t:FieldOrder Order='Ascending'><t:ExtendedFieldURI DistinguishedPropertySetId='PublicStrings' "
        + "PropertyName='No' PropertyType='Integer'/></t:FieldOrder></m:SortOrder>"
        + $"<m:ParentFolderIds>{IdOfInbox}</m:ParentFolderIds></m:FindItem>");

    [Fact]
    public void FindFolder() => Expect(
        new FindFolderRequest(ById)
        {
            Traversal = EwsFolderTraversal.Deep,
            Properties = ["FolderClass"],
            Restriction = EwsFilter.ParseFolder("DisplayName -like 'P*'"),
        },
        "<m:FindFolder Traversal='Deep'><m:FolderShape><t:BaseShape>Default</t:BaseShape><t:AdditionalProperties>"
        + "<t:FieldURI FieldURI='folder:FolderClass'/></t:AdditionalProperties></m:FolderShape>"
        + "<m:IndexedPageFolderView MaxEntriesReturned='100' Offset='0' BasePoint='Beginning'/>"
        + "<m:Restriction><t:Contains ContainmentMode='Prefixed' ContainmentComparison='IgnoreCase'>"
        + "<t:FieldURI FieldURI='folder:DisplayName'/><t:Constant Value='P'/></t:Contains></m:Restriction>"
        + "<m:ParentFolderIds><t:FolderId Id='AAMk+/12='/></m:ParentFolderIds></m:FindFolder>");

    [Fact]
    public void CreateFolder() => Expect(
        new CreateFolderRequest(Inbox, "Probe & co") { FolderClass = "IPF.Note" },
        $"<m:CreateFolder><m:ParentFolderId>{IdOfInbox}</m:ParentFolderId><m:Folders><t:Folder>"
        + "<t:FolderClass>IPF.Note</t:FolderClass><t:DisplayName>Probe &amp; co</t:DisplayName>"
        + "</t:Folder></m:Folders></m:CreateFolder>");

    [Fact]
    public void DeleteFolder() => Expect(
        new DeleteFolderRequest(ById) { DeleteType = EwsDisposalType.HardDelete },
        "<m:DeleteFolder DeleteType='HardDelete'><m:FolderIds><t:FolderId Id='AAMk+/12='/></m:FolderIds>"
        + "</m:DeleteFolder>");

    [Fact]
    public void GetItem() => Expect(
        new GetItemRequest(["a", "b"]) { BaseShape = EwsBaseShape.IdOnly },
        "<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>"
        + "<m:ItemIds><t:ItemId Id='a'/><t:ItemId Id='b'/></m:ItemIds></m:GetItem>");

    [Fact]
    public void CreateItem_keeps_the_order_of_the_schema() => Expect(
        new CreateItemRequest(
        [
            EwsItemStamp.Put(
                new EwsItemDraft()
                    .Set("IsRead", true)
                    .Set("ToRecipients", new[] { "bob@example.com", "eve@example.com" })
                    .Set("Categories", "Blue")
                    .Set("Body", new EwsBody("<p>", IsHtml: true))
                    .Set("PublicStrings/Numbers:IntegerArray", new[] { 1, 2 })
                    .Set("Subject", "lost")
                    .Set("subject", "Hi")
                    .Set("Culture", "de-DE"),
                "s1"),
        ])
        {
            SavedItemFolder = ById,
            MessageDisposition = EwsMessageDisposition.SendAndSaveCopy,
        },
        "<m:CreateItem MessageDisposition='SendAndSaveCopy' SendMeetingInvitations='SendToNone'>"
        + "<m:SavedItemFolderId><t:FolderId Id='AAMk+/12='/></m:SavedItemFolderId><m:Items><t:Message>"
        + "<t:Subject>Hi</t:Subject><t:Body BodyType='HTML'>&lt;p&gt;</t:Body>"
        + "<t:Categories><t:String>Blue</t:String></t:Categories>"
        + "<t:ExtendedProperty><t:ExtendedFieldURI DistinguishedPropertySetId='PublicStrings' PropertyName='Numbers' "
        + "PropertyType='IntegerArray'/><t:Values><t:Value>1</t:Value><t:Value>2</t:Value></t:Values>"
        + "</t:ExtendedProperty>"
        + "<t:ExtendedProperty><t:ExtendedFieldURI PropertySetId='6d1f5c0e-30f7-4a9b-9a57-2e7b1c1f4e52' "
        + "PropertyName='ThrottlingTools.Stamp' PropertyType='String'/><t:Value>s1</t:Value></t:ExtendedProperty>"
        + "<t:Culture>de-DE</t:Culture>"
        + "<t:ToRecipients><t:Mailbox><t:EmailAddress>bob@example.com</t:EmailAddress></t:Mailbox>"
        + "<t:Mailbox><t:EmailAddress>eve@example.com</t:EmailAddress></t:Mailbox></t:ToRecipients>"
        + "<t:IsRead>true</t:IsRead></t:Message></m:Items></m:CreateItem>");

    [Fact]
    public void CreateItem_takes_other_kinds_and_MIME() => Expect(
        new CreateItemRequest(
        [
            EwsItemDraft.FromMime(Encoding.ASCII.GetBytes("Subject: a")),
            new EwsItemDraft("Contact")
                .Set("DisplayName", "Ada")
                .Set("contacts:PhysicalAddress:City:Home", "London")
                .Set("contacts:EmailAddress:EmailAddress1", "ada@example.com")
                .Set("contacts:PhysicalAddress:Street:Home", "St James's"),
            new EwsItemDraft("CalendarItem")
                .Set("Start", "2026-01-31T08:00:00Z").Set("RequiredAttendees", "bob@example.com"),
            new EwsItemDraft("Task").Set("PercentComplete", 50).Set("Status", "inprogress"),
        ]),
        "<m:CreateItem MessageDisposition='SaveOnly' SendMeetingInvitations='SendToNone'><m:Items>"
        + "<t:Message><t:MimeContent>U3ViamVjdDogYQ==</t:MimeContent></t:Message>"
        + "<t:Contact><t:DisplayName>Ada</t:DisplayName>"
        + "<t:EmailAddresses><t:Entry Key='EmailAddress1'>ada@example.com</t:Entry></t:EmailAddresses>"
        + "<t:PhysicalAddresses><t:Entry Key='Home'><t:Street>St James's</t:Street><t:City>London</t:City></t:Entry>"
        + "</t:PhysicalAddresses></t:Contact>"
        + "<t:CalendarItem><t:Start>2026-01-31T08:00:00Z</t:Start><t:RequiredAttendees><t:Attendee><t:Mailbox>"
        + "<t:EmailAddress>bob@example.com</t:EmailAddress></t:Mailbox></t:Attendee></t:RequiredAttendees>"
        + "</t:CalendarItem>"
        + "<t:Task><t:PercentComplete>50</t:PercentComplete><t:Status>InProgress</t:Status></t:Task>"
        + "</m:Items></m:CreateItem>");

    [Fact]
    public void UpdateItem() => Expect(
        new UpdateItemRequest(
        [
            EwsItemUpdate.MarkAsRead(Two[0]),
            new EwsItemUpdate(Two[1])
                .Set("DueDate", "2026-01-31T00:00:00Z")
                .Set("contacts:PhoneNumber:BusinessPhone", "1")
                .Delete("Categories"),
        ])
        {
            ConflictResolution = EwsConflictResolution.AlwaysOverwrite,
            SuppressReadReceipts = true,
        },
        "<m:UpdateItem ConflictResolution='AlwaysOverwrite' MessageDisposition='SaveOnly' "
        + "SendMeetingInvitationsOrCancellations='SendToNone' SuppressReadReceipts='true'><m:ItemChanges>"
        + "<t:ItemChange><t:ItemId Id='a' ChangeKey='k'/><t:Updates><t:SetItemField>"
        + "<t:FieldURI FieldURI='message:IsRead'/><t:Message><t:IsRead>true</t:IsRead></t:Message></t:SetItemField>"
        + "</t:Updates></t:ItemChange>"
        + "<t:ItemChange><t:ItemId Id='b'/><t:Updates><t:SetItemField><t:FieldURI FieldURI='task:DueDate'/>"
        + "<t:Task><t:DueDate>2026-01-31T00:00:00Z</t:DueDate></t:Task></t:SetItemField>"
        + "<t:SetItemField><t:IndexedFieldURI FieldURI='contacts:PhoneNumber' FieldIndex='BusinessPhone'/>"
        + "<t:Contact><t:PhoneNumbers><t:Entry Key='BusinessPhone'>1</t:Entry></t:PhoneNumbers></t:Contact>"
        + "</t:SetItemField>"
        + "<t:DeleteItemField><t:FieldURI FieldURI='item:Categories'/></t:DeleteItemField>"
        + "</t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>");

    [Fact]
    public void DeleteItem() => Expect(
        new DeleteItemRequest(Two) { DeleteType = EwsDisposalType.SoftDelete },
        "<m:DeleteItem DeleteType='SoftDelete' SendMeetingCancellations='SendToNone' "
        + $"AffectedTaskOccurrences='AllOccurrences'>{IdsOfTwo}</m:DeleteItem>");

    [Fact]
    public void MoveItem() => Expect(
        new MoveItemRequest(Two, Inbox),
        $"<m:MoveItem><m:ToFolderId>{IdOfInbox}</m:ToFolderId>{IdsOfTwo}</m:MoveItem>");

    [Fact]
    public void CopyItem() => Expect(
        new CopyItemRequest(Two, Inbox) { ReturnNewItemIds = false },
        $"<m:CopyItem><m:ToFolderId>{IdOfInbox}</m:ToFolderId>{IdsOfTwo}"
        + "<m:ReturnNewItemIds>false</m:ReturnNewItemIds></m:CopyItem>");

    [Fact]
    public void SendItem() => Expect(
        new SendItemRequest(Two) { SavedItemFolder = ById },
        $"<m:SendItem SaveItemToFolder='true'>{IdsOfTwo}"
        + "<m:SavedItemFolderId><t:FolderId Id='AAMk+/12='/></m:SavedItemFolderId></m:SendItem>");

    [Fact]
    public void ExportItems() => Expect(
        new ExportItemsRequest(Two), $"<m:ExportItems>{IdsOfTwo}</m:ExportItems>");

    [Fact]
    public void UploadItems() => Expect(
        new UploadItemsRequest(
        [
            new EwsUpload(ById, "RGF0YQ=="),
            new EwsUpload(ById, "RA==") { CreateAction = EwsCreateAction.Update, ItemId = Two[0] },
        ]),
        "<m:UploadItems><m:Items><t:Item CreateAction='CreateNew'><t:ParentFolderId Id='AAMk+/12='/>"
        + "<t:Data>RGF0YQ==</t:Data></t:Item><t:Item CreateAction='Update'><t:ParentFolderId Id='AAMk+/12='/>"
        + "<t:ItemId Id='a' ChangeKey='k'/><t:Data>RA==</t:Data></t:Item></m:Items></m:UploadItems>");

    [Fact]
    public void GetAttachment() => Expect(
        new GetAttachmentRequest(["x"]) { IncludeMimeContent = true },
        "<m:GetAttachment><m:AttachmentShape><t:IncludeMimeContent>true</t:IncludeMimeContent></m:AttachmentShape>"
        + "<m:AttachmentIds><t:AttachmentId Id='x'/></m:AttachmentIds></m:GetAttachment>");

    [Fact]
    public void ResolveNames() => Expect(
        new ResolveNamesRequest("ann") { SearchScope = EwsSearchScope.ActiveDirectory },
        "<m:ResolveNames ReturnFullContactData='false' SearchScope='ActiveDirectory'>"
        + "<m:UnresolvedEntry>ann</m:UnresolvedEntry></m:ResolveNames>");

    public static TheoryData<string, string, object, string> Refused => new()
    {
        { "Message", "Size", 1, "PropertyNotWritable" },
        { "Message", "Attachments", "a", "PropertyNotWritable" },
        { "Message", "Start", "2026-01-01", "PropertyNotWritable" },
        { "Contact", "EmailAddresses", "a", "PropertyNotWritable" },
        { "Message", "IsRead", "maybe", "InvalidPropertyValue" },
        { "Message", "Importance", "urgent", "InvalidPropertyValue" },
        { "Message", "MimeContent", "no base64!", "InvalidPropertyValue" },
        { "Message", "Subjekt", "a", "UnknownEwsProperty" },
        { "Letter", "Subject", "a", "UnknownItemType" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_cannot_be_written_is_refused_before_it_is_sent(
        string itemType, string property, object value, string error) => Assert.Equal(
        error, Assert.Throws<ThrottlingToolsException>(() => new EwsItemDraft(itemType).Set(property, value)).ErrorId);

    [Fact]
    public void An_upload_by_a_well_known_name_and_an_empty_update_are_refused()
    {
        Assert.Equal("UploadNeedsFolderId", Assert.Throws<ThrottlingToolsException>(
            () => new UploadItemsRequest([new EwsUpload(Inbox, "")])).ErrorId);
        Assert.Equal("NothingToUpdate", Assert.Throws<ThrottlingToolsException>(
            () => Body(new UpdateItemRequest([new EwsItemUpdate(Two[0])]))).ErrorId);
    }

    private static void Expect(EwsRequest request, string expected)
    {
        XElement body = XElement.Parse(
            $"<r xmlns:m='{EwsNames.Messages}' xmlns:t='{EwsNames.Types}'>{expected}</r>",
            LoadOptions.PreserveWhitespace);
        Assert.Equal(Text(body.Elements().Single()), Text(Body(request)));
    }

    private static XElement Body(EwsRequest request) => XElement
        .Parse(Encoding.UTF8.GetString(SoapWriter.Write(request, ExchangeVersion.Exchange2010_SP1, null)))
        .Elements().Last().Elements().Single();

    private static string Text(XElement element)
    {
        IEnumerable<XAttribute> attributes = element.Attributes().Where(a => !a.IsNamespaceDeclaration);
        string inner = string.Concat(element.Nodes().Select(
            node => node is XElement child ? Text(child) : node.ToString()));
        string prefix = element.Name.NamespaceName == EwsNames.Types ? "t" : "m";
        return $"<{prefix}:{element.Name.LocalName} {string.Join(" ", attributes)}>{inner}</>";
    }
}
