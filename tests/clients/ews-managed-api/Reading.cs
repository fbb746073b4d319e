using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.Exchange.WebServices.Data;
using static ThrottlingTools.Clients.ManagedApi.Referee;

namespace ThrottlingTools.Clients.ManagedApi;

/// <summary>Connects, walks the folders, counts, pages, filters, reads in batches and synchronises.</summary>
internal sealed class Reading(ExchangeService service, int items)
{
    private readonly List<ItemId> _ids = [];

    public IReadOnlyList<(string Name, Func<Task<string>> Run)> Steps =>
    [
        ("connect", ConnectAsync), ("FindFolder", WalkAsync), ("FindItem, counted", CountAsync),
        ("FindItem, paged", PageAsync), ("FindItem, filtered", FilterAsync), ("FindItem by a query", QueryAsync),
        ("FindItem, a calendar", CalendarAsync), ("GetItem in batches", ReadAsync),
        ("SyncFolderHierarchy", SyncFoldersAsync), ("SyncFolderItems", SyncItemsAsync),
    ];

    private async Task<string> ConnectAsync()
    {
        Folder inbox = await Folder.Bind(service, WellKnownFolderName.Inbox);
        Check(inbox.TotalCount == items, $"the Inbox holds {items} items, not {inbox.TotalCount}");
        return $"{inbox.DisplayName} with {inbox.TotalCount} items on {service.ServerInfo.VersionString}";
    }

    private async Task<string> WalkAsync()
    {
        FolderView view = new(5) { Traversal = FolderTraversal.Deep };
        HashSet<string> names = [];
        FindFoldersResults found;
        do
        {
            found = await service.FindFolders(WellKnownFolderName.MsgFolderRoot, view);
            names.UnionWith(found.Folders.Select(folder => folder.DisplayName));
            view.Offset = found.NextPageOffset ?? 0;
        }
        while (found.MoreAvailable);
        Check(names.Contains("Inbox") && names.Contains("Migration"), "folders of each level are found");
        return $"{names.Count} folders";
    }

    private async Task<string> CountAsync()
    {
        FindItemsResults<Item> found = await service.FindItems(WellKnownFolderName.Inbox, new ItemView(1));
        Check(found.TotalCount == items && found.Items.Count == 1, $"one of {items} is found");
        return $"{found.TotalCount} items";
    }

    private async Task<string> PageAsync()
    {
        ItemView view = new(1000) { PropertySet = new PropertySet(BasePropertySet.IdOnly, ItemSchema.Subject) };
        view.OrderBy.Add(ItemSchema.DateTimeReceived, SortDirection.Ascending);
        FindItemsResults<Item> found;
        int pages = 0;
        do
        {
            found = await service.FindItems(WellKnownFolderName.Inbox, view);
            _ids.AddRange(found.Items.Select(item => item.Id));
            view.Offset = found.NextPageOffset ?? 0;
            pages++;
        }
        while (found.MoreAvailable);
        Check(_ids.Select(id => id.UniqueId).Distinct().Count() == items, $"{items} items, not {_ids.Count}");
        return $"{_ids.Count} items in {pages} pages";
    }

    private async Task<string> FilterAsync()
    {
        SearchFilter filter = new SearchFilter.SearchFilterCollection(
            LogicalOperator.And,
            new SearchFilter.IsEqualTo(EmailMessageSchema.IsRead, false),
            new SearchFilter.ContainsSubstring(ItemSchema.Subject, "migration"));
        FindItemsResults<Item> found = await service.FindItems(WellKnownFolderName.Inbox, filter, new ItemView(1000));
        Check(found.Items.Count > 0 && found.Items.Count < items, "some are found");
        Check(
            found.Items.Cast<EmailMessage>().All(item =>
                !item.IsRead && item.Subject.Contains("migration", StringComparison.OrdinalIgnoreCase)),
            "what is found is unread and has the word");
        return $"{found.TotalCount} of {items}";
    }

    private async Task<string> QueryAsync()
    {
        FindItemsResults<Item> found = await service.FindItems(
            WellKnownFolderName.Inbox, "subject:migration", new ItemView(1000));
        Check(found.Items.Count > 0 && found.Items.Count < items, "some are found");
        return $"{found.Items.Count} of {items}";
    }

    private async Task<string> CalendarAsync()
    {
        FindItemsResults<Item> first = await service.FindItems(WellKnownFolderName.Calendar, new ItemView(1));
        DateTime start = ((Appointment)first.Items.Single()).Start;
        FindItemsResults<Appointment> found = await service.FindAppointments(
            WellKnownFolderName.Calendar, new CalendarView(start.AddDays(-7), start.AddDays(7)));
        Check(found.Items.Any(one => one.Id.UniqueId == first.Items[0].Id.UniqueId), "the appointment is found");
        Check(found.Items.All(one => one.End > start.AddDays(-7) && one.Start < start.AddDays(7)), "in two weeks");
        return $"{found.Items.Count} appointments in two weeks";
    }

    private async Task<string> ReadAsync()
    {
        PropertySet all = new(BasePropertySet.FirstClassProperties);
        int read = 0;
        foreach (ItemId[] batch in _ids.Take(200).Chunk(50))
        {
            ServiceResponseCollection<GetItemResponse> got = await service.BindToItems(batch, all);
            Check(got.OverallResult == ServiceResult.Success, "each is read");
            Check(got.Select(one => one.Item.Id.UniqueId).SequenceEqual(batch.Select(id => id.UniqueId)), "in order");
            Check(got.All(one => one.Item.Body.Text.Length > 0 && one.Item.Size > 0), "each has a body and a size");
            read += got.Count;
        }
        Check(read == 200, "200 items are read");
        return $"{read} items";
    }

    private async Task<string> SyncFoldersAsync()
    {
        ChangeCollection<FolderChange> changes = await service.SyncFolderHierarchy(
            new FolderId(WellKnownFolderName.MsgFolderRoot), PropertySet.FirstClassProperties, null);
        Check(changes.Any(change => change.Folder.DisplayName == "Inbox"), "the Inbox is told");
        ChangeCollection<FolderChange> later = await service.SyncFolderHierarchy(
            new FolderId(WellKnownFolderName.MsgFolderRoot), PropertySet.FirstClassProperties, changes.SyncState);
        Check(later.Count == 0, "nothing changed since");
        return $"{changes.Count} folders";
    }

    private async Task<string> SyncItemsAsync()
    {
        string? state = null;
        int created = 0;
        ChangeCollection<ItemChange> changes;
        do
        {
            changes = await service.SyncFolderItems(
                new FolderId(WellKnownFolderName.Inbox), PropertySet.IdOnly, null, 500,
                SyncFolderItemsScope.NormalItems, state);
            created += changes.Count(change => change.ChangeType == ChangeType.Create);
            state = changes.SyncState;
        }
        while (changes.MoreChangesAvailable);
        Check(created == items, $"{items} items are told, not {created}");
        return $"{created} items";
    }
}
