using System.Linq;
using System.Xml;
using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>ResolveNames: whose address, alias or name begins with a text.</summary>
internal sealed class ResolveNamesCall : SingleCall
{
    private const int MaxResults = 100; // the most that ResolveNames ever returns, by its documentation

    private static readonly ItemError None = new("ErrorNameResolutionNoResults", "No results were found.");

    private static readonly ItemError Invalid = new(
        "ErrorInvalidNameForNameResolution", "This is no name that can be resolved.");

    private static readonly ItemError Many =
        new("ErrorNameResolutionMultipleResults", "Multiple results were found.") { IsWarning = true };

    private readonly MailboxAccess _access;
    private readonly string _entry;
    private readonly bool _isFull;

    public ResolveNamesCall(XElement operation, MailboxAccess access)
        : base(operation, AnswerShape.Messages, EwsOperation.ResolveNames)
    {
        _access = access;
        _entry = Require(operation, "UnresolvedEntry").Value.Trim();
        string full = (string?)operation.Attribute("ReturnFullContactData")
            ?? throw SoapFaultException.Missing(operation, "ReturnFullContactData");
        _isFull = full is "true" or "1";
        ReadChoice(
            operation, "SearchScope",
            "ActiveDirectory", "ActiveDirectoryContacts", "Contacts", "ContactsActiveDirectory");
    }

    public override WorkDone Run(int unit, ref int findCount)
    {
        if (_entry is "" or "," or "-")
            return Fail(unit, Invalid);
        SyntheticMailbox[] found = _access.Server.Directory.Matching(_entry).Take(MaxResults + 1).ToArray();
        bool isAll = found.Length <= MaxResults;
        SyntheticMailbox[] shown = found.Take(MaxResults).ToArray();
        WorkDone work = new(1, 0); // a name, whoever it means
        return shown.Length == 0 ? Fail(unit, None, work)
            : shown.Length == 1 ? Succeed(unit, work, writer => WriteSet(writer, shown, isAll))
            : Warn(unit, work, Many, writer => WriteSet(writer, shown, isAll));
    }

    private void WriteSet(XmlWriter writer, SyntheticMailbox[] found, bool isAll)
    {
        writer.WriteStartElement("m", "ResolutionSet", EwsXml.MessagesUri);
        writer.WriteAttributeString("TotalItemsInView", XmlConvert.ToString(found.Length));
        writer.WriteAttributeString("IncludesLastItemInRange", XmlConvert.ToString(isAll));
        foreach (SyntheticMailbox mailbox in found)
        {
            string name = MailboxDirectory.AliasOf(mailbox);
            writer.WriteStartElement("t", "Resolution", EwsXml.TypesUri);
            WriteAddress(writer, "Mailbox", name, mailbox.Address);
            if (_isFull)
                WriteContact(writer, name, mailbox.Address);
            writer.WriteEndElement();
        }
        writer.WriteEndElement();
    }

    private static void WriteContact(XmlWriter writer, string name, string address)
    {
        writer.WriteStartElement("t", "Contact", EwsXml.TypesUri);
        Text(writer, "DisplayName", name);
        writer.WriteStartElement("t", "EmailAddresses", EwsXml.TypesUri);
        writer.WriteStartElement("t", "Entry", EwsXml.TypesUri);
        writer.WriteAttributeString("Key", "EmailAddress1");
        writer.WriteString("SMTP:" + address);
        writer.WriteEndElement();
        writer.WriteEndElement();
        Text(writer, "ContactSource", "ActiveDirectory");
        writer.WriteEndElement();
    }
}
