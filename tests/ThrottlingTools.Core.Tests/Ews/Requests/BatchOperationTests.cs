using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Ews;
using ThrottlingTools.Simulator;
using ThrottlingTools.Timing;
using Xunit;

namespace ThrottlingTools.Core.Tests.Ews.Requests;

/// <summary>Batches that write, against the simulator: each target has its own answer, in order.</summary>
public sealed class BatchOperationTests
{
    private static readonly EwsFolderId Inbox = EwsFolderId.Parse("inbox");
    private static readonly EwsFolderId Drafts = EwsFolderId.Parse("drafts");

    private readonly EwsClient _client;

    public BatchOperationTests()
    {
        VirtualClock clock = new();
        EwsEndpoint endpoint = new(new SimulatorOptions { ItemCount = 30 }, clock);
        _client = new EwsClient(endpoint.CreateTransport(), clock);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Items_are_made_and_found_again_by_their_stamp()
    {
        EwsItemResult[] made = await SendAsync(new CreateItemRequest(
        [
            EwsItemStamp.Put(new EwsItemDraft().Set("Subject", "one"), "s1"),
            EwsItemStamp.Put(EwsItemDraft.FromMime(Encoding.ASCII.GetBytes("Subject: two\r\n\r\nText")), "s2"),
        ])
        {
            SavedItemFolder = Inbox,
        });

        List<EwsItem> found = await FindAsync(Inbox, EwsItemStamp.Find("s2"));
        Assert.Equal(["0", "1"], made.Select(result => result.ItemId));
        Assert.Equal((made[1].NewItemId!.Id, "two"), (found.Single().ItemId, found.Single().Subject));
        Assert.Empty(await FindAsync(Inbox, EwsItemStamp.Find("s3")));
    }

    [Fact]
    public async Task An_update_sets_and_deletes_and_tells_the_new_version()
    {
        EwsItem item = (await FindAsync(Inbox, EwsFilter.Parse("-not IsRead")))[0];

        EwsItemResult[] results = await SendAsync(new UpdateItemRequest(
        [
            EwsItemUpdate.MarkAsRead(EwsItemId.Of(item)).Set("Subject", "new").Set("Categories", new[] { "a", "b" }),
        ]));

        List<EwsItem> read = await FindAsync(Inbox, EwsFilter.Parse("IsRead -and Subject -ceq 'new'"));
        Assert.Equal(item.ItemId, read.Single().ItemId);
        Assert.Equal(results[0].NewItemId, EwsItemId.Of(read.Single()));
        Assert.NotEqual(item.ChangeKey, read.Single().ChangeKey);
        await SendAsync(new UpdateItemRequest([new EwsItemUpdate(results[0].NewItemId!).Delete("Categories")]));
        Assert.Empty(await FindAsync(Inbox, EwsFilter.Parse("Subject -eq 'new' -and Categories -exists")));
    }

    [Fact]
    public async Task A_stale_version_fails_for_its_item_alone_unless_it_is_overwritten()
    {
        EwsItemId[] ids = [.. (await FindAsync(Inbox, null)).Take(2).Select(EwsItemId.Of)];
        await SendAsync(new UpdateItemRequest([EwsItemUpdate.MarkAsRead(ids[0]).Set("Subject", "other")]));
        UpdateItemRequest Update(EwsConflictResolution resolution) =>
            new([.. ids.Select(id => new EwsItemUpdate(id).Set("Subject", "mine"))])
            {
                ConflictResolution = resolution,
            };

        EwsItemResult[] careful = await SendAsync(Update(EwsConflictResolution.NeverOverwrite));
        EwsItemResult[] bold = await SendAsync(Update(EwsConflictResolution.AlwaysOverwrite));

        Assert.Equal("ErrorIrresolvableConflict", careful[0].Error?.ResponseCode);
        Assert.Null(careful[1].Error);
        Assert.All(bold, result => Assert.Null(result.Error));
    }

    [Fact]
    public async Task A_move_and_a_copy_tell_the_new_ids()
    {
        EwsItemId[] ids = [.. (await FindAsync(Inbox, null)).Take(3).Select(EwsItemId.Of)];

        EwsItemResult[] copied = await SendAsync(new CopyItemRequest(ids, Drafts));
        EwsItemResult[] moved = await SendAsync(new MoveItemRequest(ids, Drafts));
        EwsItemResult[] again = await SendAsync(new MoveItemRequest(ids, Drafts));

        string[] there = [.. (await FindAsync(Drafts, null)).Select(item => item.ItemId)];
        Assert.Equal(
            copied.Concat(moved).Select(result => result.NewItemId!.Id).Order(StringComparer.Ordinal),
            there.Order(StringComparer.Ordinal));
        Assert.All(again, result => Assert.Equal("ErrorItemNotFound", result.Error?.ResponseCode));
        Assert.Equal(ids.Select(id => id.Id), again.Select(result => result.ItemId));
    }

    [Fact]
    public async Task A_deleted_item_is_gone_and_GetItem_tells()
    {
        EwsItemId[] ids = [.. (await FindAsync(Inbox, null)).Take(2).Select(EwsItemId.Of)];

        EwsItemResult[] deleted = await SendAsync(
            new DeleteItemRequest([ids[0]]) { DeleteType = EwsDisposalType.HardDelete });
        EwsItemResult[] read = await SendAsync(
            new GetItemRequest(ids.Select(id => id.Id)) { BaseShape = EwsBaseShape.IdOnly });

        Assert.Null(deleted.Single().Error);
        Assert.Equal(["ErrorItemNotFound", null], read.Select(result => result.Error?.ResponseCode));
    }

    [Fact]
    public async Task What_is_exported_can_be_uploaded()
    {
        EwsItem item = (await FindAsync(Inbox, null))[0];
        EwsFolder folder = (await _client.GetFolderAsync(new GetFolderRequest(Drafts), Token)).GetValueOrThrow();

        EwsItemResult exported = (await SendAsync(new ExportItemsRequest([EwsItemId.Of(item)]))).Single();
        EwsItemResult[] uploaded = await SendAsync(new UploadItemsRequest(
            [new EwsUpload(EwsFolderId.Parse(folder.FolderId), exported.Data!), new EwsUpload(
                EwsFolderId.Parse(folder.FolderId), "bm9uc2Vuc2U=")]));

        EwsItem copy = (await FindAsync(Drafts, null)).Single();
        Assert.Equal(exported.GetData(), Convert.FromBase64String(exported.Data!));
        Assert.Equal((item.Subject, uploaded[0].NewItemId!.Id), (copy.Subject, copy.ItemId));
        Assert.Equal("ErrorCorruptData", uploaded[1].Error?.ResponseCode);
    }

    [Fact]
    public async Task An_attachment_comes_with_its_bytes()
    {
        EwsItem item = (await FindAsync(Inbox, EwsFilter.Parse("HasAttachments")))[0];
        EwsItem whole = (await SendAsync(new GetItemRequest([item.ItemId]) { Properties = ["Attachments"] }))[0].Item!;
        string id = whole.Properties.Where(pair => pair.Key.EndsWith("AttachmentId", StringComparison.Ordinal))
            .Select(pair => pair.Value is string one ? one : ((string[])pair.Value)[0]).First();

        EwsItemResult[] results = await SendAsync(new GetAttachmentRequest([id, "none"]));

        EwsAttachment file = results[0].Attachment!;
        Assert.Equal((id, "text/plain", file.Size), (file.AttachmentId, file.ContentType, file.GetContent()!.Length));
        Assert.StartsWith("row ", Encoding.ASCII.GetString(file.GetContent()!), StringComparison.Ordinal);
        Assert.NotNull(results[1].Error);
    }

    [Fact]
    public async Task A_draft_is_sent()
    {
        EwsItemResult[] made = await SendAsync(new CreateItemRequest(
            [new EwsItemDraft().Set("Subject", "go").Set("ToRecipients", "bob@example.com")]));

        EwsItemResult[] sent = await SendAsync(new SendItemRequest([made[0].NewItemId!]));

        Assert.Null(sent.Single().Error);
        Assert.Single(await FindAsync(EwsFolderId.Parse("sentitems"), EwsFilter.Parse("Subject -ceq 'go'")));
        Assert.Empty(await FindAsync(Drafts, EwsFilter.Parse("Subject -ceq 'go'")));
    }

    [Fact]
    public async Task Names_resolve_to_some_or_to_nobody()
    {
        EwsResolutionSet nobody =
            (await _client.ResolveNamesAsync(new ResolveNamesRequest("zzz"), Token)).GetValueOrThrow();
        EwsResolutionSet somebody = (await _client.ResolveNamesAsync(
            new ResolveNamesRequest("user") { ReturnFullContactData = true }, Token)).GetValueOrThrow();

        Assert.Empty(nobody.Resolutions);
        Assert.NotEmpty(somebody.Resolutions);
        Assert.All(somebody.Resolutions, found => Assert.Contains("@", found.EmailAddress, StringComparison.Ordinal));
        Assert.All(somebody.Resolutions, found => Assert.Equal("Contact", found.Contact?.ItemType));
    }

    private async Task<EwsItemResult[]> SendAsync(EwsBatchRequest request) =>
        [.. (await _client.SendBatchAsync(request, Token)).GetValueOrThrow()];

    private async Task<List<EwsItem>> FindAsync(EwsFolderId folder, EwsRestriction? restriction) =>
        [.. (await _client.FindItemAsync(
            new FindItemRequest(folder) { Restriction = restriction }, Token)).GetValueOrThrow().Items];
}
