using System.Xml;
using System.Xml.Linq;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>GetInboxRules: every mailbox has one rule.</summary>
internal sealed class GetInboxRulesCall : SingleCall
{
    private readonly bool _isKnown;

    public GetInboxRulesCall(XElement operation, MailboxAccess access) : base(operation, AnswerShape.Direct)
    {
        string? address = operation.Element(EwsXml.Messages + "MailboxSmtpAddress")?.Value.Trim();
        _isKnown = address is null || access.Server.Directory.Find(address) == access.Identity.Mailbox;
    }

    public override WorkDone Run(int unit, ref int findCount) => _isKnown
        ? Succeed(unit, new WorkDone(1, 0), Write)
        : Fail(unit, new ItemError("ErrorNonExistentMailbox", "The SMTP address has no mailbox associated with it."));

    private static new void Write(XmlWriter writer)
    {
        writer.WriteElementString("m", "OutlookRuleBlobExists", EwsXml.MessagesUri, "false");
        writer.WriteStartElement("m", "InboxRules", EwsXml.MessagesUri);
        writer.WriteStartElement("t", "Rule", EwsXml.TypesUri);
        Text(writer, "RuleId", "dwAAAHJ1bGU=");
        Text(writer, "DisplayName", "Lunch");
        Text(writer, "Priority", "1");
        Text(writer, "IsEnabled", "true");
        writer.WriteStartElement("t", "Conditions", EwsXml.TypesUri);
        writer.WriteStartElement("t", "ContainsSubjectStrings", EwsXml.TypesUri);
        Text(writer, "String", "Lunch");
        writer.WriteEndElement();
        writer.WriteEndElement();
        writer.WriteStartElement("t", "Actions", EwsXml.TypesUri);
        Text(writer, "MarkAsRead", "true");
        writer.WriteEndElement();
        writer.WriteEndElement();
        writer.WriteEndElement();
    }
}
