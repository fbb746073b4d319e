using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using System.Xml.Linq;
using ThrottlingTools.Timing;
using Xunit;
using static ThrottlingTools.Simulator.Tests.Soap;

namespace ThrottlingTools.Simulator.Tests;

public sealed class SyncTests
{
    private readonly EwsEndpoint _endpoint = new(new SimulatorOptions { ItemCount = 1300 }, new VirtualClock());

    [Theory]
    [InlineData(512, 3)]
    [InlineData(200, 7)]
    public async Task The_first_synchronisation_pages_through_everything_once(int limit, int pages)
    {
        List<string> ids = [];
        string state = "";
        int count = 0;
        for (bool isLast = false; !isLast; count++)
        {
            XElement body = await SendAsync(Sync(state, limit));
            Assert.InRange(body.ItemIds().Count, 1, limit);
            ids.AddRange(body.ItemIds());
            state = body.Descendants(M + "SyncState").Single().Value;
            isLast = (bool)body.Descendants(M + "IncludesLastItemInRange").Single();
        }

        Assert.Equal((pages, 1300, 1300), (count, ids.Count, ids.Distinct().Count()));
        Assert.Empty((await SendAsync(Sync(state, limit))).ItemIds());
    }

    [Fact]
    public async Task Later_ones_tell_what_changed_and_nothing_else()
    {
        string state = await StateAsync();
        List<string> seeded = (await SendAsync(FindItem(Page(4, 0)))).ItemIds();
        string made = (await SendAsync(
            "<m:CreateItem MessageDisposition=\"SaveOnly\"><m:SavedItemFolderId><t:DistinguishedFolderId Id=\"inbox\"/>"
            + "</m:SavedItemFolderId><m:Items><t:Message/></m:Items></m:CreateItem>")).ItemIds().Single();
        await SetAsync(seeded[0], "item:Subject", "<t:Subject>Other</t:Subject>");
        await SetAsync(seeded[1], "message:IsRead", "<t:IsRead>true</t:IsRead>");
        await DeleteAsync(seeded[2]);
        string moved = (await SendAsync(
            "<m:MoveItem><m:ToFolderId><t:DistinguishedFolderId Id=\"drafts\"/></m:ToFolderId>"
            + $"<m:ItemIds><t:ItemId Id=\"{seeded[3]}\"/></m:ItemIds></m:MoveItem>")).ItemIds().Single();

        XElement body = await SendAsync(Sync(state, 512));

        Assert.Equal(
            [
                ("Create", made), ("Update", seeded[0]), ("ReadFlagChange", seeded[1]), ("Delete", seeded[2]),
                ("Delete", seeded[3]),
            ],
            body.Descendants(M + "Changes").Single().Elements()
                .Select(e => (e.Name.LocalName, (string)e.Descendants(T + "ItemId").Single().Attribute("Id")!)));
        Assert.DoesNotContain(moved, body.ItemIds());
    }

    [Fact]
    public async Task What_came_and_went_in_between_is_not_told_and_what_is_ignored_neither()
    {
        string state = await StateAsync();
        List<string> seeded = (await SendAsync(FindItem(Page(1, 0)))).ItemIds();
        await SetAsync(seeded[0], "item:Subject", "<t:Subject>Other</t:Subject>");
        string made = (await SendAsync(
            "<m:CreateItem MessageDisposition=\"SaveOnly\"><m:SavedItemFolderId><t:DistinguishedFolderId Id=\"inbox\"/>"
            + "</m:SavedItemFolderId><m:Items><t:Message/></m:Items></m:CreateItem>")).ItemIds().Single();
        await DeleteAsync(made);

        XElement body = await SendAsync(Sync(state, 512, $"<m:Ignore><t:ItemId Id=\"{seeded[0]}\"/></m:Ignore>"));

        Assert.Empty(body.Descendants(M + "Changes").Single().Elements());
    }

    [Theory]
    [InlineData("bm90IGEgc3RhdGU=")]
    [InlineData("not base64")]
    [InlineData("of the drafts")]
    public async Task A_state_of_another_folder_or_of_nothing_is_refused(string state)
    {
        if (state == "of the drafts")
            state = await StateAsync("drafts");

        XElement body = await SendAsync(Sync(state, 512));

        Assert.Equal("ErrorInvalidSyncStateData", body.ResponseCode());
        Assert.Equal("true", body.Descendants(M + "IncludesLastItemInRange").Single().Value);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(513)]
    public async Task MaxChangesReturned_is_1_to_512(int limit)
    {
        (int status, XElement body) = await _endpoint.SendAsync(Envelope(Sync("", limit)));

        Assert.Equal((500, "ErrorSchemaValidation"), (status, body.ResponseCode()));
    }

    [Fact]
    public async Task The_hierarchy_tells_folders_and_then_their_changes()
    {
        XElement first = await SendAsync(Hierarchy(""));
        string state = first.Descendants(M + "SyncState").Single().Value;
        await SendAsync(
            "<m:CreateFolder><m:ParentFolderId><t:DistinguishedFolderId Id=\"inbox\"/></m:ParentFolderId>"
            + "<m:Folders><t:Folder><t:DisplayName>Mine</t:DisplayName></t:Folder></m:Folders></m:CreateFolder>");

        XElement second = await SendAsync(Hierarchy(state));

        Assert.Contains("Inbox", first.Descendants(T + "DisplayName").Select(e => e.Value));
        Assert.Equal("Mine", second.Descendants(T + "Create").Single().Descendants(T + "DisplayName").Single().Value);
        Assert.Empty((await SendAsync(Hierarchy(second.Descendants(M + "SyncState").Single().Value)))
            .Descendants(M + "Changes").Single().Elements());
    }

    private async Task<string> StateAsync(string folder = "inbox")
    {
        string state = "";
        for (bool isLast = false; !isLast;)
        {
            XElement body = await SendAsync(Sync(state, 512, folder: folder));
            state = body.Descendants(M + "SyncState").Single().Value;
            isLast = (bool)body.Descendants(M + "IncludesLastItemInRange").Single();
        }
        return state;
    }

    private Task<XElement> DeleteAsync(string id) => SendAsync(
        $"<m:DeleteItem DeleteType=\"HardDelete\"><m:ItemIds><t:ItemId Id=\"{id}\"/></m:ItemIds></m:DeleteItem>");

    private Task<XElement> SetAsync(string id, string fieldUri, string property) => SendAsync(
        "<m:UpdateItem ConflictResolution=\"AlwaysOverwrite\" MessageDisposition=\"SaveOnly\"><m:ItemChanges>"
        + $"<t:ItemChange><t:ItemId Id=\"{id}\"/><t:Updates><t:SetItemField><t:FieldURI FieldURI=\"{fieldUri}\"/>"
        + $"<t:Message>{property}</t:Message></t:SetItemField></t:Updates></t:ItemChange></m:ItemChanges>"
        + "</m:UpdateItem>");

    private static string Sync(string state, int limit, string more = "", string folder = "inbox") =>
        "<m:SyncFolderItems><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:SyncFolderId>"
        + $"<t:DistinguishedFolderId Id=\"{folder}\"/></m:SyncFolderId>"
        + (state.Length > 0 ? $"<m:SyncState>{state}</m:SyncState>" : "")
        + more + $"<m:MaxChangesReturned>{limit}</m:MaxChangesReturned></m:SyncFolderItems>";

    private static string Hierarchy(string state) =>
        "<m:SyncFolderHierarchy><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape>"
        + (state.Length > 0 ? $"<m:SyncState>{state}</m:SyncState>" : "") + "</m:SyncFolderHierarchy>";

    private async Task<XElement> SendAsync(string operation)
    {
        (int status, XElement body) = await _endpoint.SendAsync(Envelope(operation));
        Assert.Equal(200, status);
        return body;
    }
}
