using System.Linq;
using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Simulator.Mailboxes;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>CreateItem: new items, kept, sent or both.</summary>
internal sealed class CreateItemCall : ItemBatchCall
{
    private readonly XElement _operation;
    private readonly ItemDraft?[] _drafts; // null for answers to meetings
    private readonly string? _disposition;
    private readonly string? _invitations;

    public CreateItemCall(XElement operation, MailboxAccess access)
        : base(EwsOperation.CreateItem, operation, "Items", access)
    {
        _operation = operation;
        _disposition = ReadChoice(operation, "MessageDisposition", "SaveOnly", "SendOnly", "SendAndSaveCopy");
        _invitations = ReadChoice(
            operation, "SendMeetingInvitations", "SendToNone", "SendOnlyToAll", "SendToAllAndSaveCopy");
        _drafts = Parts.Select(part => MeetingAnswer.IsAnswer(part.Name) ? null
            : ReplyDraft.IsReply(part.Name) ? ReplyDraft.Read(part, access)
            : ItemDraft.Read(part, access.Own.UtcNow)).ToArray();
    }

    protected override WorkDone Work(int unit, ref int findCount)
    {
        if (_drafts[unit] is not { } draft)
            return AnswerId(unit, MeetingAnswer.Give(Parts[unit], Access, _disposition != "SaveOnly"));
        if ((draft.Error ?? Missing(draft)) is { } error)
            throw new ItemErrorException(error);
        bool isSent = draft.IsMessage && _disposition != "SaveOnly";
        SyntheticFolder folder = Access.Target(_operation, "SavedItemFolderId")
            ?? Access.Own.FindFolder(isSent ? "sentitems" : draft.DefaultFolder)
            ?? throw new ItemErrorException("ErrorFolderNotFound", "The folder to save the item in does not exist.");
        if (ItemErrors.NotIn(folder, Parts[unit].Name.LocalName) is { } misplaced)
            throw new ItemErrorException(misplaced);
        draft.Complete(Access.Own, isDraft: !isSent);
        if (!isSent)
        {
            MailboxItem made = Access.Own.Create(folder, draft.Values, draft.Attachments);
            return Answer(unit, new WorkDone(1, made.Size), writer => ItemShape.WriteMade(writer, made));
        }
        MailboxItem item = _disposition == "SendOnly"
            ? new MailboxItem(folder, folder.SyntheticId, null, draft.Values, draft.Attachments, 0)
            : Access.Own.Create(folder, draft.Values, draft.Attachments);
        Access.Submit(item);
        return Answer(unit, new WorkDone(1, item.Size), null); // what is sent has no id yet
    }

    private ItemError? Missing(ItemDraft draft)
    {
        if (draft.IsMessage && _disposition is null)
            return new ItemError(
                "ErrorMessageDispositionRequired", "Message disposition is required for message items.");
        if (draft.IsAppointment && _invitations is null)
            return new ItemError(
                "ErrorSendMeetingInvitationsRequired", "SendMeetingInvitations attribute is required.");
        if (draft.ErrorOfDuration is { } wrong)
            return wrong;
        return draft.IsMessage && _disposition != "SaveOnly" && !draft.HasRecipients
            ? new ItemError("ErrorInvalidRecipients", "At least one recipient isn't valid.")
            : null;
    }
}
