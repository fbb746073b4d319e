using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using System.Xml.Linq;
using ThrottlingTools.Timing;
using Xunit;
using static ThrottlingTools.Simulator.Tests.Soap;

namespace ThrottlingTools.Simulator.Tests;

public sealed class WriteTests
{
    private readonly EwsEndpoint _endpoint = new(
        new SimulatorOptions { ItemCount = 50, AdditionalMailboxes = ["second@contoso.com"] }, new VirtualClock());

    [Fact]
    public async Task What_is_created_is_read_back_and_counted()
    {
        (string id, string key) = await CreateAsync(
            "inbox", "<t:Subject>A &amp; B</t:Subject><t:Body BodyType=\"Text\">Hi</t:Body>");

        XElement item = await GetAsync(id);

        Assert.Equal(("A & B", "Hi"), (item.Element(T + "Subject")!.Value, item.Element(T + "Body")!.Value));
        Assert.Equal(key, (string)item.Element(T + "ItemId")!.Attribute("ChangeKey")!);
        Assert.Equal(51, (await IdsAsync("inbox")).Count);
        Assert.Contains(id, await IdsAsync("inbox"));
    }

    [Fact]
    public async Task Pages_of_a_folder_with_writes_hold_each_item_once()
    {
        List<string> seeded = await IdsAsync("inbox");
        await DeleteAsync(seeded[3], "HardDelete");
        await DeleteAsync(seeded[0], "HardDelete");
        await DeleteAsync(seeded[49], "HardDelete");
        (string id, _) = await CreateAsync("inbox", "<t:Subject>New</t:Subject>");
        List<string> paged = [];
        for (int offset = 0; offset < 60; offset += 7)
            paged.AddRange((await SendAsync(FindItem(Page(7, offset)))).ItemIds());

        Assert.Equal(48, paged.Count);
        Assert.Equal(
            seeded.Except([seeded[0], seeded[3], seeded[49]]).Append(id).Order(), paged.Order());
        Assert.Equal(seeded.Where(paged.Contains), paged.Where(one => one != id));
    }

    [Fact]
    public async Task An_update_changes_a_seeded_item_and_its_change_key()
    {
        string id = (await IdsAsync("inbox"))[5];
        XElement before = await GetAsync(id);
        string key = KeyOf(before);

        XElement updated = await SendAsync(Update(id, key, "AutoResolve", SetSubject("Changed")));

        XElement after = await GetAsync(id);
        Assert.Equal("Changed", after.Element(T + "Subject")!.Value);
        Assert.Equal(before.Element(T + "From")!.Value, after.Element(T + "From")!.Value);
        Assert.NotEqual(key, KeyOf(after));
        Assert.Equal(KeyOf(after), KeyOf(updated.Descendants(T + "Message").Single()));
        Assert.Equal("0", updated.Descendants(M + "ConflictResults").Single().Value);
    }

    [Theory]
    [InlineData("NeverOverwrite", "stale", "ErrorIrresolvableConflict")]
    [InlineData("AutoResolve", "stale", "NoError")]
    [InlineData("AlwaysOverwrite", null, "NoError")]
    [InlineData("AutoResolve", null, "ErrorChangeKeyRequiredForWriteOperations")]
    [InlineData("AlwaysOverwrite", "!!", "ErrorInvalidChangeKey")]
    public async Task Conflict_resolution_looks_at_the_change_key(string resolution, string? kind, string code)
    {
        (string id, string key) = await CreateAsync("inbox", "<t:Subject>One</t:Subject>");
        await SendAsync(Update(id, key, "AlwaysOverwrite", SetSubject("Two")));

        XElement body = await SendAsync(Update(id, kind == "stale" ? key : kind, resolution, SetSubject("Three")));

        Assert.Equal(code, body.ResponseCode());
    }

    [Fact]
    public async Task Append_adds_and_delete_removes()
    {
        (string id, _) = await CreateAsync(
            "inbox", "<t:Body BodyType=\"Text\">one</t:Body><t:Importance>High</t:Importance>");
        const string Append = "<t:AppendToItemField><t:FieldURI FieldURI=\"item:Body\"/><t:Message>"
            + "<t:Body BodyType=\"Text\"> two</t:Body></t:Message></t:AppendToItemField>";
        const string Delete = "<t:DeleteItemField><t:FieldURI FieldURI=\"item:Subject\"/></t:DeleteItemField>";

        await SendAsync(Update(id, null, "AlwaysOverwrite", Append + Delete));

        XElement item = await GetAsync(id);
        Assert.Equal("one two", item.Element(T + "Body")!.Value);
        Assert.Null(item.Element(T + "Subject"));
    }

    [Fact]
    public async Task Only_the_server_sets_sizes()
    {
        (string id, _) = await CreateAsync("inbox", "");

        XElement body = await SendAsync(Update(id, null, "AlwaysOverwrite",
            "<t:SetItemField><t:FieldURI FieldURI=\"item:Size\"/><t:Message><t:Size>1</t:Size></t:Message>"
            + "</t:SetItemField>"));

        Assert.Equal("ErrorInvalidPropertySet", body.ResponseCode());
    }

    [Theory]
    [InlineData("HardDelete", null)]
    [InlineData("SoftDelete", "recoverableitemsdeletions")]
    [InlineData("MoveToDeletedItems", "deleteditems")]
    public async Task Deleting_leaves_the_item_where_its_type_says(string type, string? folder)
    {
        string id = (await IdsAsync("inbox"))[7];
        int before = folder is null ? 0 : (await IdsAsync(folder)).Count;

        await DeleteAsync(id, type);

        Assert.DoesNotContain(id, await IdsAsync("inbox"));
        Assert.Equal("ErrorItemNotFound", (await SendAsync(GetItem([id]))).ResponseCode());
        if (folder is not null)
            Assert.Equal(before + 1, (await IdsAsync(folder)).Count);
    }

    [Theory]
    [InlineData("MoveItem", 49)]
    [InlineData("CopyItem", 50)]
    public async Task Move_and_copy_give_another_id_and_keep_the_content(string operation, int left)
    {
        string id = (await IdsAsync("inbox"))[2];
        string subject = (await GetAsync(id)).Element(T + "Subject")!.Value;

        XElement body = await SendAsync(
            $"<m:{operation}><m:ToFolderId><t:DistinguishedFolderId Id=\"drafts\"/></m:ToFolderId>"
            + $"<m:ItemIds><t:ItemId Id=\"{id}\"/></m:ItemIds></m:{operation}>");

        string newId = Assert.Single(body.ItemIds());
        Assert.NotEqual(id, newId);
        Assert.Equal(subject, (await GetAsync(newId)).Element(T + "Subject")!.Value);
        Assert.Equal(left, (await IdsAsync("inbox")).Count);
        Assert.Equal([newId], await IdsAsync("drafts"));
    }

    [Fact]
    public async Task What_is_sent_is_kept_and_arrives_at_those_who_have_a_mailbox_here()
    {
        XElement body = await SendAsync(
            "<m:CreateItem MessageDisposition=\"SendAndSaveCopy\"><m:Items><t:Message><t:Subject>To you</t:Subject>"
            + "<t:ToRecipients><t:Mailbox><t:EmailAddress>second@contoso.com</t:EmailAddress></t:Mailbox>"
            + "</t:ToRecipients></t:Message></m:Items></m:CreateItem>");

        Assert.Equal("NoError", body.ResponseCode());
        Assert.Empty(body.ItemIds());
        Assert.Equal(13, (await IdsAsync("sentitems")).Count);
        (_, XElement theirs) = await _endpoint.SendAsync(
            Envelope(FindItem(Page(1, 0), "Default"), header: Impersonate("second@contoso.com")));
        Assert.Equal("To you", theirs.Descendants(T + "Subject").Single().Value);
        Assert.Equal("false", theirs.Descendants(T + "IsRead").Single().Value);
    }

    [Fact]
    public async Task Attachments_come_back_byte_for_byte_and_go()
    {
        (string id, string key) = await CreateAsync("inbox", "");
        string content = Convert.ToBase64String(Encoding.UTF8.GetBytes("content"));
        XElement made = await SendAsync(
            $"<m:CreateAttachment><m:ParentItemId Id=\"{id}\"/><m:Attachments><t:FileAttachment><t:Name>a.txt</t:Name>"
            + $"<t:Content>{content}</t:Content></t:FileAttachment></m:Attachments></m:CreateAttachment>");
        XElement attachmentId = made.Descendants(T + "AttachmentId").Single();
        string attachment = (string)attachmentId.Attribute("Id")!;
        string ids = $"<m:AttachmentIds><t:AttachmentId Id=\"{attachment}\"/></m:AttachmentIds>";

        XElement read = await SendAsync($"<m:GetAttachment>{ids}</m:GetAttachment>");
        XElement item = await GetAsync(id);
        await SendAsync($"<m:DeleteAttachment>{ids}</m:DeleteAttachment>");

        Assert.Equal(id, (string)attachmentId.Attribute("RootItemId")!);
        Assert.NotEqual(key, (string)attachmentId.Attribute("RootItemChangeKey")!);
        Assert.Equal(content, read.Descendants(T + "Content").Single().Value);
        Assert.Equal(("a.txt", "true"), (
            item.Descendants(T + "FileAttachment").Single().Element(T + "Name")!.Value,
            item.Element(T + "HasAttachments")!.Value));
        XElement gone = await SendAsync($"<m:GetAttachment>{ids}</m:GetAttachment>");
        Assert.Equal("ErrorInvalidAttachmentId", gone.ResponseCode());
        Assert.Empty((await GetAsync(id)).Descendants(T + "FileAttachment"));
    }

    // Without the ids, the EWS Managed API sends the attachments once more.
    [Fact]
    public async Task An_item_made_with_attachments_tells_their_ids()
    {
        XElement made = await SendAsync(
            "<m:CreateItem MessageDisposition=\"SaveOnly\"><m:Items><t:Message><t:Subject>Two</t:Subject>"
            + "<t:Attachments><t:FileAttachment><t:Name>a.txt</t:Name><t:Content>YQ==</t:Content></t:FileAttachment>"
            + "<t:ItemAttachment><t:Name>b</t:Name><t:Message><t:Subject>b</t:Subject></t:Message></t:ItemAttachment>"
            + "</t:Attachments></t:Message></m:Items></m:CreateItem>");

        XElement[] told = [.. made.Descendants(T + "Attachments").Single().Elements()];
        XElement item = await GetAsync(made.ItemIds().Single());
        Assert.Equal(["FileAttachment", "ItemAttachment"], told.Select(one => one.Name.LocalName));
        Assert.Equal(
            item.Descendants(T + "AttachmentId").Select(id => (string)id.Attribute("Id")!),
            told.Select(one => (string)one.Element(T + "AttachmentId")!.Attribute("Id")!));
    }

    [Fact]
    public async Task What_is_exported_can_be_uploaded()
    {
        string id = (await IdsAsync("inbox"))[4];
        XElement folder = await SendAsync(GetFolder("<t:DistinguishedFolderId Id=\"drafts\"/>"));
        string folderId = (string)folder.Descendants(T + "FolderId").Single().Attribute("Id")!;
        XElement exported = await SendAsync(
            $"<m:ExportItems><m:ItemIds><t:ItemId Id=\"{id}\"/></m:ItemIds></m:ExportItems>");
        string data = exported.Descendants(M + "Data").Single().Value;

        XElement body = await SendAsync(
            "<m:UploadItems><m:Items><t:Item CreateAction=\"CreateNew\">"
            + $"<t:ParentFolderId Id=\"{folderId}\"/><t:Data>{data}</t:Data></t:Item></m:Items></m:UploadItems>");

        XElement original = await GetAsync(id);
        XElement copy = await GetAsync((string)body.Descendants(M + "ItemId").Single().Attribute("Id")!);
        foreach (string name in new[] { "Subject", "Body", "From", "DateTimeReceived", "IsRead" })
            Assert.Equal(original.Element(T + name)!.Value, copy.Element(T + name)!.Value);
    }

    [Fact]
    public async Task Folders_are_made_renamed_and_deleted()
    {
        XElement made = await SendAsync(
            "<m:CreateFolder><m:ParentFolderId><t:DistinguishedFolderId Id=\"inbox\"/></m:ParentFolderId>"
            + "<m:Folders><t:Folder><t:DisplayName>Mine</t:DisplayName></t:Folder></m:Folders></m:CreateFolder>");
        string id = $"<t:FolderId Id=\"{(string)made.Descendants(T + "FolderId").Single().Attribute("Id")!}\"/>";
        await SendAsync(
            $"<m:UpdateFolder><m:FolderChanges><t:FolderChange>{id}<t:Updates><t:SetFolderField>"
            + "<t:FieldURI FieldURI=\"folder:DisplayName\"/><t:Folder><t:DisplayName>Ours</t:DisplayName></t:Folder>"
            + "</t:SetFolderField></t:Updates></t:FolderChange></m:FolderChanges></m:UpdateFolder>");
        XElement renamed = await SendAsync(GetFolder(id));
        string delete = "<m:DeleteFolder DeleteType=\"HardDelete\"><m:FolderIds>{0}</m:FolderIds></m:DeleteFolder>";
        XElement inbox = await SendAsync(delete.Replace(
            "{0}", "<t:DistinguishedFolderId Id=\"inbox\"/>", StringComparison.Ordinal));
        await SendAsync(delete.Replace("{0}", id, StringComparison.Ordinal));

        Assert.Equal("Ours", renamed.Descendants(T + "DisplayName").Single().Value);
        Assert.Equal("ErrorDeleteDistinguishedFolder", inbox.ResponseCode());
        Assert.Equal("ErrorFolderNotFound", (await SendAsync(GetFolder(id))).ResponseCode());
    }

    private async Task<(string Id, string Key)> CreateAsync(string folder, string properties)
    {
        XElement body = await SendAsync(
            "<m:CreateItem MessageDisposition=\"SaveOnly\"><m:SavedItemFolderId>"
            + $"<t:DistinguishedFolderId Id=\"{folder}\"/></m:SavedItemFolderId>"
            + $"<m:Items><t:Message>{properties}</t:Message></m:Items></m:CreateItem>");
        XElement id = body.Descendants(T + "ItemId").Single();
        return ((string)id.Attribute("Id")!, (string)id.Attribute("ChangeKey")!);
    }

    private static string Update(string id, string? key, string resolution, string updates) =>
        $"<m:UpdateItem ConflictResolution=\"{resolution}\" MessageDisposition=\"SaveOnly\"><m:ItemChanges>"
        + $"<t:ItemChange><t:ItemId Id=\"{id}\"{(key is null ? "" : $" ChangeKey=\"{key}\"")}/>"
        + $"<t:Updates>{updates}</t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>";

    private static string SetSubject(string subject) =>
        "<t:SetItemField><t:FieldURI FieldURI=\"item:Subject\"/><t:Message>"
        + $"<t:Subject>{subject}</t:Subject></t:Message></t:SetItemField>";

    private Task<XElement> DeleteAsync(string id, string type) => SendAsync(
        $"<m:DeleteItem DeleteType=\"{type}\"><m:ItemIds><t:ItemId Id=\"{id}\"/></m:ItemIds></m:DeleteItem>");

    private async Task<List<string>> IdsAsync(string folder) =>
        (await SendAsync(FindItem(Page(1000, 0)).Replace("\"inbox\"", $"\"{folder}\"", StringComparison.Ordinal)))
        .ItemIds();

    private async Task<XElement> GetAsync(string id) =>
        (await SendAsync(GetItem([id]))).Descendants(T + "Message").Single();

    private async Task<XElement> SendAsync(string operation)
    {
        (int status, XElement body) = await _endpoint.SendAsync(Envelope(operation));
        Assert.Equal(200, status);
        return body;
    }

    private static string KeyOf(XElement item) => (string)item.Element(T + "ItemId")!.Attribute("ChangeKey")!;
}
