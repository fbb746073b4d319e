using System;
using System.Linq;
using System.Threading.Tasks;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using ThrottlingTools.Timing;
using Xunit;
using static ThrottlingTools.Simulator.Tests.Soap;

namespace ThrottlingTools.Simulator.Tests;

public sealed class HostileIdTests
{
    private readonly EwsEndpoint _endpoint = new(
        new SimulatorOptions { ItemCount = 20, AdditionalMailboxes = ["second@contoso.com"] }, new VirtualClock());

    [Theory]
    [InlineData("<m:DeleteItem DeleteType=\"HardDelete\"><m:ItemIds>{0}</m:ItemIds></m:DeleteItem>")]
    [InlineData("<m:SendItem SaveItemToFolder=\"true\"><m:ItemIds>{0}</m:ItemIds></m:SendItem>")]
    [InlineData("<m:ExportItems><m:ItemIds>{0}</m:ItemIds></m:ExportItems>")]
    [InlineData(
        "<m:MoveItem><m:ToFolderId><t:DistinguishedFolderId Id=\"inbox\"/></m:ToFolderId>"
        + "<m:ItemIds>{0}</m:ItemIds></m:MoveItem>")]
    [InlineData(
        "<m:CopyItem><m:ToFolderId><t:DistinguishedFolderId Id=\"inbox\"/></m:ToFolderId>"
        + "<m:ItemIds>{0}</m:ItemIds></m:CopyItem>")]
    [InlineData(
        "<m:UpdateItem ConflictResolution=\"AlwaysOverwrite\"><m:ItemChanges>"
        + "<t:ItemChange>{0}<t:Updates/></t:ItemChange></m:ItemChanges></m:UpdateItem>")]
    [InlineData(
        "<m:GetItem><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape>"
        + "<m:ItemIds>{0}</m:ItemIds></m:GetItem>")]
    public async Task The_id_of_another_mailbox_opens_nothing(string operation)
    {
        string theirs = (await SendAsync(FindItem(Page(1, 0)), "second@contoso.com")).ItemIds().Single();

        XElement body = await SendAsync(
            operation.Replace("{0}", $"<t:ItemId Id=\"{theirs}\"/>", StringComparison.Ordinal));

        Assert.Equal("ErrorItemNotFound", body.ResponseCode());
        Assert.Empty(body.Descendants(T + "Subject"));
        Assert.Equal([theirs], (await SendAsync(FindItem(Page(1, 0)), "second@contoso.com")).ItemIds());
    }

    [Fact]
    public async Task A_folder_of_another_mailbox_takes_nothing_and_shows_nothing()
    {
        XElement folder = await SendAsync(GetFolder(), "second@contoso.com");
        string id = $"<t:FolderId Id=\"{(string)folder.Descendants(T + "FolderId").Single().Attribute("Id")!}\"/>";
        string byName = "<t:DistinguishedFolderId Id=\"inbox\"><t:Mailbox><t:EmailAddress>second@contoso.com"
            + "</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId>";
        string find = FindItem(Page(1, 0));
        string own = "<t:DistinguishedFolderId Id=\"inbox\" />";

        foreach (string theirs in new[] { id, byName })
        {
            Assert.Equal("ErrorFolderNotFound", (await SendAsync(GetFolder(theirs))).ResponseCode());
            XElement found = await SendAsync(find.Replace(own, theirs, StringComparison.Ordinal));
            Assert.Equal("ErrorFolderNotFound", found.ResponseCode());
            Assert.Empty(found.ItemIds());
        }
    }

    [Theory]
    [InlineData("", "ErrorInvalidIdEmpty")]
    [InlineData("x", "ErrorInvalidIdMalformed")]
    [InlineData("AAMkAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "ErrorInvalidIdMalformed")]
    public async Task What_is_no_id_is_malformed(string id, string code) =>
        Assert.Equal(code, (await SendAsync(GetItem([id]))).ResponseCode());

    [Fact]
    public async Task No_changed_byte_of_an_id_leads_anywhere()
    {
        string id = (await SendAsync(FindItem(Page(1, 0)))).ItemIds().Single();
        byte[] bytes = Convert.FromBase64String(id);
        string[] changed = Enumerable.Range(0, bytes.Length).SelectMany(i => new[] { 1, 0x80 }.Select(bit =>
        {
            byte[] other = [.. bytes];
            other[i] ^= (byte)bit;
            return Convert.ToBase64String(other);
        })).ToArray();

        XElement body = await SendAsync(GetItem(changed));

        Assert.All(
            body.Descendants(M + "ResponseCode"), code => Assert.Equal("ErrorInvalidIdMalformed", code.Value));
    }

    [Fact]
    public async Task A_broken_id_fails_alone()
    {
        string[] ids = [.. (await SendAsync(FindItem(Page(2, 0)))).ItemIds()];

        XElement body = await SendAsync(
            $"<m:DeleteItem DeleteType=\"HardDelete\"><m:ItemIds><t:ItemId Id=\"{ids[0]}\"/><t:ItemId Id=\"x\"/>"
            + $"<t:ItemId Id=\"{ids[0]}\"/><t:ItemId Id=\"{ids[1]}\"/></m:ItemIds></m:DeleteItem>");

        Assert.Equal(
            ["NoError", "ErrorInvalidIdMalformed", "ErrorItemNotFound", "NoError"],
            body.Descendants(M + "ResponseCode").Select(code => code.Value));
        Assert.Equal(
            ["Success", "Error", "Error", "Success"],
            body.Descendants(M + "DeleteItemResponseMessage").Select(e => (string)e.Attribute("ResponseClass")!));
    }

    [Theory]
    [InlineData(
        "DeleteType", "<m:DeleteItem DeleteType=\"Shred\"><m:ItemIds><t:ItemId Id=\"x\"/></m:ItemIds></m:DeleteItem>")]
    [InlineData("Items", "<m:CreateItem MessageDisposition=\"SaveOnly\"><m:Items><t:Bomb/></m:Items></m:CreateItem>")]
    [InlineData(
        "property",
        "<m:CreateItem MessageDisposition=\"SaveOnly\"><m:Items><t:Message><t:Bomb/></t:Message></m:Items>"
        + "</m:CreateItem>")]
    [InlineData(
        "Disposition", "<m:CreateItem MessageDisposition=\"Drop\"><m:Items><t:Message/></m:Items></m:CreateItem>")]
    public async Task What_breaks_the_schema_is_a_fault_and_changes_nothing(string what, string operation)
    {
        (int status, XElement body) = await _endpoint.SendAsync(Envelope(operation));

        Assert.True((status, body.ResponseCode()) == (500, "ErrorSchemaValidation"), what);
    }

    [Fact]
    public void Any_query_string_is_answered() => Prop.ForAll<NonNull<string>>(text =>
    {
        string query = new(text.Get.Where(System.Xml.XmlConvert.IsXmlChar).ToArray());
        XElement element = new(M + "QueryString", query);
        (int status, _) = _endpoint.SendAsync(Envelope(FindItem(Page(5, 0), query: element.ToString())))
            .GetAwaiter().GetResult();
        return status == 200;
    }).QuickCheckThrowOnFailure();

    private async Task<XElement> SendAsync(string operation, string? impersonated = null)
    {
        (int status, XElement body) = await _endpoint.SendAsync(
            Envelope(operation, header: impersonated is null ? "" : Impersonate(impersonated)));
        Assert.Equal(200, status);
        return body;
    }
}
