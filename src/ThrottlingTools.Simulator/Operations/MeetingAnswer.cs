using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>
/// AcceptItem, TentativelyAcceptItem and DeclineItem: the appointment keeps the answer, a declined one goes to Deleted
/// Items, and the organizer is told unless the answer is saved only.
/// </summary>
internal static class MeetingAnswer
{
    private static readonly Dictionary<string, (string Response, string Class, string Prefix)> Kinds = new()
    {
        ["AcceptItem"] = ("Accept", "Pos", "Accepted: "),
        ["TentativelyAcceptItem"] = ("Tentative", "Tent", "Tentative: "),
        ["DeclineItem"] = ("Decline", "Neg", "Declined: "),
    };

    public static bool IsAnswer(XName name) => name.Namespace == EwsXml.Types && Kinds.ContainsKey(name.LocalName);

    /// <summary>Answers.</summary>
    /// <returns>The appointment as it is then.</returns>
    /// <exception cref="ItemErrorException">There is no such appointment.</exception>
    public static MailboxItem Give(XElement element, MailboxAccess access, bool tellsOrganizer)
    {
        string name = element.Name.LocalName;
        XElement reference = element.Element(EwsXml.Types + "ReferenceItemId")
            ?? throw SoapFaultException.Missing(element, "ReferenceItemId");
        MailboxItem item = access.Item(new XElement(EwsXml.Types + "ItemId", reference.Attributes()));
        if (item.ElementName is not ("CalendarItem" or "MeetingRequest"))
            throw new ItemErrorException(
                "ErrorInvalidItemForOperation" + name, "The item is neither an appointment nor a meeting request.");
        Dictionary<string, object?> values = item.Values.ToDictionary(pair => pair.Key, pair => pair.Value);
        values["calendar:MyResponseType"] = Kinds[name].Response;
        values["calendar:AppointmentReplyTime"] = access.Own.UtcNow;
        MailboxItem answered = access.Own.Update(item, values);
        if (tellsOrganizer)
            access.Submit(Message(element, answered, access.Own));
        return name == "DeclineItem" && access.Own.FindFolder("deleteditems") is { } deleted
            ? access.Own.Move(answered, deleted)
            : answered;
    }

    private static MailboxItem Message(XElement element, MailboxItem item, SyntheticMailbox own)
    {
        (_, string itemClass, string prefix) = Kinds[element.Name.LocalName];
        XNamespace t = EwsXml.Types;
        ItemDraft draft = ItemDraft.Read(
            new XElement(
                t + "MeetingResponse",
                new XElement(t + "ItemClass", "IPM.Schedule.Meeting.Resp." + itemClass),
                new XElement(t + "Subject", prefix + item.Read("item:Subject")),
                element.Element(t + "Body"),
                new XElement(t + "ToRecipients", DerivedProperties.Mailboxes(item.Read("calendar:Organizer")))),
            own.UtcNow);
        draft.Complete(own, isDraft: false);
        return new MailboxItem(item.Folder, item.Folder.SyntheticId, null, draft.Values, draft.Attachments, 0);
    }
}
