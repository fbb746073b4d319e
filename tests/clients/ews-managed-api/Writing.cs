using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.Exchange.WebServices.Data;
using static ThrottlingTools.Clients.ManagedApi.Errors;
using static ThrottlingTools.Clients.ManagedApi.Referee;

namespace ThrottlingTools.Clients.ManagedApi;

/// <summary>Creates, changes, moves, copies, sends and deletes folders, items and attachments.</summary>
internal sealed class Writing(ExchangeService service, string user)
{
    public IReadOnlyList<(string Name, Func<Task<string>> Run)> Steps =>
    [
        ("folders", FoldersAsync), ("create, update, move, delete", ItemAsync), ("batches", BatchesAsync),
        ("attachments", AttachmentsAsync), ("send and reply", SendAsync), ("an appointment", AppointmentAsync),
    ];

    private async Task<string> FoldersAsync()
    {
        Folder made = new(service) { DisplayName = "Made here" };
        await made.Save(WellKnownFolderName.Inbox);
        made.DisplayName = "Renamed";
        await made.Update();
        Folder read = await Folder.Bind(service, made.Id);
        Check(read.DisplayName == "Renamed", "the name is read");
        await made.Delete(DeleteMode.HardDelete);
        await FailAsync(() => Folder.Bind(service, made.Id), ServiceError.ErrorFolderNotFound);
        return "created, renamed, deleted";
    }

    private async Task<string> ItemAsync()
    {
        EmailMessage message = new(service) { Subject = "made here", Body = new MessageBody("text") };
        message.ToRecipients.Add(user);
        await message.Save(WellKnownFolderName.Drafts);
        message.Subject = "changed here";
        await message.Update(ConflictResolutionMode.AutoResolve);
        Item read = await Item.Bind(service, message.Id);
        Check(read.Subject == "changed here" && read.Body.Text.Contains("text"), "the change is read");
        Item moved = await read.Move(WellKnownFolderName.Inbox);
        await moved.Delete(DeleteMode.HardDelete);
        await FailAsync(() => Item.Bind(service, moved.Id), ServiceError.ErrorItemNotFound);
        return read.Subject;
    }

    private async Task<string> BatchesAsync()
    {
        EmailMessage[] made = [.. Enumerable.Range(0, 20).Select(i => new EmailMessage(service) { Subject = $"{i}" })];
        FolderId drafts = new(WellKnownFolderName.Drafts), deleted = new(WellKnownFolderName.DeletedItems);
        Good(await service.CreateItems(made, drafts, MessageDisposition.SaveOnly, null), 20);
        foreach (EmailMessage message in made)
            message.Importance = Importance.High;
        Good(await service.UpdateItems(
            made, drafts, ConflictResolutionMode.AutoResolve, MessageDisposition.SaveOnly, null), 20);
        ServiceResponseCollection<MoveCopyItemResponse> copied =
            await service.CopyItems(made.Select(one => one.Id), deleted, returnNewItemIds: true);
        Good(copied, 20);
        ServiceResponseCollection<MoveCopyItemResponse> moved =
            await service.MoveItems(made.Select(one => one.Id), deleted, returnNewItemIds: true);
        Good(moved, 20);
        ItemId[] there = [.. copied.Concat(moved).Select(one => one.Item.Id)];
        Check(there.Select(id => id.UniqueId).Distinct().Count() == 40, "each has an id of its own");
        Good(await service.BindToItems(there, new PropertySet(ItemSchema.Importance)), 40);
        Good(await service.DeleteItems(there, DeleteMode.HardDelete, null, null), 40);
        return "20 created, updated, copied, moved; 40 deleted";
    }

    private async Task<string> AttachmentsAsync()
    {
        EmailMessage message = new(service) { Subject = "with a file" };
        message.Attachments.AddFileAttachment("a.txt", [1, 2, 3]);
        await message.Save(WellKnownFolderName.Drafts);
        message.Attachments.AddFileAttachment("b.txt", [4]);
        await message.Update(ConflictResolutionMode.AlwaysOverwrite);
        Item read = await Item.Bind(service, message.Id, new PropertySet(ItemSchema.Attachments));
        Check(read.Attachments.Select(one => one.Name).SequenceEqual(["a.txt", "b.txt"]), "both are there, once");
        FileAttachment file = (FileAttachment)read.Attachments.First();
        await file.Load();
        Check(file.Content.SequenceEqual(new byte[] { 1, 2, 3 }), "the file comes back");
        read.Attachments.Remove(file);
        await read.Update(ConflictResolutionMode.AlwaysOverwrite);
        Item after = await Item.Bind(service, message.Id, new PropertySet(ItemSchema.Attachments));
        Check(after.Attachments.Single().Name == "b.txt", "the other is left");
        return $"{file.Name} of {file.Content.Length} bytes";
    }

    private async Task<string> SendAsync()
    {
        string subject = "to myself " + Guid.NewGuid();
        EmailMessage message = new(service) { Subject = subject, Body = "text" };
        message.ToRecipients.Add(user);
        await message.SendAndSaveCopy();
        EmailMessage received = (EmailMessage)await NewestAsync(WellKnownFolderName.Inbox, subject);
        await NewestAsync(WellKnownFolderName.SentItems, subject);
        await received.Reply("and back", false);
        await NewestAsync(WellKnownFolderName.Inbox, "RE: " + subject);
        return "sent, received, answered";
    }

    private async Task<string> AppointmentAsync()
    {
        Appointment made = new(service)
        {
            Subject = "lunch",
            Start = DateTime.Today.AddHours(12),
            End = DateTime.Today.AddHours(13),
            Location = "here",
        };
        await made.Save(WellKnownFolderName.Calendar, SendInvitationsMode.SendToNone);
        Appointment read = await Appointment.Bind(service, made.Id);
        Check(read.Start == made.Start && read.Location == "here", "the time and the place are read");
        await read.Delete(DeleteMode.HardDelete);
        return $"{read.Subject}, {read.Duration.TotalMinutes} minutes";
    }

    private async Task<Item> NewestAsync(WellKnownFolderName folder, string subject)
    {
        FindItemsResults<Item> found = await service.FindItems(
            folder, new SearchFilter.IsEqualTo(ItemSchema.Subject, subject), new ItemView(2));
        Check(found.Items.Count == 1, $"'{subject}' is in {folder} once");
        return found.Items[0];
    }

    private static void Good<T>(ServiceResponseCollection<T> responses, int count)
        where T : ServiceResponse =>
        Check(responses.Count == count && responses.OverallResult == ServiceResult.Success, $"{count} are done");
}
