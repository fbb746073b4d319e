namespace ThrottlingTools.Ews;

// Name:type, then marks: ! set by the server alone, - not returned by a find.
public static partial class EwsPropertyTable
{
    private const string Item =
        "MimeContent:binary- ItemId:id! ParentFolderId:id! ItemClass:string Subject:string Sensitivity:Sensitivity "
        + "Body:body- Attachments:complex!- DateTimeReceived:date! Size:long! Categories:strings "
        + "Importance:Importance InReplyTo:string IsSubmitted:bool! IsDraft:bool! IsFromMe:bool! IsResend:bool! "
        + "IsUnmodified:bool! InternetMessageHeaders:entries!- DateTimeSent:date! DateTimeCreated:date! "
        + "ResponseObjects:complex!- ReminderDueBy:date ReminderIsSet:bool ReminderNextTime:date! "
        + "ReminderMinutesBeforeStart:int DisplayCc:string! DisplayTo:string! DisplayBcc:string! "
        + "HasAttachments:bool! Culture:string EffectiveRights:complex! LastModifiedName:string! "
        + "LastModifiedTime:date! IsAssociated:bool! WebClientReadFormQueryString:string! "
        + "WebClientEditFormQueryString:string! ConversationId:id! UniqueBody:body!- Flag:complex "
        + "StoreEntryId:binary! InstanceKey:binary! NormalizedBody:body!- EntityExtractionResult:complex!- "
        + "PolicyTag:complex ArchiveTag:complex RetentionDate:date! Preview:string! "
        + "RightsManagementLicenseData:complex!- PredictedActionReasons:complex!- IsClutter:bool "
        + "BlockStatus:bool HasBlockedImages:bool TextBody:body!- IconIndex:string! ";

    private const string Message =
        "Sender:mailbox ToRecipients:mailboxes- CcRecipients:mailboxes- BccRecipients:mailboxes- "
        + "IsReadReceiptRequested:bool IsDeliveryReceiptRequested:bool ConversationIndex:binary! "
        + "ConversationTopic:string! From:mailbox InternetMessageId:string IsRead:bool IsResponseRequested:bool "
        + "References:string ReplyTo:mailboxes- ReceivedBy:mailbox! ReceivedRepresenting:mailbox! "
        + "ApprovalRequestData:complex!- VotingInformation:complex!- ReminderMessageData:complex!- ";

    private const string Meeting =
        "AssociatedCalendarItemId:id! IsDelegated:bool! IsOutOfDate:bool! HasBeenProcessed:bool! "
        + "ResponseType:Response! ProposedStart:date! ProposedEnd:date! ";

    private const string MeetingRequest =
        "MeetingRequestType:Request! IntendedFreeBusyStatus:FreeBusy! ChangeHighlights:complex!- ";

    private const string Calendar =
        "UID:string RecurrenceId:date! DateTimeStamp:date! Start:date End:date OriginalStart:date! IsAllDayEvent:bool "
        + "LegacyFreeBusyStatus:FreeBusy Location:string When:string IsMeeting:bool! IsCancelled:bool! "
        + "IsRecurring:bool! MeetingRequestWasSent:bool! IsResponseRequested:bool CalendarItemType:ItemKind! "
        + "MyResponseType:Response! Organizer:mailbox! RequiredAttendees:attendees- OptionalAttendees:attendees- "
        + "Resources:attendees- ConflictingMeetingCount:int!- AdjacentMeetingCount:int!- "
        + "ConflictingMeetings:complex!- AdjacentMeetings:complex!- Duration:duration! TimeZone:string! "
        + "AppointmentReplyTime:date! AppointmentSequenceNumber:int! AppointmentState:int! Recurrence:complex- "
        + "FirstOccurrence:complex!- LastOccurrence:complex!- ModifiedOccurrences:complex!- "
        + "DeletedOccurrences:complex!- MeetingTimeZone:complex- StartTimeZone:complex EndTimeZone:complex "
        + "ConferenceType:int AllowNewTimeProposal:bool IsOnlineMeeting:bool MeetingWorkspaceUrl:string "
        + "NetShowUrl:string EnhancedLocation:complex- StartWallClock:date! EndWallClock:date! "
        + "StartTimeZoneId:string! EndTimeZoneId:string! IntendedFreeBusyStatus:FreeBusy "
        + "JoinOnlineMeetingUrl:string! OnlineMeetingSettings:complex!- IsOrganizer:bool! ";

    private const string Contact =
        "FileAs:string FileAsMapping:FileAs DisplayName:string GivenName:string Initials:string MiddleName:string "
        + "Nickname:string CompleteName:complex! CompanyName:string EmailAddresses:entries PhysicalAddresses:entries "
        + "PhoneNumbers:entries AssistantName:string Birthday:date BusinessHomePage:string Children:strings "
        + "Companies:strings ContactSource:ContactSource! Department:string Generation:string ImAddresses:entries "
        + "JobTitle:string Manager:string Mileage:string OfficeLocation:string PostalAddressIndex:Address "
        + "Profession:string SpouseName:string Surname:string WeddingAnniversary:date HasPicture:bool! "
        + "PhoneticFullName:string! PhoneticFirstName:string! PhoneticLastName:string! Alias:string! Notes:string!- "
        + "Photo:binary!- UserSMIMECertificate:complex!- MSExchangeCertificate:complex!- DirectoryId:string! "
        + "ManagerMailbox:complex!- DirectReports:complex!- ";

    private const string Task =
        "ActualWork:int AssignedTime:date! BillingInformation:string ChangeCount:int! Companies:strings "
        + "CompleteDate:date Contacts:strings DelegationState:Delegation! Delegator:string! DueDate:date "
        + "IsAssignmentEditable:int! IsComplete:bool! IsRecurring:bool! IsTeamTask:bool! Mileage:string Owner:string! "
        + "PercentComplete:double Recurrence:complex- StartDate:date Status:Status StatusDescription:string! "
        + "TotalWork:int ";

    private const string Folder =
        "FolderId:id! ParentFolderId:id! FolderClass:string DisplayName:string TotalCount:int! ChildFolderCount:int! "
        + "ManagedFolderInformation:complex! EffectiveRights:complex! DistinguishedFolderId:string! "
        + "PolicyTag:complex ArchiveTag:complex ReplicaList:complex! UnreadCount:int! "
        + "SearchParameters:complex- PermissionSet:complex- SharingEffectiveRights:string! ";
}
