using System;
using System.Collections.Generic;
using System.Linq;
using ThrottlingTools.Ews;
using ThrottlingTools.Simulator.Mailboxes;
using Xunit;

namespace ThrottlingTools.Core.Tests.Ews.Batching;

/// <summary>Issue 6, section 5: nothing lost, nothing done twice, whatever goes wrong.</summary>
public sealed class BatchProofTests
{
    private static readonly string[] Operations =
    [
        "DeleteItem", "SoftDelete", "MoveItem", "CopyItem", "UpdateItem", "UploadItems", "MarkAsRead", "GetItem",
        "ExportItems", "SendItem",
    ];

    [Theory]
    [InlineData(1, 250)]
    [InlineData(251, 500)]
    [InlineData(501, 750)]
    [InlineData(751, 1000)]
    public void Nothing_is_lost_and_nothing_done_twice(int first, int last)
    {
        for (int seed = first; seed <= last; seed++)
        {
            BatchWorld world = new(seed, Operations[seed % Operations.Length]);
            try
            {
                world.Run();
                Check(world);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                throw new InvalidOperationException($"Seed {seed}, {world.Name}: {exception.Message}", exception);
            }
        }
    }

    private static void Check(BatchWorld world)
    {
        Dictionary<string, int> done = TimesDone(world);
        ILookup<string, BatchItemStatus> results = world.Results.Where(result => result.IsFinal)
            .ToLookup(result => result.ItemId, result => result.Status);
        foreach (string id in world.Items.Select(item => item.Id).Distinct())
        {
            Assert.True(world.Finished.Contains(IdPrint.Of(id)), $"{id} was lost.");
            Assert.True(results[id].Count() == 1, $"{id} has {results[id].Count()} results.");
            BatchItemStatus status = results[id].Single();
            int times = done.GetValueOrDefault(id) - world.Touches.GetValueOrDefault(id);
            if (!world.IsWrite() || world.Name == "MarkAsRead")
                Assert.Equal(BatchItemStatus.Done, status);
            else if (status == BatchItemStatus.Unknown)
            {
                Assert.Equal("UploadItems", world.Name);
                Assert.InRange(times, 0, 1);
            }
            else
                Assert.True(
                    times == (status == BatchItemStatus.Done ? 1 : 0),
                    $"{id} is {status}, and was done {times} times.");
        }
        if (world.Name == "MarkAsRead")
            Assert.All(world.Items, item => Assert.True(world.Mailbox.FindItem(item.Id)!.IsRead));
    }

    private static Dictionary<string, int> TimesDone(BatchWorld world)
    {
        IEnumerable<string> ids = world.Name switch
        {
            "UploadItems" => Uploaded(world),
            "UpdateItem" => Changed(world, MailboxChangeKind.Modified, change => change.Id),
            "DeleteItem" => Changed(world, MailboxChangeKind.Deleted, change => change.Id),
            "CopyItem" => Changed(world, MailboxChangeKind.Copied, change => change.OldId!.Value),
            _ => Changed(world, MailboxChangeKind.Moved, change => change.OldId!.Value),
        };
        return ids.GroupBy(id => id).ToDictionary(group => group.Key, group => group.Count());
    }

    private static IEnumerable<string> Changed(
        BatchWorld world, MailboxChangeKind kind, Func<MailboxChange, SyntheticId> id) =>
        world.Mailbox.Changes.Where(change => change.Kind == kind).Select(change => id(change).ToString());

    // The subject tells which item a copy is of.
    private static IEnumerable<string> Uploaded(BatchWorld world)
    {
        Dictionary<string, string> bySubject = world.Items.Select(item => item.Id).Distinct().ToDictionary(
            id => Subject(world, id), id => id);
        return world.Destination.Contents.Written.Select(item => bySubject[(string)item.Read("item:Subject")!]);
    }

    private static string Subject(BatchWorld world, string id) =>
        (string)world.Mailbox.FindItem(id)!.Read("item:Subject")!;
}
