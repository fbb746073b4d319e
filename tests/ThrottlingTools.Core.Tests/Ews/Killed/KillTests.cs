using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using ThrottlingTools.Ews;
using ThrottlingTools.Simulator.Mailboxes;
using Xunit;

namespace ThrottlingTools.Core.Tests.Ews.Killed;

/// <summary>
/// A find, a batch and both in a chain survive that their process is killed, 209 times in all: each item is done once,
/// and each has its result, as the server's own record tells.
/// </summary>
public sealed class KillTests
{
    private const int Kills = 11;

    private static readonly string[] Operations =
    [
        "GetItem", "ExportItems", "UpdateItem", "DeleteItem", "MoveItem", "CopyItem", "SendItem", "MarkAsRead",
        "UploadItems",
    ];

    public static TheoryData<string, string> Jobs
    {
        get
        {
            TheoryData<string, string> jobs = new() { { "Find", "" } };
            foreach (string operation in Operations)
            {
                jobs.Add("Batch", operation);
                jobs.Add("Chain", operation);
            }
            return jobs;
        }
    }

    [Theory]
    [MemberData(nameof(Jobs))]
    public async Task Nothing_is_lost_and_nothing_done_twice(string kind, string operation)
    {
        int seed = Random.Shared.Next();
        string directory = Directory.CreateTempSubdirectory().FullName;
        try
        {
            KilledJob job = new(seed, kind, operation, directory);
            await job.RunAsync(Kills);
            Check(job, kind, operation);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"Seed {seed}: {exception.Message}", exception);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static void Check(KilledJob job, string kind, string operation)
    {
        Assert.Equal(Kills, job.Kills);
        Assert.Equal(job.Ids.Order(), job.Told.Keys.Order());
        Dictionary<string, int> done = TimesDone(job, operation).CountBy(id => id).ToDictionary();
        bool isWrite = operation is not ("" or "GetItem" or "ExportItems" or "MarkAsRead");
        foreach (string id in job.Ids)
        {
            string told = Assert.Single(job.Told[id].Distinct());
            int times = done.GetValueOrDefault(id);
            Assert.True(told == "Done" || operation == "UploadItems" && told == "Unknown", $"{id} is {told}.");
            Assert.InRange(times, told == "Done" && isWrite ? 1 : 0, operation == "MarkAsRead" ? int.MaxValue : 1);
        }
        // A result that was heard of may come again if the process was killed before it could note that.
        int again = job.Told.Values.Sum(told => told.Count - 1);
        Assert.True(kind == "Find" || again <= Kills, $"{again} results came again.");
        if (operation == "MarkAsRead")
            Assert.All(job.Ids, id => Assert.True(job.Mailbox.FindItem(id)!.IsRead));
    }

    private static IEnumerable<string> TimesDone(KilledJob job, string operation)
    {
        Dictionary<string, string> bySubject = job.Subjects.ToDictionary(pair => pair.Value, pair => pair.Key);
        return operation switch
        {
            "UploadItems" => job.Destination.Contents.Written.Select(
                item => bySubject[(string)item.Read("item:Subject")!]),
            "DeleteItem" => Changed(job, MailboxChangeKind.Deleted, change => change.Id),
            "CopyItem" => Changed(job, MailboxChangeKind.Copied, change => change.OldId!.Value),
            "MoveItem" or "SendItem" => Changed(job, MailboxChangeKind.Moved, change => change.OldId!.Value),
            _ => Changed(job, MailboxChangeKind.Modified, change => change.Id),
        };
    }

    private static IEnumerable<string> Changed(
        KilledJob job, MailboxChangeKind kind, Func<MailboxChange, SyntheticId> id) =>
        job.Mailbox.Changes.Where(change => change.Kind == kind).Select(change => id(change).ToString());
}
