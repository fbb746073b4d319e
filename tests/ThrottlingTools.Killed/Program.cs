using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Ews;
using ThrottlingTools.Timing;

namespace ThrottlingTools.Killed;

/// <summary>A find, a batch or both in a chain, as the cmdlets do them, in a process that is there to be killed.</summary>
internal static class Program
{
    private static readonly Uri Endpoint = new("http://localhost/");
    private static readonly SystemClock Clock = new();
    private static readonly Parent Parent = new();
    private static readonly EwsClient Client = new(Parent, Clock);

    /// <param name="args">
    /// Find, Batch or Chain; the directory of the checkpoints and the items; the folder to find in; the operation; the
    /// id of the folder to put things in.
    /// </param>
    private static async Task Main(string[] args)
    {
        Parent.Listen();
        string directory = args[1], folder = args[2];
        if (args[0] == "Find")
        {
            await FindAsync(directory, folder, item => Parent.Tell($"Done\t{item.ItemId}"));
            return;
        }
        string[][] items = [.. File.ReadLines(Path.Combine(directory, "items")).Select(line => line.Split('\t'))];
        using BatchCheckpoint checkpoint = BatchCheckpoint.Open(Path.Combine(directory, "batch"));
        BatchRun run = new(Client, Operation(args[3], EwsFolderId.Parse(args[4])), Clock, Options(checkpoint));
        run.Begin();
        BatchInput input = new();
        Task running = Task.Run(() => run.RunAsync(input, results => HandOn(run, results), CancellationToken.None));
        void Give(BatchItem item)
        {
            checkpoint.Accept(item);
            while (!input.TryAdd(item))
                input.Taken.Wait();
        }
        if (args[0] == "Chain")
        {
            Dictionary<string, string> data = items.ToDictionary(parts => parts[0], parts => parts[1]);
            await FindAsync(directory, folder, item => Give(ToItem(item.ItemId, data[item.ItemId])));
        }
        else
            foreach (string[] parts in items)
                Give(ToItem(parts[0], parts[1]));
        input.Complete();
        await running;
    }

    private static BatchItem ToItem(string id, string data) => new(id, null, data.Length > 0 ? data : null);

    private static async Task FindAsync(string directory, string folder, Action<EwsItem> handOn)
    {
        FindItemRequest request = new(EwsFolderId.Parse(folder)) { BaseShape = EwsBaseShape.IdOnly };
        FindCheckpoint checkpoint = FindCheckpoint.Open(Path.Combine(directory, "find"), Endpoint);
        PagedFind<EwsItem> find = new(
            [new FindItemTarget(Client, request)], Clock, new PagedFindOptions { PageSize = 7 }, _ => { }, checkpoint);
        while (await find.NextPageAsync(CancellationToken.None) is { } page)
        {
            foreach (EwsItem item in page.Items)
                handOn(item);
            find.Acknowledge(page, page.Items.Count);
            checkpoint.Save(find, isOver: false);
        }
        checkpoint.Save(find, isOver: true);
    }

    private static void HandOn(BatchRun run, IReadOnlyList<BatchItemResult> results)
    {
        foreach (BatchItemResult result in results)
        {
            Parent.Tell($"{result.Status}\t{result.ItemId}");
            run.Acknowledge([result]);
        }
    }

    private static BatchOptions Options(BatchCheckpoint checkpoint) => new()
    {
        Checkpoint = checkpoint,
        Pace = new PaceOptions
        {
            // The server has answered, or never will, by the time that the next process runs.
            Limits = new PaceLimits { CallTimeLimit = TimeSpan.FromMilliseconds(50) },
            InitialItemsPerCall = 4, MinItemsPerCall = 1, MaxItemsPerCall = 8, MaxInFlight = 3,
        },
    };

    private static BatchOperation Operation(string name, EwsFolderId destination) => name switch
    {
        "GetItem" => ReadBatchOperation.GetItem(["Subject"]),
        "ExportItems" => ReadBatchOperation.ExportItems(),
        "DeleteItem" => new DeleteBatchOperation(EwsDisposalType.HardDelete),
        "MoveItem" => new MoveBatchOperation(destination),
        "CopyItem" => new CopyBatchOperation(destination),
        "UpdateItem" => new UpdateBatchOperation(
            new Dictionary<string, object> { ["Subject"] = "Changed" }, [], EwsConflictResolution.AutoResolve),
        "SendItem" => new SendBatchOperation(saveItemToFolder: true, null),
        "UploadItems" => new UploadBatchOperation(destination, EwsCreateAction.CreateNew),
        _ => new MarkAsReadBatchOperation(isRead: true, suppressReadReceipts: false),
    };
}
