using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Ews;
using ThrottlingTools.Simulator;
using ThrottlingTools.Timing;
using Xunit;

namespace ThrottlingTools.Core.Tests.Ews.Requests;

public sealed class FolderTests
{
    private readonly EwsClient _client;

    public FolderTests()
    {
        VirtualClock clock = new();
        EwsEndpoint endpoint = new(new SimulatorOptions { ItemCount = 5 }, clock);
        _client = new EwsClient(endpoint.CreateTransport(), clock);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("inbox", null, null)]
    [InlineData("AAMkADZkYjVmZjQyLWM1ZGItNGY2OC04ZDI1LTg1/TVj", null, null)]
    [InlineData("Sent Items", "msgfolderroot", "Sent Items")]
    [InlineData("Posteingang", "msgfolderroot", "Posteingang")]
    [InlineData("AAMkADZkYjVmZjQyLWM1ZGItNGY2OC04ZDI1LTg1MTVj", null, null)]
    [InlineData("Sales/North", "msgfolderroot", "Sales|North")]
    [InlineData("inbox/Projects", "inbox", "Projects")]
    [InlineData("\\Inbox\\Projects\\2026", "inbox", "Projects|2026")]
    [InlineData("/Projects/", "msgfolderroot", "Projects")]
    [InlineData("\\", "msgfolderroot", "")]
    [InlineData("\\Sent Items\\a/b", "msgfolderroot", "Sent Items|a/b")]
    [InlineData("ArchiveMsgFolderRoot/Old", "archivemsgfolderroot", "Old")]
    [InlineData("publicfoldersroot\\Sales", "publicfoldersroot", "Sales")]
    public void A_path_has_a_root_and_names(string text, string? root, string? names)
    {
        EwsFolderPath? path = EwsFolderPath.TryParse(text, "ann@example.com");

        Assert.Equal(root, path?.Root.Value);
        Assert.Equal(names, path is null ? null : string.Join("|", path.Names));
        Assert.Equal(root is null ? null : "ann@example.com", path?.Root.Mailbox);
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("inbox//a")]
    [InlineData("\\\\server")]
    public void A_path_without_a_name_is_refused(string text) => Assert.Equal(
        "InvalidFolder", Assert.Throws<ThrottlingToolsException>(() => EwsFolderPath.TryParse(text)).ErrorId);

    [Fact]
    public async Task A_path_is_found_level_by_level_in_any_casing()
    {
        EwsFolderId plans = await CreateAsync(EwsFolderId.Parse("inbox"), "Plans");
        EwsFolderId year = await CreateAsync(plans, "2026");

        EwsFolderResolver resolver = new(_client);

        Assert.Equal(year.Value, (await resolver.ResolveAsync("\\Inbox\\plans\\2026", null, Token)).Value);
        Assert.Equal(plans.Value, (await resolver.ResolveAsync("inbox/Plans", null, Token)).Value);
        Assert.Equal(year.Value, (await resolver.ResolveAsync(year.Value, null, Token)).Value);
        Assert.Equal("inbox", (await resolver.ResolveAsync("Inbox", null, Token)).Value);
    }

    [Fact]
    public async Task A_missing_folder_is_an_error_that_names_the_level_and_the_nearest()
    {
        await CreateAsync(EwsFolderId.Parse("inbox"), "Plans");

        ThrottlingToolsException error = await Assert.ThrowsAsync<ThrottlingToolsException>(
            () => new EwsFolderResolver(_client).ResolveAsync("inbox/Plan/2026", null, Token));

        Assert.Equal("FolderNotFound", error.ErrorId);
        Assert.Contains("'Plan' in \\inbox", error.Message, StringComparison.Ordinal);
        Assert.Equal("Did you mean Plans?", error.RecommendedAction);
    }

    [Fact]
    public async Task Several_folders_of_a_name_are_an_error()
    {
        ScriptedTransport transport = new();
        transport.Then(200, Envelopes.Folders("Plans", "Plans"));

        ThrottlingToolsException error = await Assert.ThrowsAsync<ThrottlingToolsException>(
            () => new EwsFolderResolver(new EwsClient(transport, new VirtualClock()))
                .ResolveAsync("inbox/Plans", null, Token));

        Assert.Equal("FolderAmbiguous", error.ErrorId);
    }

    [Fact]
    public async Task Folders_come_by_pages_with_their_counts_and_by_filter()
    {
        EwsFolderId plans = await CreateAsync(EwsFolderId.Parse("inbox"), "Plans");
        foreach (string name in new[] { "a", "b", "c" })
            await CreateAsync(plans, name);

        FindFolderPage first = await FindAsync(new FindFolderRequest(plans) { MaxEntriesReturned = 2 });
        FindFolderPage rest = await FindAsync(new FindFolderRequest(plans) { Offset = 2 });
        FindFolderPage deep = await FindAsync(new FindFolderRequest(EwsFolderId.Parse("inbox"))
        {
            Traversal = EwsFolderTraversal.Deep,
            Restriction = EwsFilter.ParseFolder("DisplayName -in 'a', 'c', 'x'"),
        });

        Assert.Equal(
            (3, 2, false), (first.TotalItemsInView, first.IndexedPagingOffset, first.IncludesLastItemInRange));
        Assert.Equal(["a", "b"], first.Folders.Select(folder => folder.DisplayName));
        Assert.Equal(0, first.Folders[0].TotalCount);
        Assert.Equal(("c", true), (rest.Folders.Single().DisplayName, rest.IncludesLastItemInRange));
        Assert.Equal(["a", "c"], deep.Folders.Select(folder => folder.DisplayName));
    }

    [Fact]
    public async Task A_folder_that_was_made_is_deleted()
    {
        EwsFolderId made = await CreateAsync(EwsFolderId.Parse("inbox"), "Probe");

        EwsItemResult[] results = [.. (await _client.SendBatchAsync(
            new DeleteFolderRequest(made) { DeleteType = EwsDisposalType.HardDelete }, Token)).GetValueOrThrow()];

        Assert.Equal((made.Value, null), (results.Single().ItemId, results.Single().Error));
        FindFolderPage left = await FindAsync(new FindFolderRequest(EwsFolderId.Parse("inbox")));
        Assert.DoesNotContain("Probe", left.Folders.Select(folder => folder.DisplayName));
    }

    private async Task<EwsFolderId> CreateAsync(EwsFolderId parent, string name) => EwsFolderId.Parse(
        (await _client.CreateFolderAsync(new CreateFolderRequest(parent, name), Token)).GetValueOrThrow().FolderId);

    private async Task<FindFolderPage> FindAsync(FindFolderRequest request) =>
        (await _client.FindFolderAsync(request, Token)).GetValueOrThrow();
}
