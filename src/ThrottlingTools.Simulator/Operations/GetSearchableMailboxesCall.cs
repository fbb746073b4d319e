using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml;
using System.Xml.Linq;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>GetSearchableMailboxes: the mailboxes that a discovery search may name.</summary>
internal sealed class GetSearchableMailboxesCall : SingleCall
{
    private readonly MailboxDirectory _directory;
    private readonly string _filter;

    public GetSearchableMailboxesCall(XElement operation, MailboxAccess access) : base(operation, AnswerShape.Direct)
    {
        _directory = access.Server.Directory;
        _filter = operation.Element(EwsXml.Messages + "SearchFilter")?.Value.Trim().TrimEnd('*') ?? "";
    }

    /// <summary>The name by which SearchMailboxes takes a mailbox.</summary>
    public static string ReferenceOf(SyntheticMailbox mailbox) =>
        "/o=Simulator/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn="
        + MailboxDirectory.AliasOf(mailbox);

    public override WorkDone Run(int unit, ref int findCount)
    {
        SyntheticMailbox[] found = _directory.Matching(_filter).ToArray();
        return Succeed(unit, new WorkDone(found.Length, 0), writer => WriteFound(writer, found));
    }

    private static void WriteFound(XmlWriter writer, IEnumerable<SyntheticMailbox> found)
    {
        writer.WriteStartElement("m", "SearchableMailboxes", EwsXml.MessagesUri);
        foreach (SyntheticMailbox mailbox in found)
        {
            writer.WriteStartElement("t", "SearchableMailbox", EwsXml.TypesUri);
            Text(writer, "Guid", new Guid(1, 0, 0, BitConverter.GetBytes(mailbox.Key)).ToString());
            Text(writer, "PrimarySmtpAddress", mailbox.Address);
            Text(writer, "IsExternalMailbox", "false");
            Text(writer, "ExternalEmailAddress", "");
            Text(writer, "DisplayName", MailboxDirectory.AliasOf(mailbox));
            Text(writer, "IsMembershipGroup", "false");
            Text(writer, "ReferenceId", ReferenceOf(mailbox));
            writer.WriteEndElement();
        }
        writer.WriteEndElement();
    }
}
