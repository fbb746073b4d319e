using System.Xml.Linq;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>
/// Response objects: ReplyToItem, ReplyAllToItem and ForwardItem as the messages that they stand for.
/// </summary>
internal static class ReplyDraft
{
    public static bool IsReply(XName name) => name.Namespace == EwsXml.Types
        && name.LocalName is "ReplyToItem" or "ReplyAllToItem" or "ForwardItem";

    /// <exception cref="SoapFaultException">It is no such object.</exception>
    public static ItemDraft Read(XElement element, MailboxAccess access)
    {
        XNamespace t = EwsXml.Types;
        XElement reference = element.Element(t + "ReferenceItemId")
            ?? throw SoapFaultException.Missing(element, "ReferenceItemId");
        MailboxItem? original;
        ItemError? error;
        lock (access.Own.Gate)
            original = access.Item(new XElement(t + "ItemId", reference.Attributes()), out error);
        XElement message = new(t + "Message");
        if (original is null)
            return ItemDraft.Failed(error!);
        bool isForward = element.Name.LocalName == "ForwardItem";
        string subject = original.Read("item:Subject") as string ?? "";
        string text = DerivedProperties.Body(original, "Body", "Text")?.Value ?? "";
        XElement? added = element.Element(t + "NewBodyContent");
        message.Add(
            element.Element(t + "Subject") ?? new XElement(t + "Subject", (isForward ? "FW: " : "RE: ") + subject),
            new XElement(
                t + "Body", added?.Attribute("BodyType") ?? new XAttribute("BodyType", "Text"),
                (added?.Value ?? "") + "\n\n" + text),
            element.Element(t + "ToRecipients") ?? (isForward ? null : new XElement(
                t + "ToRecipients", DerivedProperties.Mailboxes(original.Read("message:From")))),
            element.Element(t + "CcRecipients"),
            element.Element(t + "BccRecipients"),
            element.Element(t + "From"));
        return ItemDraft.Read(message, access.Own.UtcNow);
    }
}
