using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.Exchange.WebServices.Data;
using static ThrottlingTools.Clients.ManagedApi.Referee;

namespace ThrottlingTools.Clients.ManagedApi;

/// <summary>Pulls and streams notifications.</summary>
internal sealed class Listening(ExchangeService service, string user)
{
    public IReadOnlyList<(string Name, Func<Task<string>> Run)> Steps =>
        [("pulled events", PullAsync), ("streamed events", StreamAsync)];

    private async Task<string> PullAsync()
    {
        PullSubscription subscription = await service.SubscribeToPullNotifications(
            [WellKnownFolderName.Drafts], 10, null, EventType.Created, EventType.Deleted);
        EmailMessage message = new(service) { Subject = "watched" };
        await message.Save(WellKnownFolderName.Drafts);
        await message.Delete(DeleteMode.HardDelete);
        GetEventsResults events = await subscription.GetEvents();
        Check(
            events.ItemEvents.Select(one => one.EventType).SequenceEqual([EventType.Created, EventType.Deleted]),
            "both events are told");
        Check(events.ItemEvents.All(one => one.ItemId.UniqueId == message.Id.UniqueId), "of that item");
        await subscription.Unsubscribe();
        return string.Join(", ", events.ItemEvents.Select(one => one.EventType));
    }

    private async Task<string> StreamAsync()
    {
        StreamingSubscription subscription = await service.SubscribeToStreamingNotifications(
            [WellKnownFolderName.Inbox], EventType.NewMail);
        TaskCompletionSource<ItemEvent> heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        StreamingSubscriptionConnection connection = new(service, 1);
        connection.AddSubscription(subscription);
        connection.OnNotificationEvent += (_, args) => heard.TrySetResult(args.Events.OfType<ItemEvent>().First());
        connection.OnSubscriptionError += (_, args) => heard.TrySetException(args.Exception);
        connection.OnDisconnect += (_, args) =>
        {
            closed.TrySetResult();
            heard.TrySetException(args.Exception ?? new InvalidOperationException("The connection was closed."));
        };
        connection.Open();
        EmailMessage message = new(service) { Subject = "streamed" };
        message.ToRecipients.Add(user);
        await message.Send();
        ItemEvent told = await heard.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Check((await Item.Bind(service, told.ItemId)).Subject == "streamed", "the new message is told");
        connection.Close();
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(30));
        return $"{told.EventType}";
    }
}
