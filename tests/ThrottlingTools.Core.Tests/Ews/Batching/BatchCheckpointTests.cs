using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using ThrottlingTools.Ews;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulator;
using ThrottlingTools.Timing;
using Xunit;

namespace ThrottlingTools.Core.Tests.Ews.Batching;

public sealed class BatchCheckpointTests : IDisposable
{
    private const string Head = "ThrottlingTools.Batch 2\tMoveItem\tjob\n";

    private static readonly string Print = IdPrint.Of("one").ToString();

    private readonly string _directory = Directory.CreateTempSubdirectory().FullName;
    private readonly VirtualTime _clock = new();
    private readonly List<BatchItemResult> _results = [];

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("S\tAAMk")]
    [InlineData("\0\0\0\0")]
    public void What_breaks_off_loses_only_its_last_line(string rest)
    {
        using BatchCheckpoint checkpoint = Open($"{Head}A\tone\tkey\t\nA\ttwo\t\t\nS\t{Print}\tlater\tshared\n{rest}");

        Assert.Equal(
            [("one", "later", true, "shared"), ("two", null, false, null)],
            checkpoint.Left.Select(left => (left.Item.Id, left.Item.ChangeKey, left.IsUnderWay, left.SearchKey)));
    }

    [Fact]
    public void Ids_may_hold_any_characters()
    {
        string[] ids = ["a\tb", "a\nb", "a\\tb", "\r\\", "😀\0", "a\\"];
        using DyingStream file = new(Encoding.UTF8.GetBytes(Head));
        using (BatchCheckpoint written = BatchCheckpoint.Open("test", file))
            foreach (string id in ids)
                written.Accept(new BatchItem(id, id, id));
        using BatchCheckpoint read = BatchCheckpoint.Open("test", new DyingStream(file.ToArray()));

        Assert.Equal(ids.Select(id => new BatchItem(id, id, id)), read.Left.Select(left => left.Item));
    }

    [Theory]
    [InlineData("something else\n")]
    [InlineData("no line break")]
    [InlineData("T")]
    [InlineData("\0\0\0\0")]
    [InlineData("ThrottlingTools.Batch 1\tMoveItem\tjob\n")]
    [InlineData("ThrottlingTools.Batch 2\tMoveItem")]
    [InlineData("ThrottlingTools.Batch 2\tMoveItem\n")]
    [InlineData(Head + "nonsense\n")]
    [InlineData(Head + "D\tno print\n")]
    [InlineData(Head + "D\tAAAAAAAAAAAAAAAAAAAAAA==\n")]
    [InlineData(Head + "T\tnever\n")]
    [InlineData(Head + "A\tone\t\t\nA\tone\t\t\n")]
    [InlineData(Head + "A\tone\\q\t\t\n")]
    public void A_file_that_is_no_checkpoint_is_refused_and_left_as_it_is(string content)
    {
        string path = Path.Combine(_directory, "file");
        File.WriteAllText(path, content);

        ThrottlingToolsException error =
            Assert.Throws<ThrottlingToolsException>(() => BatchCheckpoint.Open(path));

        Assert.Equal("CheckpointBroken", error.ErrorId);
        Assert.Equal(content, File.ReadAllText(path));
    }

    [Fact]
    public void Two_runs_cannot_use_it_at_once()
    {
        string path = Path.Combine(_directory, "file");
        using BatchCheckpoint first = BatchCheckpoint.Open(path);

        ThrottlingToolsException error = Assert.Throws<ThrottlingToolsException>(() => BatchCheckpoint.Open(path));

        Assert.Equal("CheckpointInUse", error.ErrorId);
    }

    [Fact]
    public void Results_that_did_not_arrive_are_delivered_by_the_next_run()
    {
        EwsEndpoint endpoint = Endpoint(30);
        BatchItem[] items = Items(endpoint);
        endpoint.Mailbox.RemoveItem(items[3].Id);
        DyingStream first = new([]);
        Run(endpoint, items, BatchCheckpoint.Open("test", first), acknowledges: false);
        BatchItemResult[] lost = [.. _results];
        _results.Clear();

        BatchLedger ledger = Run(endpoint, items, BatchCheckpoint.Open("test", new DyingStream(first.ToArray())));

        Assert.Equal(lost.Select(Told).Order(), _results.Select(Told).Order());
        Assert.Equal((29, 1, 0), (ledger.Done, ledger.Failed, ledger.Requests));
        static string Told(BatchItemResult one) =>
            $"{one.ItemId} {one.Status} {one.NewItemId} {one.NewChangeKey} {one.Attempts} {one.Error}";
    }

    [Theory]
    [InlineData(0)]
    [InlineData(500)]
    [InlineData(10_000)]
    [InlineData(20_000)]
    [InlineData(30_000)]
    public void A_full_disk_ends_the_run_and_every_item_has_a_result(int room)
    {
        EwsEndpoint endpoint = Endpoint(150);
        BatchItem[] items = Items(endpoint);
        using BatchCheckpoint checkpoint = BatchCheckpoint.Open("test", new FullStream(room));

        ThrottlingToolsException error =
            Assert.Throws<ThrottlingToolsException>(() => Run(endpoint, items, checkpoint));

        Assert.Equal("FileNotWritten", error.ErrorId);
        string[] moved = [.. endpoint.Mailbox.Changes.Select(change => $"{change.OldId}")];
        Assert.Equal(room == 0 ? 0 : items.Length, _results.Count);
        Assert.Equal(
            moved.Order(),
            _results.Where(result => result.Status == BatchItemStatus.Done).Select(one => one.ItemId).Order());
    }

    private static BatchCheckpoint Open(string content) =>
        BatchCheckpoint.Open("test", new DyingStream(Encoding.UTF8.GetBytes(content)));

    private EwsEndpoint Endpoint(int itemCount) => new(
        new SimulatorOptions { ItemCount = itemCount, Profile = ProfileCatalogue.Get(ExchangeRelease.Exchange2016) },
        _clock);

    private static BatchItem[] Items(EwsEndpoint endpoint) =>
        [.. endpoint.Mailbox.FindFolder("inbox")!.ItemIds.Select(id => new BatchItem(id))];

    private BatchLedger Run(
        EwsEndpoint endpoint, BatchItem[] items, BatchCheckpoint checkpoint, bool acknowledges = true)
    {
        using BatchCheckpoint used = checkpoint;
        BatchRun run = new(
            new EwsClient(endpoint.CreateTransport(), _clock), new MoveBatchOperation(EwsFolderId.Parse("junkemail")),
            _clock, new BatchOptions { Checkpoint = used });
        _clock.Run(() => run.RunAsync(
            BatchInput.Of(items),
            results =>
            {
                _results.AddRange(results);
                if (acknowledges)
                    run.Acknowledge(results);
            },
            default));
        return run.Ledger;
    }

    /// <summary>A disk on which only so much room is left.</summary>
    private sealed class FullStream(int room) : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count)
        {
            int fits = Math.Min(count, room - (int)Length);
            base.Write(buffer, offset, fits);
            if (fits < count)
                throw new IOException("No space left on device");
        }
    }
}
