using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using ThrottlingTools.Ews;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulator;
using ThrottlingTools.Simulator.Faults;
using ThrottlingTools.Timing;
using Xunit;

namespace ThrottlingTools.Core.Tests.Ews.Batching;

public sealed class BatchRunTests
{
    private readonly VirtualTime _clock = new();
    private readonly List<BatchItemResult> _results = [];
    private readonly List<BatchEvent> _events = [];
    private EwsEndpoint? _endpoint;

    [Fact]
    public void Batches_grow_while_they_are_far_from_the_one_minute_limit()
    {
        Run(2000, ReadBatchOperation.GetItem(["Subject"]));

        int[] sizes = [.. _events.Where(step => step.Kind == BatchEventKind.Answered).Select(step => step.Items)];
        Assert.Equal(20, sizes[0]);
        Assert.True(sizes.Max() >= 80, string.Join(' ', sizes));
        Assert.Equal(2000, _results.Count(result => result.Item?.Subject is not null));
    }

    [Fact]
    public void A_lost_move_is_found_done_and_not_sent_again()
    {
        Run(10, new MoveBatchOperation(EwsFolderId.Parse("junkemail")), "reset-before:operation=MoveItem,nth=1");

        Assert.All(_results, result => Assert.Equal(
            (BatchItemStatus.Done, true, 1), (result.Status, result.IsFoundByLooking, result.Attempts)));
        Assert.Equal(10, _results.Count);
    }

    [Fact]
    public void A_copy_that_may_be_an_older_one_is_unknown()
    {
        Endpoint(10, "reset-before:operation=CopyItem,nth=2");
        Run(10, new CopyBatchOperation(EwsFolderId.Parse("drafts")));
        BatchLedger ledger = Run(10, new CopyBatchOperation(EwsFolderId.Parse("drafts")));

        Assert.Equal(10, ledger.Unknown);
        Assert.Equal(20, _endpoint!.Mailbox.FindFolder("drafts")!.ItemCount);
    }

    [Fact]
    public void A_lost_copy_into_an_empty_folder_is_found_with_its_id()
    {
        Run(10, new CopyBatchOperation(EwsFolderId.Parse("drafts")), "truncated-xml:operation=CopyItem,nth=1");

        Assert.Equal(
            _endpoint!.Mailbox.FindFolder("drafts")!.ItemIds.Order(),
            _results.Select(result => result.NewItemId).Order());
        Assert.All(_results, result => Assert.True(result.IsFoundByLooking));
    }

    [Fact]
    public void An_upload_whose_answer_was_lost_is_unknown_and_never_repeated()
    {
        Run(10, ReadBatchOperation.ExportItems(), "reset-before:operation=UploadItems,nth=1");
        BatchItem[] data = [.. _results.Select(result => new BatchItem(result.ItemId, null, result.Data))];
        _results.Clear();
        EwsFolderId folder = EwsFolderId.Parse(_endpoint!.Mailbox.FindFolder("drafts")!.Id);
        Run(data, new UploadBatchOperation(folder, EwsCreateAction.CreateNew));

        Assert.All(_results, result => Assert.Equal(
            (BatchItemStatus.Unknown, EwsVerdict.Network, 1),
            (result.Status, result.Error!.Verdict, result.Attempts)));
        Assert.Equal(10, _endpoint!.Mailbox.FindFolder("drafts")!.ItemCount);
    }

    [Fact]
    public void An_item_that_the_server_does_not_have_fails_alone()
    {
        string missing = Endpoint(5).Mailbox.FindFolder("inbox")!.ItemIds[2];
        _endpoint!.Mailbox.RemoveItem(missing);
        BatchItem[] items = [.. _endpoint.Mailbox.FindFolder("inbox")!.ItemIds.Append(missing)
            .Select(id => new BatchItem(id))];
        Run(items, new DeleteBatchOperation(EwsDisposalType.HardDelete));

        BatchItemResult failed = Assert.Single(_results, result => result.Status != BatchItemStatus.Done);
        Assert.Equal((missing, "ErrorItemNotFound"), (failed.ItemId, failed.Error!.ResponseCode));
    }

    [Fact]
    public void A_caller_who_is_refused_gets_an_account_of_every_item()
    {
        ThrottlingToolsException error = Assert.Throws<ThrottlingToolsException>(
            () => Run(50, new DeleteBatchOperation(EwsDisposalType.SoftDelete), "401:operation=DeleteItem,nth=2-"));

        Assert.Equal("EwsAuthentication", error.ErrorId);
        // A proxy may have said so after the work was done.
        Assert.Contains("20 done, 0 failed, 0 not sent, 30 unknown", error.Message, StringComparison.Ordinal);
        Assert.Equal(30, _results.Count(result => result is { Status: BatchItemStatus.Unknown, IsFinal: false }));
        Assert.Equal(30, _endpoint!.Mailbox.FindFolder("inbox")!.ItemCount);
    }

    private EwsEndpoint Endpoint(int itemCount, params string[] faults) => _endpoint ??= new EwsEndpoint(
        new SimulatorOptions
        {
            ItemCount = itemCount, Faults = FaultPlan.Parse(faults),
            Profile = ProfileCatalogue.Get(ExchangeRelease.Exchange2016),
        },
        _clock);

    private BatchLedger Run(int itemCount, BatchOperation operation, params string[] faults)
    {
        IReadOnlyList<string> ids = Endpoint(itemCount, faults).Mailbox.FindFolder("inbox")!.ItemIds;
        return Run([.. ids.Select(id => new BatchItem(id))], operation, faults);
    }

    private BatchLedger Run(BatchItem[] items, BatchOperation operation, params string[] faults)
    {
        EwsEndpoint endpoint = Endpoint(items.Length, faults);
        BatchOptions options = new()
        {
            Pace = new PaceOptions { InitialItemsPerCall = 20, MinItemsPerCall = 1, MaxInFlight = 1 },
        };
        BatchRun run = new(
            new EwsClient(endpoint.CreateTransport(), _clock), operation, _clock, options, _events.Add);
        _clock.Run(() => run.RunAsync(BatchInput.Of(items), _results.AddRange, default));
        return run.Ledger;
    }
}
