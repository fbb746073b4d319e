using System.Linq;
using System.Threading.Tasks;
using System.Xml.Linq;
using ThrottlingTools.Timing;
using Xunit;
using static ThrottlingTools.Simulator.Tests.Soap;

namespace ThrottlingTools.Simulator.Tests;

/// <summary>What the public documentation of ResponseCode says when each code is given.</summary>
public sealed class DocumentedErrorTests
{
    private readonly EwsEndpoint _endpoint = new(new SimulatorOptions { ItemCount = 5 }, new VirtualClock());

    [Theory]
    [InlineData("<m:IndexedPageItemView MaxEntriesReturned=\"0\" Offset=\"0\" BasePoint=\"Beginning\" />",
        "ErrorInvalidPagingMaxRows")]
    [InlineData("<m:IndexedPageItemView Offset=\"-1\" BasePoint=\"Beginning\" />",
        "ErrorInvalidIndexedPagingParameters")]
    [InlineData("<m:FractionalPageItemView Numerator=\"4\" Denominator=\"3\" />",
        "ErrorInvalidFractionalPagingParameters")]
    [InlineData("<m:FractionalPageItemView Numerator=\"-1\" Denominator=\"3\" />",
        "ErrorInvalidFractionalPagingParameters")]
    [InlineData("<m:FractionalPageItemView Numerator=\"0\" Denominator=\"0\" />",
        "ErrorInvalidFractionalPagingParameters")]
    [InlineData("<m:CalendarView StartDate=\"2026-01-01T00:00:00Z\" EndDate=\"2028-01-01T00:00:01Z\" />",
        "ErrorCalendarViewRangeTooBig")]
    [InlineData("<m:CalendarView StartDate=\"2026-01-01T00:00:00Z\" EndDate=\"2028-01-01T00:00:00Z\" />", "NoError")]
    [InlineData("<m:CalendarView StartDate=\"9998-01-01T00:00:00Z\" EndDate=\"9999-01-01T00:00:00Z\" />", "NoError")]
    public async Task A_view_that_cannot_be(string view, string code)
    {
        XElement body = await SendAsync(FindItem(view));

        Assert.Equal(code, body.ResponseCode());
    }

    [Theory]
    [InlineData("IsGreaterThan", "item:DateTimeCreated", "true", "ErrorInvalidValueForProperty")]
    [InlineData("IsEqualTo", "item:Importance", "Huge", "ErrorInvalidValueForProperty")]
    [InlineData("IsEqualTo", "item:Importance", "high", "NoError")]
    [InlineData("IsEqualTo", "item:Size", "large", "ErrorInvalidValueForProperty")]
    [InlineData("IsEqualTo", "item:EffectiveRights", "x", "NoError")]
    [InlineData("IsEqualTo", "item:UniqueBody", "x", "ErrorUnsupportedPathForQuery")]
    public async Task A_comparison_that_cannot_be(string node, string property, string constant, string code)
    {
        XElement body = await SendAsync(FindItem(Page(5, 0), more:
            $"<m:Restriction><t:{node}><t:FieldURI FieldURI=\"{property}\" />"
            + $"<t:FieldURIOrConstant><t:Constant Value=\"{constant}\" /></t:FieldURIOrConstant></t:{node}>"
            + "</m:Restriction>"));

        Assert.Equal(code, body.ResponseCode());
    }

    [Theory]
    [InlineData("item:Size", "ErrorContainsFilterWrongType")]
    [InlineData("item:DateTimeReceived", "ErrorContainsFilterWrongType")]
    [InlineData("item:Body", "NoError")]
    [InlineData("message:From", "NoError")]
    public async Task A_search_for_text_in_what_is_none(string property, string code)
    {
        XElement body = await SendAsync(FindItem(Page(5, 0), more:
            "<m:Restriction><t:Not><t:Contains ContainmentMode=\"Substring\" ContainmentComparison=\"IgnoreCase\">"
            + $"<t:FieldURI FieldURI=\"{property}\" /><t:Constant Value=\"1\" /></t:Contains></t:Not>"
            + "</m:Restriction>"));

        Assert.Equal(code, body.ResponseCode());
    }

    [Fact]
    public async Task A_sort_by_what_is_made_up_when_it_is_read()
    {
        XElement body = await SendAsync(FindItem(Page(5, 0), more:
            "<m:SortOrder><t:FieldOrder Order=\"Ascending\"><t:FieldURI FieldURI=\"item:ResponseObjects\" />"
            + "</t:FieldOrder></m:SortOrder>"));

        Assert.Equal("ErrorUnsupportedPathForSortGroup", body.ResponseCode());
    }

    [Theory]
    [InlineData("CalendarItem", "inbox", "", "ErrorCannotCreateCalendarItemInNonCalendarFolder")]
    [InlineData("Contact", "tasks", "", "ErrorCannotCreateContactInNonContactFolder")]
    [InlineData("Task", "contacts", "", "ErrorCannotCreateTaskInNonTaskFolder")]
    [InlineData("Contact", "contacts", "", "NoError")]
    [InlineData("CalendarItem", "calendar",
        "<t:Start>2026-01-02T00:00:00Z</t:Start><t:End>2026-01-01T00:00:00Z</t:End>",
        "ErrorCalendarEndDateIsEarlierThanStartDate")]
    public async Task An_item_in_a_folder_of_another_kind(string kind, string folder, string content, string code)
    {
        XElement body = await SendAsync(
            "<m:CreateItem SendMeetingInvitations=\"SendToNone\"><m:SavedItemFolderId>"
            + $"<t:DistinguishedFolderId Id=\"{folder}\" /></m:SavedItemFolderId>"
            + $"<m:Items><t:{kind}><t:Subject>x</t:Subject>{content}</t:{kind}></m:Items></m:CreateItem>");

        Assert.Equal(code, body.ResponseCode());
    }

    [Theory]
    [InlineData("Set", "item:Subject", "<t:Subject>a</t:Subject><t:Importance>Low</t:Importance>",
        "ErrorIncorrectUpdatePropertyCount")]
    [InlineData("Set", "item:Subject", "<t:Importance>Low</t:Importance>", "ErrorUpdatePropertyMismatch")]
    [InlineData("Set", "calendar:Location", "<t:Location>x</t:Location>", "ErrorInvalidPropertyRequest")]
    [InlineData("Delete", "item:ItemId", null, "ErrorInvalidPropertyDelete")]
    [InlineData("Delete", "item:Size", null, "ErrorInvalidPropertyDelete")]
    public async Task An_update_of_what_cannot_be_changed_so(string kind, string property, string? value, string code)
    {
        string id = (await SendAsync(FindItem(Page(1, 0)))).ItemIds()[0];

        XElement body = await SendAsync(
            "<m:UpdateItem ConflictResolution=\"AlwaysOverwrite\" MessageDisposition=\"SaveOnly\"><m:ItemChanges>"
            + $"<t:ItemChange><t:ItemId Id=\"{id}\" /><t:Updates><t:{kind}ItemField>"
            + $"<t:FieldURI FieldURI=\"{property}\" />"
            + (value is null ? "" : $"<t:Message>{value}</t:Message>")
            + $"</t:{kind}ItemField></t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>");

        Assert.Equal(code, body.ResponseCode());
    }

    /// <summary>
    /// The documentation speaks of an error, but exchangelib reads mailboxes of all servers that way.
    /// </summary>
    [Fact]
    public async Task A_property_of_another_kind_of_item_is_left_out()
    {
        string id = (await SendAsync(FindItem(Page(1, 0)))).ItemIds()[0];

        XElement body = await SendAsync(GetItem([id], "<t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>"
            + "<t:FieldURI FieldURI=\"calendar:Location\" /></t:AdditionalProperties>"));

        Assert.Equal("NoError", body.ResponseCode());
    }

    [Theory]
    [InlineData("PropertyType=\"String\"")]
    [InlineData("PropertyTag=\"0x1000\" PropertyName=\"x\" PropertyType=\"String\"")]
    [InlineData("DistinguishedPropertySetId=\"Common\" PropertyType=\"String\"")]
    [InlineData(
        "DistinguishedPropertySetId=\"Common\" PropertyName=\"x\" PropertyId=\"1\" "
        + "PropertyType=\"String\"")]
    [InlineData("DistinguishedPropertySetId=\"Common\" PropertySetId=\"c11ff724-aa03-4555-9952-8fa248a11c3e\" "
        + "PropertyName=\"x\" PropertyType=\"String\"")]
    [InlineData("PropertyTag=\"0x8001\" PropertyType=\"String\"")]
    public async Task An_extended_property_with_attributes_that_do_not_go_together(string attributes)
    {
        XElement body = await SendAsync(FindItem(Page(1, 0)).Replace(
            "</m:ItemShape>",
            $"<t:AdditionalProperties><t:ExtendedFieldURI {attributes} /></t:AdditionalProperties></m:ItemShape>",
            System.StringComparison.Ordinal));

        Assert.Equal("ErrorInvalidExtendedProperty", body.ResponseCode());
    }

    [Theory]
    [InlineData(100, 30, "FreeBusy", "NoError")]
    [InlineData(101, 30, "FreeBusy", "ErrorMailboxDataArrayTooBig")]
    [InlineData(1, 4, "FreeBusy", "ErrorInvalidMergedFreeBusyInterval")]
    [InlineData(1, 1441, "FreeBusy", "ErrorInvalidMergedFreeBusyInterval")]
    [InlineData(1, 30, "None", "ErrorInvalidFreeBusyViewType")]
    [InlineData(1, 30, "Busy", "ErrorSchemaValidation")]
    public async Task A_question_for_free_times_within_bounds(int mailboxes, int minutes, string view, string code)
    {
        (_, XElement body) = await _endpoint.SendAsync(Envelope(
            "<m:GetUserAvailabilityRequest><m:MailboxDataArray>"
            + string.Concat(Enumerable.Repeat(
                "<t:MailboxData><t:Email><t:Address>user@contoso.com</t:Address></t:Email></t:MailboxData>", mailboxes))
            + "</m:MailboxDataArray><t:FreeBusyViewOptions><t:TimeWindow><t:StartTime>2026-01-05T00:00:00</t:StartTime>"
            + "<t:EndTime>2026-01-06T00:00:00</t:EndTime></t:TimeWindow><t:MergedFreeBusyIntervalInMinutes>"
            + $"{minutes}</t:MergedFreeBusyIntervalInMinutes><t:RequestedView>{view}</t:RequestedView>"
            + "</t:FreeBusyViewOptions></m:GetUserAvailabilityRequest>"));

        Assert.Equal(code, body.ResponseCode());
    }

    [Fact]
    public async Task An_attachment_without_a_name()
    {
        string item = (await SendAsync(FindItem(Page(1, 0)))).ItemIds()[0];

        XElement body = await SendAsync($"<m:CreateAttachment><m:ParentItemId Id=\"{item}\" /><m:Attachments>"
            + "<t:FileAttachment><t:Content>AA==</t:Content></t:FileAttachment></m:Attachments></m:CreateAttachment>");

        Assert.Equal("ErrorRequiredPropertyMissing", body.ResponseCode());
    }

    [Theory]
    [InlineData("message:IsRead", "ErrorInvalidPropertyForExists")]
    [InlineData("item:IsFromMe", "ErrorInvalidPropertyForExists")]
    [InlineData("item:HasAttachments", "NoError")]
    public async Task A_question_whether_a_flag_exists(string property, string code)
    {
        XElement body = await SendAsync(FindItem(Page(5, 0), more:
            $"<m:Restriction><t:Exists><t:FieldURI FieldURI=\"{property}\" /></t:Exists></m:Restriction>"));

        Assert.Equal(code, body.ResponseCode());
    }

    [Theory]
    [InlineData("2027-01-01T00:00:00Z", "NoError")]
    [InlineData("2027-01-01T00:00:01Z", "ErrorCalendarDurationIsTooLong")]
    [InlineData("2021-12-31T00:00:00Z", "ErrorCalendarEndDateIsEarlierThanStartDate")]
    public async Task An_appointment_of_more_than_five_years(string end, string code)
    {
        XElement body = await SendAsync(
            "<m:CreateItem SendMeetingInvitations=\"SendToNone\"><m:Items><t:CalendarItem>"
            + $"<t:Start>2022-01-01T00:00:00Z</t:Start><t:End>{end}</t:End></t:CalendarItem></m:Items></m:CreateItem>");

        Assert.Equal(code, body.ResponseCode());
    }

    [Theory]
    [InlineData("OccurrenceItemId RecurringMasterId", "ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange")]
    [InlineData("RecurringMasterItemId OccurrenceId", "ErrorCalendarCannotUseIdForOccurrenceId")]
    public async Task An_occurrence_of_what_is_no_series(string id, string code)
    {
        string item = (await SendAsync(FindItem(Page(1, 0)))).ItemIds()[0];

        XElement body = await SendAsync(
            "<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:ItemIds>"
            + $"<t:{id}=\"{item}\" InstanceIndex=\"1\" /></m:ItemIds></m:GetItem>");

        Assert.Equal(code, body.ResponseCode());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(",")]
    [InlineData("-")]
    public async Task A_name_that_is_none(string name)
    {
        XElement body = await SendAsync("<m:ResolveNames ReturnFullContactData=\"false\">"
            + $"<m:UnresolvedEntry>{name}</m:UnresolvedEntry></m:ResolveNames>");

        Assert.Equal("ErrorInvalidNameForNameResolution", body.ResponseCode());
    }

    [Theory]
    [InlineData("", "ErrorInvalidExchangeImpersonationHeaderData")]
    [InlineData("<t:PrincipalName></t:PrincipalName>", "ErrorInvalidExchangeImpersonationHeaderData")]
    [InlineData("<t:SmtpAddress>nobody</t:SmtpAddress>", "ErrorInvalidSmtpAddress")]
    [InlineData("<t:SmtpAddress>nobody@contoso.com</t:SmtpAddress>", "ErrorNonExistentMailbox")]
    public async Task An_impersonation_of_nobody(string who, string code)
    {
        string header = $"<t:ExchangeImpersonation><t:ConnectingSID>{who}</t:ConnectingSID></t:ExchangeImpersonation>";

        Assert.Equal(code, (await _endpoint.SendAsync(Envelope(GetFolder(), header: header))).Body.ResponseCode());
    }

    [Fact]
    public async Task A_draft_that_cannot_be_sent()
    {
        XElement made = await SendAsync(
            "<m:CreateItem MessageDisposition=\"SaveOnly\"><m:Items><t:Message><t:Subject>x</t:Subject></t:Message>"
            + "</m:Items></m:CreateItem>");
        XElement id = made.Descendants(T + "ItemId").Single();
        const string Sent = "<m:SavedItemFolderId><t:DistinguishedFolderId Id=\"sentitems\" /></m:SavedItemFolderId>";

        Assert.Equal("ErrorMissingRecipients", await CodeOfSending(id, "true", ""));
        Assert.Equal("ErrorInvalidSendItemSaveSettings", await CodeOfSending(id, "false", Sent));
        id.Attribute("ChangeKey")!.Remove();
        Assert.Equal("ErrorChangeKeyRequiredForWriteOperations", await CodeOfSending(id, "true", ""));
    }

    [Fact]
    public async Task A_folder_below_one_that_is_gone()
    {
        XElement made = await CreateFolderIn("<t:DistinguishedFolderId Id=\"inbox\" />");
        string id = made.Descendants(T + "FolderId").Single().ToString();
        await SendAsync($"<m:DeleteFolder DeleteType=\"HardDelete\"><m:FolderIds>{id}</m:FolderIds></m:DeleteFolder>");

        Assert.Equal("ErrorParentFolderNotFound", (await CreateFolderIn(id)).ResponseCode());
    }

    [Fact]
    public async Task An_associated_item_stays_where_it_is()
    {
        XElement found = await SendAsync(FindItem(Page(1, 0)).Replace(
            "Shallow", "Associated", System.StringComparison.Ordinal));
        string ids = $"<m:ItemIds><t:ItemId Id=\"{found.ItemIds().Single()}\" /></m:ItemIds>";
        const string To = "<m:ToFolderId><t:DistinguishedFolderId Id=\"drafts\" /></m:ToFolderId>";

        foreach (string call in new[]
        {
            $"<m:MoveItem>{To}{ids}</m:MoveItem>",
            $"<m:CopyItem>{To}{ids}</m:CopyItem>",
            $"<m:DeleteItem DeleteType=\"MoveToDeletedItems\">{ids}</m:DeleteItem>",
        })
            Assert.Equal("ErrorInvalidOperation", (await SendAsync(call)).ResponseCode());
        XElement deleted = await SendAsync($"<m:DeleteItem DeleteType=\"HardDelete\">{ids}</m:DeleteItem>");
        Assert.Equal("NoError", deleted.ResponseCode());
    }

    private Task<XElement> CreateFolderIn(string parent) => SendAsync(
        $"<m:CreateFolder><m:ParentFolderId>{parent}</m:ParentFolderId><m:Folders><t:Folder>"
        + "<t:DisplayName>New</t:DisplayName></t:Folder></m:Folders></m:CreateFolder>");

    private async Task<string> CodeOfSending(XElement id, string isSaved, string folder) => (await SendAsync(
        $"<m:SendItem SaveItemToFolder=\"{isSaved}\"><m:ItemIds>{id}</m:ItemIds>{folder}</m:SendItem>")).ResponseCode();

    private async Task<XElement> SendAsync(string operation) =>
        (await _endpoint.SendAsync(Envelope(operation))).Body;
}
