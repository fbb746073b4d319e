using System.Collections.Generic;
using System.Linq;
using ThrottlingTools.Ews;

namespace ThrottlingTools.Simulator.Mailboxes;

/// <summary>
/// The FieldURIs of the EWS schema (public documentation of FieldURI; types.xsd): those of
/// <see cref="EwsPropertyTable"/>, and those that no client has a use for.
/// </summary>
internal static class FieldUris
{
    private static readonly Dictionary<string, string> Further = new()
    {
        ["item"] = "AppliedHashtags AppliedHashtagsPreview AtAllMention CanDelete FirstBody GroupingAction "
            + "Hashtags InferenceClassification Likes LikesPreview MentionedMe Mentions MentionsEx "
            + "MentionsPreview MimeContentUTF8 NextPredictedAction PendingSocialActivityTagIds "
            + "SearchKey SortKey",
        ["message"] = "MailboxGuids SenderSMTPAddress",
        ["calendar"] = "CalendarActivityData InboxReminders",
        ["contacts"] = "AbchContactId AbchEmailAddresses AccountName Cid Comment ContactShortId ContactType "
            + "ConversationGuid CreatedBy Culture Gender HidePresenceAndProfile ImMri InviteFree "
            + "IsAutoUpdateDisabled IsHidden IsMessengerEnabled IsPendingOutbound IsPrivate "
            + "MobileIMEnabled Mris NotInBirthdayCalendar ObjectId OtherMri "
            + "PartnerNetworkProfilePhotoUrl PartnerNetworkThumbnailPhotoUrl PassportId PersonId "
            + "PresenceTrustLevel ProfileLastChanged ShellContactType SkypeAuthCertificate "
            + "SkypeContext SkypeId SkypeRelationship SourceId SupportGroupFeeds TrustLevel "
            + "UnifiedInbox Urls UserTileHash Wlid XboxLiveTag YomiNickname",
    };

    // What these name is neither an item nor a folder.
    private static readonly HashSet<string> Others =
    [
        "abchperson", "booking", "conversation", "insight", "network", "person", "persona", "rolemember",
    ];

    private static readonly HashSet<string> Known =
    [
        .. EwsPropertyTable.Items.Concat(EwsPropertyTable.Folders).Select(property => property.FieldUri),
        .. Further.SelectMany(pair => pair.Value.Split(' ').Select(name => pair.Key + ":" + name)),
    ];

    /// <summary>Whether the schema has a FieldURI.</summary>
    public static bool IsKnown(string uri) => Known.Contains(uri)
        || (uri.IndexOf(':') is > 0 and int colon && Others.Contains(uri.Substring(0, colon)));
}
