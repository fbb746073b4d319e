using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Ews;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulator;
using ThrottlingTools.Simulator.Faults;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Timing;

namespace ThrottlingTools.Core.Tests.Ews.Batching;

/// <summary>
/// One batch job over a mailbox, drawn from a seed: operation, policy, faults, parallelism, other people's changes.
/// Its runs are stopped and killed, and go on from their checkpoint until nothing is left.
/// </summary>
internal sealed class BatchWorld
{
    private const int MaxRuns = 200;

    private static readonly string[] Passing =
        [.. FaultCatalogue.All.Select(entry => entry.Name).Where(name => name is not ("401" or "403-blocked"
            or "403-disabled"))];

    private static readonly ExchangeRelease[] Releases =
        [ExchangeRelease.Exchange2010SP3, ExchangeRelease.Exchange2013, ExchangeRelease.Exchange2016];

    private readonly Random _random;
    private readonly VirtualTime _clock = new();
    private readonly EwsEndpoint _endpoint;
    private byte[] _checkpoint = [];

    public BatchWorld(int seed, string operation)
    {
        _random = new Random(seed);
        Name = operation;
        ThrottlingProfile profile = ProfileCatalogue.Get(Releases[_random.Next(Releases.Length)]);
        IsProfileKnown = _random.Next(2) == 0;
        _endpoint = new EwsEndpoint(
            new SimulatorOptions
            {
                ItemCount = _random.Next(10) == 0 ? _random.Next(200, 500) : _random.Next(10, 150),
                Seed = seed,
                Profile = profile,
                Faults = FaultPlan.Parse([.. Faults()]),
            },
            _clock);
        _endpoint.Conditions.NetworkLatency = TimeSpan.FromMilliseconds(_random.Next(200));
        _endpoint.Conditions.Jitter = 0.3;
        Limits = IsProfileKnown ? Limit(profile) : PaceLimits.Unknown;
        Items = [.. Ids().Select(id => new BatchItem(id))];
    }

    public string Name { get; }

    public bool IsProfileKnown { get; }

    public PaceLimits Limits { get; }

    public bool IsWrite() => Name is not ("GetItem" or "ExportItems");

    public SyntheticMailbox Mailbox => _endpoint.Mailbox;

    public SyntheticFolder Destination => Mailbox.FindFolder("junkemail")!;

    /// <summary>What the user gives, the same each time.</summary>
    public IReadOnlyList<BatchItem> Items { get; private set; }

    /// <summary>What came out of all runs, in order.</summary>
    public List<BatchItemResult> Results { get; } = [];

    /// <summary>How often other people changed an item.</summary>
    public Dictionary<string, int> Touches { get; } = [];

    public int Runs { get; private set; }

    /// <summary>What the checkpoint says is over.</summary>
    public HashSet<IdPrint> Finished { get; } = [];

    /// <summary>Runs the job to its end.</summary>
    public void Run() => _clock.Run(async () =>
    {
        if (Name == "UploadItems")
            await ExportAsync();
        if (Name == "SendItem")
            MakeDrafts(_random.Next(1, 60));
        bool isDone = false;
        while (!isDone)
        {
            if (++Runs > MaxRuns)
                throw new InvalidOperationException("The job does not come to its end.");
            isDone = await RunOnceAsync(isLast: Runs > 4);
        }
    });

    public BatchOperation Operation() => Name switch
    {
        "GetItem" => ReadBatchOperation.GetItem(["Subject"]),
        "ExportItems" => ReadBatchOperation.ExportItems(),
        "DeleteItem" => new DeleteBatchOperation(EwsDisposalType.HardDelete),
        "SoftDelete" => new DeleteBatchOperation(EwsDisposalType.MoveToDeletedItems),
        "MoveItem" => new MoveBatchOperation(EwsFolderId.Parse("junkemail")),
        "CopyItem" => new CopyBatchOperation(EwsFolderId.Parse("junkemail")),
        "UpdateItem" => new UpdateBatchOperation(
            new Dictionary<string, object> { ["Subject"] = "Changed" }, [], EwsConflictResolution.AutoResolve),
        "SendItem" => new SendBatchOperation(saveItemToFolder: true, null),
        "UploadItems" => new UploadBatchOperation(EwsFolderId.Parse(Destination.Id), EwsCreateAction.CreateNew),
        _ => new MarkAsReadBatchOperation(isRead: true, suppressReadReceipts: false),
    };

    private IEnumerable<string> Faults()
    {
        int kinds = _random.Next(5);
        for (int i = 0; i < kinds; i++)
            yield return FormattableString.Invariant(
                $"{Passing[_random.Next(Passing.Length)]}:rate={_random.NextDouble() * 0.15:0.###}");
        if (_random.Next(8) == 0)
            yield return "401:rate=0.02";
    }

    private IEnumerable<string> Ids()
    {
        IReadOnlyList<string> ids = Mailbox.FindFolder("inbox")!.ItemIds;
        foreach (string id in ids)
            yield return id;
        if (_random.Next(3) == 0 && ids.Count > 0)
            yield return ids[0];
    }

    private static PaceLimits Limit(ThrottlingProfile profile)
    {
        PaceLimits known = PaceLimits.OfFinds(profile, isRestricted: false);
        return new PaceLimits { MaxConcurrency = known.MaxConcurrency, Bucket = known.Bucket };
    }

    private async Task<bool> RunOnceAsync(bool isLast)
    {
        using CancellationTokenSource stop = new();
        using DyingStream file = new(_checkpoint);
        int fate = isLast ? 0 : _random.Next(3);
        int deadline = _random.Next(1, 7);
        void Watch(int number)
        {
            if (fate != 1 || number != deadline)
                return;
            file.LastBytes = _random.Next(300);
            file.IsDead = true;
            stop.Cancel();
        }
        ShakyTransport transport = new(
            _endpoint.CreateTransport(), _clock, TimeSpan.FromSeconds(_random.Next(20, 120))) { Sending = Watch };
        using BatchCheckpoint checkpoint = BatchCheckpoint.Open("seed", file);
        BatchRun run = new(new EwsClient(transport, _clock), Operation(), _clock, Options(checkpoint));
        using CancellationTokenSource over = new();
        Task others = Task.WhenAll(StopAsync(fate == 2, stop, over.Token), DisturbAsync(over.Token));
        bool isDone = await EndsAsync(run, file, stop.Token);
        over.Cancel();
        await others;
        _checkpoint = file.ToArray();
        using BatchCheckpoint read = BatchCheckpoint.Open("seed", new DyingStream(_checkpoint));
        Finished.UnionWith(read.Finished);
        return isDone;
    }

    private async Task<bool> EndsAsync(BatchRun run, DyingStream file, CancellationToken stop)
    {
        List<BatchItemResult> results = [];
        void Take(IReadOnlyList<BatchItemResult> some)
        {
            if (file.IsDead)
                return;
            results.AddRange(some);
            run.Acknowledge(some);
        }
        try
        {
            await run.RunAsync(BatchInput.Of(Items), Take, stop);
            return true;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return false;
        }
        catch (ThrottlingToolsException error) when (IsEws(error))
        {
            return false;
        }
        finally
        {
            Results.AddRange(results);
            CheckLedger(run.Ledger);
        }
    }

    // A server that refuses the caller, or answers three times with what is no answer before the first good one.
    private static bool IsEws(ThrottlingToolsException error) =>
        error.ErrorId is "EwsAuthentication" or "EwsNetwork" or "EwsUnreadableAnswer";

    private void CheckLedger(BatchLedger ledger)
    {
        if (ledger.Total + ledger.PassedOver < Items.Count && !IsKilled(ledger))
            throw new InvalidOperationException($"The ledger lacks items: {ledger}");
    }

    // Items that came before the run could begin are not counted, nor those under way of an earlier run.
    private static bool IsKilled(BatchLedger ledger) => ledger.Requests == 0;

    private BatchOptions Options(BatchCheckpoint checkpoint) => new()
    {
        Checkpoint = checkpoint,
        Pace = new PaceOptions
        {
            Limits = Limits, MaxInFlight = _random.Next(1, 7), InitialItemsPerCall = _random.Next(1, 40),
            MinItemsPerCall = 1,
            BackOff = new BackOffOptions { Seed = _random.Next(), MaxWait = TimeSpan.FromDays(2) },
        },
    };

    private async Task StopAsync(bool stops, CancellationTokenSource stop, CancellationToken over)
    {
        if (!stops || !await WaitAsync(TimeSpan.FromSeconds(_random.NextDouble() * 3), over))
            return;
        stop.Cancel();
    }

    private async Task DisturbAsync(CancellationToken over)
    {
        if (Name != "UpdateItem")
            return;
        while (await WaitAsync(TimeSpan.FromSeconds(_random.NextDouble() * 10), over))
        {
            string id = Items[_random.Next(Items.Count)].Id;
            if (Mailbox.TouchItem(id))
                Touches[id] = Touches.GetValueOrDefault(id) + 1;
        }
    }

    private async Task<bool> WaitAsync(TimeSpan time, CancellationToken over)
    {
        try
        {
            await _clock.Delay(time, over);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void MakeDrafts(int count)
    {
        SyntheticFolder drafts = Mailbox.FindFolder("drafts")!;
        MailboxItem letter = Mailbox.FindItem(Items[0].Id)!;
        Items = [.. Enumerable.Range(0, count).Select(_ => new BatchItem(Mailbox.Copy(letter, drafts).Id.ToString()))];
    }

    private async Task ExportAsync()
    {
        List<BatchItem> exported = [];
        BatchRun run = new(
            new EwsClient(_endpoint.CreateTransport(), _clock), ReadBatchOperation.ExportItems(), _clock,
            new BatchOptions { Pace = new PaceOptions { BackOff = new() { MaxWait = TimeSpan.FromDays(2) } } });
        while (exported.Count == 0)
            try
            {
                await run.RunAsync(
                    BatchInput.Of(Items),
                    results => exported.AddRange(results.Select(one => new BatchItem(one.ItemId, null, one.Data))),
                    default);
            }
            catch (ThrottlingToolsException error) when (IsEws(error))
            {
                exported.Clear();
                run = new(
                    new EwsClient(_endpoint.CreateTransport(), _clock), ReadBatchOperation.ExportItems(), _clock);
            }
        Items = exported;
    }
}
