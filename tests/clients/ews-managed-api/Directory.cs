using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.Exchange.WebServices.Autodiscover;
using Microsoft.Exchange.WebServices.Data;
using Task = System.Threading.Tasks.Task;
using static ThrottlingTools.Clients.ManagedApi.Referee;

namespace ThrottlingTools.Clients.ManagedApi;

/// <summary>Asks Autodiscover and the directory, sets the automatic replies, and acts for somebody else.</summary>
internal sealed class Directory(ExchangeService service, string user)
{
    public IReadOnlyList<(string Name, Func<Task<string>> Run)> Steps =>
    [
        ("Autodiscover", DiscoverAsync), ("ResolveNames", ResolveAsync), ("GetUserAvailability", AvailabilityAsync),
        ("automatic replies", ReplyAsync), ("ConvertId", ConvertAsync), ("impersonation", ImpersonateAsync),
    ];

    private async Task<string> DiscoverAsync()
    {
        AutodiscoverService discovery = new(new Uri(service.Url, "/autodiscover/autodiscover.svc"))
        {
            Credentials = service.Credentials,
        };
        GetUserSettingsResponse answer = await Task.Run(() => discovery.GetUserSettings(
            user, UserSettingName.ExternalEwsUrl, UserSettingName.UserDisplayName));
        Check(answer.ErrorCode == AutodiscoverErrorCode.NoError, "the user is known");
        string url = (string)answer.Settings[UserSettingName.ExternalEwsUrl];
        Check(url == service.Url.ToString(), "EWS is where it is");
        return url;
    }

    private async Task<string> ResolveAsync()
    {
        NameResolutionCollection found = await service.ResolveName(Other);
        Check(found.Single().Mailbox.Address == Other, "the mailbox is found");
        return found[0].Mailbox.Name;
    }

    private async Task<string> AvailabilityAsync()
    {
        GetUserAvailabilityResults results = await service.GetUserAvailability(
            [new AttendeeInfo(Other)], new TimeWindow(DateTime.Today, DateTime.Today.AddDays(7)),
            AvailabilityData.FreeBusy);
        AttendeeAvailability one = results.AttendeesAvailability.Single();
        Check(one.Result == ServiceResult.Success && one.CalendarEvents.Count > 0, "busy times are told");
        return $"{one.CalendarEvents.Count} busy times in a week";
    }

    private async Task<string> ReplyAsync()
    {
        OofSettings settings = await service.GetUserOofSettings(user);
        settings.State = OofState.Enabled;
        settings.InternalReply = new OofReply("Away");
        await service.SetUserOofSettings(user, settings);
        OofSettings read = await service.GetUserOofSettings(user);
        Check(read.State == OofState.Enabled && read.InternalReply.Message.Contains("Away"), "the reply is read");
        return $"{read.State}";
    }

    private async Task<string> ConvertAsync()
    {
        FindItemsResults<Item> found = await service.FindItems(WellKnownFolderName.Inbox, new ItemView(1));
        AlternateId id = new(IdFormat.EwsId, found.Items[0].Id.UniqueId, user);
        AlternateId entry = (AlternateId)await service.ConvertId(id, IdFormat.HexEntryId);
        AlternateId back = (AlternateId)await service.ConvertId(entry, IdFormat.EwsId);
        Check(back.UniqueId == id.UniqueId && entry.UniqueId != id.UniqueId, "there and back");
        return $"{entry.UniqueId.Length} hexadecimal digits";
    }

    private async Task<string> ImpersonateAsync()
    {
        Folder own = await Folder.Bind(service, WellKnownFolderName.Inbox);
        service.ImpersonatedUserId = new ImpersonatedUserId(ConnectingIdType.SmtpAddress, Other);
        Folder inbox = await Folder.Bind(service, WellKnownFolderName.Inbox);
        service.ImpersonatedUserId = null;
        Check(inbox.Id.UniqueId != own.Id.UniqueId, "another mailbox has another Inbox");
        return $"{inbox.TotalCount} items of {Other}";
    }
}
