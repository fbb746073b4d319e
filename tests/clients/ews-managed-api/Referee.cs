using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using Microsoft.Exchange.WebServices.Data;
using Task = System.Threading.Tasks.Task;

namespace ThrottlingTools.Clients.ManagedApi;

/// <summary>What the other clients do too, one step after the other. A step that did less than asked throws.</summary>
internal sealed class Referee(Uri uri, NetworkCredential credential, int items)
{
    public const int Steps = 11;

    private readonly ExchangeService _service = new(ExchangeVersion.Exchange2013_SP1)
    {
        Url = uri,
        Credentials = new WebCredentials(credential.UserName, credential.Password),
    };

    private readonly List<ItemId> _ids = [];

    public async Task<int> RunAsync()
    {
        Func<Task<string>>[] steps =
        [
            ConnectAsync, WalkAsync, PageAsync, FilterAsync, LoadAsync, CreateAsync, SyncAsync, AttachAsync,
            ImpersonateAsync, StreamAsync, RefusalAsync,
        ];
        int done = 0;
        foreach (Func<Task<string>> step in steps)
            Console.WriteLine($"{++done,3} {await step()}");
        return done;
    }

    private async Task<string> ConnectAsync()
    {
        Folder inbox = await Folder.Bind(_service, WellKnownFolderName.Inbox);
        Check(inbox.TotalCount == items, $"the Inbox holds {items} items, not {inbox.TotalCount}");
        return $"connect: {inbox.DisplayName} with {inbox.TotalCount} items on {_service.ServerInfo.VersionString}";
    }

    private async Task<string> WalkAsync()
    {
        FolderView view = new(5) { Traversal = FolderTraversal.Deep };
        HashSet<string> names = [];
        FindFoldersResults found;
        do
        {
            found = await _service.FindFolders(WellKnownFolderName.MsgFolderRoot, view);
            names.UnionWith(found.Folders.Select(folder => folder.DisplayName));
            view.Offset = found.NextPageOffset ?? 0;
        }
        while (found.MoreAvailable);
        Check(names.Contains("Inbox") && names.Contains("Migration"), "folders of each level are found");
        return $"FindFolders: {names.Count} folders";
    }

    private async Task<string> PageAsync()
    {
        ItemView view = new(1000) { PropertySet = new PropertySet(BasePropertySet.IdOnly, ItemSchema.Subject) };
        view.OrderBy.Add(ItemSchema.DateTimeReceived, SortDirection.Ascending);
        FindItemsResults<Item> found;
        int pages = 0;
        do
        {
            found = await _service.FindItems(WellKnownFolderName.Inbox, view);
            _ids.AddRange(found.Items.Select(item => item.Id));
            view.Offset = found.NextPageOffset ?? 0;
            pages++;
        }
        while (found.MoreAvailable);
        Check(_ids.Select(id => id.UniqueId).Distinct().Count() == items, $"{items} items, not {_ids.Count}");
        return $"FindItems: {_ids.Count} items in {pages} pages";
    }

    private async Task<string> FilterAsync()
    {
        SearchFilter filter = new SearchFilter.SearchFilterCollection(
            LogicalOperator.And,
            new SearchFilter.IsEqualTo(EmailMessageSchema.IsRead, false),
            new SearchFilter.ContainsSubstring(ItemSchema.Subject, "migration"));
        FindItemsResults<Item> found = await _service.FindItems(WellKnownFolderName.Inbox, filter, new ItemView(100));
        Check(found.Items.Count > 0, "something is found");
        Check(
            found.Items.All(item => item.Subject.Contains("Migration", StringComparison.OrdinalIgnoreCase)),
            "what is found has the word");
        return $"FindItems with a filter: {found.Items.Count} of {found.TotalCount}";
    }

    private async Task<string> LoadAsync()
    {
        List<Item> read = [];
        foreach (ItemId id in _ids.Take(50))
            read.Add(await Item.Bind(_service, id, PropertySet.IdOnly));
        ServiceResponseCollection<ServiceResponse> loaded = await _service.LoadPropertiesForItems(
            read, new PropertySet(BasePropertySet.FirstClassProperties));
        Check(loaded.Count == 50 && loaded.OverallResult == ServiceResult.Success, "50 items are loaded");
        Check(read.All(item => item.Body.Text.Length > 0), "each has a body");
        return $"LoadPropertiesForItems: {loaded.Count}";
    }

    private async Task<string> CreateAsync()
    {
        EmailMessage message = new(_service) { Subject = "made here", Body = new MessageBody("text") };
        message.ToRecipients.Add(credential.UserName);
        await message.Save(WellKnownFolderName.Drafts);
        message.Subject = "changed here";
        await message.Update(ConflictResolutionMode.AutoResolve);
        Item read = await Item.Bind(_service, message.Id);
        Check(read.Subject == "changed here", "the change is read");
        Item moved = await read.Move(WellKnownFolderName.Inbox);
        await moved.Delete(DeleteMode.HardDelete);
        ServiceResponseException? missing = await FailureAsync(() => Item.Bind(_service, moved.Id));
        Check(missing?.ErrorCode == ServiceError.ErrorItemNotFound, "a deleted item is not found");
        return "create, update, move, delete: " + read.Subject;
    }

    private async Task<string> SyncAsync()
    {
        string? state = null;
        int created = 0;
        ChangeCollection<ItemChange> changes;
        do
        {
            changes = await _service.SyncFolderItems(
                new FolderId(WellKnownFolderName.Inbox), PropertySet.IdOnly, null, 500,
                SyncFolderItemsScope.NormalItems, state);
            created += changes.Count(change => change.ChangeType == ChangeType.Create);
            state = changes.SyncState;
        }
        while (changes.MoreChangesAvailable);
        Check(created == items, $"{items} items are told, not {created}");
        return $"SyncFolderItems: {created}";
    }

    private async Task<string> AttachAsync()
    {
        EmailMessage message = new(_service) { Subject = "with a file" };
        message.Attachments.AddFileAttachment("a.txt", [1, 2, 3]);
        await message.Save(WellKnownFolderName.Drafts);
        Item read = await Item.Bind(_service, message.Id, new PropertySet(ItemSchema.Attachments));
        FileAttachment file = (FileAttachment)read.Attachments.Single();
        await file.Load();
        Check(file.Content.SequenceEqual(new byte[] { 1, 2, 3 }), "the file comes back");
        return $"attachment: {file.Name} of {file.Content.Length} bytes";
    }

    private async Task<string> ImpersonateAsync()
    {
        _service.ImpersonatedUserId = new ImpersonatedUserId(ConnectingIdType.SmtpAddress, "jane@contoso.com");
        Folder inbox = await Folder.Bind(_service, WellKnownFolderName.Inbox);
        _service.ImpersonatedUserId = null;
        Folder own = await Folder.Bind(_service, WellKnownFolderName.Inbox);
        Check(inbox.Id.UniqueId != own.Id.UniqueId, "another mailbox has another Inbox");
        return $"impersonation: {inbox.TotalCount} items of jane@contoso.com";
    }

    private async Task<string> StreamAsync()
    {
        StreamingSubscription subscription = await _service.SubscribeToStreamingNotifications(
            [WellKnownFolderName.Inbox], EventType.NewMail);
        TaskCompletionSource<int> heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
        StreamingSubscriptionConnection connection = new(_service, 1);
        connection.AddSubscription(subscription);
        connection.OnNotificationEvent += (_, args) => heard.TrySetResult(args.Events.Count());
        connection.Open();
        EmailMessage message = new(_service) { Subject = "to myself" };
        message.ToRecipients.Add(credential.UserName);
        await message.Send();
        int events = await heard.Task.WaitAsync(TimeSpan.FromSeconds(30));
        connection.Close();
        Check(events > 0, "a new message is told");
        return $"streaming: {events} event";
    }

    private async Task<string> RefusalAsync()
    {
        ServiceResponseException? error = await FailureAsync(() => Item.Bind(_service, new ItemId("AAMk")));
        Check(error?.ErrorCode == ServiceError.ErrorInvalidIdMalformed, "an id that is none is refused");
        return $"refusal: {error!.ErrorCode}";
    }

    private static async Task<ServiceResponseException?> FailureAsync(Func<Task> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (ServiceResponseException exception)
        {
            return exception;
        }
    }

    private static void Check(bool holds, string what)
    {
        if (!holds)
            throw new InvalidOperationException("Not so: " + what);
    }
}
