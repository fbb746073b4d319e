using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using System.Xml.Linq;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Timing;
using Xunit;
using static ThrottlingTools.Simulator.Tests.Soap;

namespace ThrottlingTools.Simulator.Tests;

public sealed class SyntheticMailboxTests
{
    private readonly EwsEndpoint _endpoint = new(new SimulatorOptions { ItemCount = 50 }, new VirtualClock());

    private SyntheticMailbox Mailbox => _endpoint.Mailbox;

    private SyntheticFolder Inbox => Mailbox.FindFolder("inbox")!;

    [Fact]
    public void No_change_gives_an_item_a_version_that_it_had()
    {
        HashSet<string> versions = [];

        foreach (string id in Inbox.ItemIds.Take(3))
            for (int change = 0; change < 50; change++)
            {
                Assert.True(versions.Add(Mailbox.FindItem(id)!.ChangeKey), $"Change {change} of {id}");
                Mailbox.TouchItem(id);
            }
    }

    [Theory]
    [InlineData("inbox", "Message")]
    [InlineData("calendar", "CalendarItem")]
    [InlineData("contacts", "Contact")]
    [InlineData("tasks", "Task")]
    public async Task Added_items_are_of_the_kind_that_the_folder_holds(string folder, string element)
    {
        IReadOnlyList<string> ids = Mailbox.AddItems(Mailbox.FindFolder(folder)!, 2);

        (_, XElement body) = await _endpoint.SendAsync(Envelope(GetItem(ids)));

        Assert.Equal(ids, body.ItemIds());
        Assert.Equal(2, body.Descendants(T + element).Count());
        Assert.Equal(2, body.Descendants(T + "Subject").Select(subject => subject.Value).Distinct().Count());
    }

    [Fact]
    public async Task A_client_sees_what_was_added_removed_moved_and_touched()
    {
        string removed = Inbox.ItemIdAt(3), moved = Inbox.ItemIdAt(7), touched = Inbox.ItemIdAt(11);
        (_, XElement before) = await _endpoint.SendAsync(Envelope(GetItem([touched])));

        IReadOnlyList<string> added = Mailbox.AddItems(Inbox, 1);
        bool wasThere = Mailbox.RemoveItem(removed);
        string movedTo = Mailbox.MoveItem(moved, Mailbox.FindFolder("drafts")!)!;
        Mailbox.TouchItem(touched);

        (_, XElement found) = await _endpoint.SendAsync(Envelope(FindItem(Page(100, 0))));
        (_, XElement after) = await _endpoint.SendAsync(Envelope(GetItem([touched])));
        Assert.True(wasThere);
        Assert.Equal(Inbox.ItemIds, found.ItemIds());
        Assert.Equal(49, found.ItemIds().Count);
        Assert.Contains(added[0], found.ItemIds());
        Assert.DoesNotContain(removed, found.ItemIds());
        Assert.DoesNotContain(moved, found.ItemIds());
        Assert.Equal([movedTo], Mailbox.FindFolder("drafts")!.ItemIds);
        Assert.NotEqual(ChangeKey(before), ChangeKey(after));
    }

    [Fact]
    public void What_is_not_there_is_not_changed()
    {
        string id = Inbox.ItemIdAt(0);
        Mailbox.RemoveItem(id);

        Assert.False(Mailbox.RemoveItem(id));
        Assert.False(Mailbox.TouchItem(id));
        Assert.Null(Mailbox.MoveItem("AAMk", Inbox));
        Assert.Throws<ArgumentOutOfRangeException>(() => Inbox.ItemIdAt(49));
    }

    [Fact]
    public async Task A_synchronisation_tells_of_the_changes()
    {
        const string sync = "<m:SyncFolderItems><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>"
            + "<m:SyncFolderId><t:DistinguishedFolderId Id=\"inbox\" /></m:SyncFolderId>{0}"
            + "<m:MaxChangesReturned>100</m:MaxChangesReturned></m:SyncFolderItems>";
        string removed = Inbox.ItemIdAt(3);
        (_, XElement first) = await _endpoint.SendAsync(Envelope(sync.Replace("{0}", "", StringComparison.Ordinal)));
        string state = $"<m:SyncState>{first.Descendants(M + "SyncState").Single().Value}</m:SyncState>";

        Mailbox.AddItems(Inbox, 1);
        Mailbox.RemoveItem(removed);

        (_, XElement next) = await _endpoint.SendAsync(Envelope(sync.Replace("{0}", state, StringComparison.Ordinal)));
        Assert.Equal(
            ["Create", "Delete"],
            next.Descendants(M + "Changes").Elements().Select(change => change.Name.LocalName).Order());
    }

    private static string ChangeKey(XElement body) =>
        (string)body.Descendants(T + "ItemId").Single().Attribute("ChangeKey")!;
}
