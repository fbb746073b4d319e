using System.Collections.Generic;
using System.Linq;

namespace ThrottlingTools.Simulator.Mailboxes;

/// <summary>
/// The FieldURIs of the EWS schema (public documentation of FieldURI; types.xsd): those of the properties in
/// <see cref="ItemSchema"/>, and those of which the simulator knows the name alone.
/// </summary>
internal static class FieldUris
{
    private static readonly Dictionary<string, string> OnlyNamed = new()
    {
        ["folder"] = "FolderId ParentFolderId DisplayName UnreadCount TotalCount ChildFolderCount FolderClass "
            + "SearchParameters ManagedFolderInformation PermissionSet EffectiveRights SharingEffectiveRights "
            + "DistinguishedFolderId PolicyTag ArchiveTag ReplicaList",
        ["item"] = "ItemId AppliedHashtags AppliedHashtagsPreview ArchiveTag AtAllMention BlockStatus CanDelete "
            + "DisplayBcc EntityExtractionResult FirstBody GroupingAction HasBlockedImages Hashtags IconIndex "
            + "InferenceClassification IsClutter Likes LikesPreview MentionedMe Mentions MentionsEx MentionsPreview "
            + "MimeContentUTF8 NextPredictedAction PendingSocialActivityTagIds PolicyTag PredictedActionReasons "
            + "ReminderNextTime RetentionDate RightsManagementLicenseData SearchKey SortKey",
        ["message"] = "ApprovalRequestData MailboxGuids ReminderMessageData SenderSMTPAddress VotingInformation",
        ["meeting"] = "AssociatedCalendarItemId HasBeenProcessed IsDelegated IsOutOfDate ProposedEnd ProposedStart "
            + "ResponseType",
        ["meetingRequest"] = "ChangeHighlights IntendedFreeBusyStatus MeetingRequestType",
        ["calendar"] = "AdjacentMeetings CalendarActivityData ConflictingMeetings EndTimeZoneId EndWallClock "
            + "EnhancedLocation InboxReminders IntendedFreeBusyStatus IsOrganizer JoinOnlineMeetingUrl "
            + "OnlineMeetingSettings StartTimeZoneId StartWallClock",
        ["contacts"] = "AbchContactId AbchEmailAddresses AccountName Alias Cid Comment ContactShortId ContactType "
            + "ConversationGuid CreatedBy Culture DirectReports DirectoryId Gender HidePresenceAndProfile ImMri "
            + "InviteFree IsAutoUpdateDisabled IsHidden IsMessengerEnabled IsPendingOutbound IsPrivate ManagerMailbox "
            + "MobileIMEnabled Mris MSExchangeCertificate NotInBirthdayCalendar Notes ObjectId OtherMri "
            + "PartnerNetworkProfilePhotoUrl PartnerNetworkThumbnailPhotoUrl PassportId PersonId PhoneticFirstName "
            + "PhoneticFullName PhoneticLastName Photo PresenceTrustLevel ProfileLastChanged ShellContactType "
            + "SkypeAuthCertificate SkypeContext SkypeId SkypeRelationship SourceId SupportGroupFeeds TrustLevel "
            + "UnifiedInbox Urls UserSMIMECertificate UserTileHash Wlid XboxLiveTag YomiNickname",
    };

    // What these name is neither an item nor a folder.
    private static readonly HashSet<string> Others =
    [
        "abchperson", "booking", "conversation", "insight", "network", "person", "persona", "rolemember",
    ];

    private static readonly HashSet<string> Named = new(OnlyNamed.SelectMany(
        pair => pair.Value.Split(' ').Select(name => pair.Key + ":" + name)));

    /// <summary>Whether the schema has a FieldURI.</summary>
    public static bool IsKnown(string uri) =>
        ItemSchema.Find(uri) is not null || Named.Contains(uri)
        || (uri.IndexOf(':') is int colon && colon > 0 && Others.Contains(uri.Substring(0, colon)));
}
