using System.Linq;
using System.Threading.Tasks;
using System.Xml.Linq;
using ThrottlingTools.Timing;
using Xunit;
using static ThrottlingTools.Simulator.Tests.Soap;

namespace ThrottlingTools.Simulator.Tests;

/// <summary>Exchange takes no request that breaks the schema: its order, its names and its values count.</summary>
public sealed class RequestSchemaTests
{
    private const string Shape = "<m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>";
    private const string Inbox = "<t:DistinguishedFolderId Id=\"inbox\" />";
    private const string Parents = "<m:ParentFolderIds>" + Inbox + "</m:ParentFolderIds>";
    private const string ToMe =
        "<t:ToRecipients><t:Mailbox><t:EmailAddress>user@contoso.com</t:EmailAddress></t:Mailbox></t:ToRecipients>";

    private readonly EwsEndpoint _endpoint = new(new SimulatorOptions { ItemCount = 5 }, new VirtualClock());

    [Theory]
    [InlineData("m:FindItem Traversal=\"Shallow\"", Parents + Shape)]
    [InlineData("m:FindItem Traversal=\"Shallow\"", Shape + "<m:QueryString>a</m:QueryString>" + Parents)]
    [InlineData("m:FindItem Traversal=\"Shallow\"", Shape + Parents + "<m:Traversal>Deep</m:Traversal>")]
    [InlineData("m:ResolveNames ReturnFullContactData=\"true\" SearchScope=\"Everywhere\"",
        "<m:UnresolvedEntry>a</m:UnresolvedEntry>")]
    [InlineData("m:SyncFolderItems", Shape + "<m:MaxChangesReturned>5</m:MaxChangesReturned><m:SyncFolderId>"
        + Inbox + "</m:SyncFolderId>")]
    [InlineData("m:GetFolder", "<m:FolderIds>" + Inbox + "</m:FolderIds><m:FolderShape><t:BaseShape>IdOnly"
        + "</t:BaseShape></m:FolderShape>")]
    [InlineData("m:FindItem Traversal=\"Shallow\"", "<m:ItemShape><t:BodyType>Text</t:BodyType><t:BaseShape>IdOnly"
        + "</t:BaseShape></m:ItemShape>" + Parents)]
    [InlineData("m:FindItem Traversal=\"Shallow\"", "<m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:BodyType>Rtf"
        + "</t:BodyType></m:ItemShape>" + Parents)]
    public async Task An_element_of_an_operation_in_the_wrong_place(string operation, string content) =>
        await BreaksAsync($"<{operation}>{content}</{operation.Split(' ')[0]}>");

    [Theory]
    [InlineData(ToMe + "<t:Subject>Recipients come later</t:Subject>")]
    [InlineData("<t:Body BodyType=\"Text\">Body</t:Body><t:Subject>Subject</t:Subject>")]
    [InlineData("<t:Body>Of which type?</t:Body>")]
    [InlineData("<t:Body BodyType=\"Best\">Only to be read</t:Body>")]
    [InlineData("<t:Importance>Huge</t:Importance>")]
    [InlineData("<t:Sensitivity>normal</t:Sensitivity>")]
    public async Task A_property_of_an_item_in_the_wrong_place_or_with_a_wrong_value(string content) =>
        await BreaksAsync(
            $"<m:CreateItem MessageDisposition=\"SaveOnly\"><m:Items><t:Message>{content}</t:Message></m:Items>"
            + "</m:CreateItem>");

    [Theory]
    [InlineData("item:Sender")]
    [InlineData("message:Subject")]
    [InlineData("Subject")]
    [InlineData("item:subject")]
    public async Task A_FieldURI_that_there_is_not(string uri)
    {
        string path = $"<t:FieldURI FieldURI=\"{uri}\" />";

        await BreaksAsync(GetItem(
            ["any"], $"<t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>{path}</t:AdditionalProperties>"));
        await BreaksAsync(FindItem(Page(5, 0), more: $"<m:SortOrder><t:FieldOrder Order=\"Ascending\">{path}"
            + "</t:FieldOrder></m:SortOrder>"));
        await BreaksAsync(FindItem(Page(5, 0), more: $"<m:Restriction><t:Exists>{path}</t:Exists></m:Restriction>"));
    }

    [Theory]
    [InlineData("item:IconIndex")]
    [InlineData("message:ReceivedBy")]
    [InlineData("calendar:EnhancedLocation")]
    [InlineData("meeting:IsDelegated")]
    public async Task A_FieldURI_that_there_is_can_be_asked_for_whatever_the_items_are(string uri)
    {
        (int status, XElement body) = await _endpoint.SendAsync(Envelope(GetItem(
            [await AnyIdAsync()],
            "<t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties><t:FieldURI FieldURI=\"" + uri
            + "\" /></t:AdditionalProperties>")));

        Assert.Equal((200, "NoError"), (status, body.ResponseCode()));
    }

    private async Task<string> AnyIdAsync()
    {
        (_, XElement body) = await _endpoint.SendAsync(Envelope(FindItem(Page(1, 0))));
        return body.ItemIds().Single();
    }

    private async Task BreaksAsync(string operation)
    {
        (int status, XElement body) = await _endpoint.SendAsync(Envelope(operation));

        Assert.Equal((500, "ErrorSchemaValidation"), (status, body.ResponseCode()));
    }
}
