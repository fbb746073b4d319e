using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Xml;
using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>
/// SearchMailboxes: which messages in several mailboxes hold all the words of a query in their subjects. It looks at
/// the newest messages of each Inbox only.
/// </summary>
internal sealed class SearchMailboxesCall : SingleCall
{
    private const int MessagesLookedAt = 10_000;
    private const int DefaultPageSize = 100; // the documentation of PageSize

    private static readonly char[] Separators = [' ', '\t', '\r', '\n', '"', '(', ')'];

    private readonly SyntheticMailbox[] _mailboxes;
    private readonly string[] _keywords;
    private readonly XElement _queries;
    private readonly string _resultType;
    private readonly int _pageSize;

    public SearchMailboxesCall(XElement operation, MailboxAccess access)
        : base(operation, AnswerShape.Messages, EwsOperation.SearchMailboxes)
    {
        _queries = Require(operation, "SearchQueries");
        _resultType = Require(operation, "ResultType").Value.Trim();
        if (_resultType is not ("StatisticsOnly" or "PreviewOnly"))
            throw SoapFaultException.Schema($"The value '{_resultType}' is no ResultType.", operation);
        string query = string.Join(" ", _queries.Descendants(EwsXml.Types + "Query").Select(q => q.Value));
        _keywords = query.Split(Separators, StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word is not ("AND" or "OR" or "NOT")).ToArray();
        string[] references = _queries.Descendants(EwsXml.Types + "Mailbox").Select(m => m.Value.Trim()).ToArray();
        _mailboxes = access.Server.Directory.All
            .Where(mailbox => references.Contains(GetSearchableMailboxesCall.ReferenceOf(mailbox))
                || references.Contains(mailbox.Address, StringComparer.OrdinalIgnoreCase))
            .ToArray();
        _pageSize = ReadPageSize(operation.Element(EwsXml.Messages + "PageSize"));
        Discovery = new DiscoveryQuery(
            references.Length, _keywords.Length, _resultType == "StatisticsOnly" ? _keywords.Length : 0);
    }

    public override int FindEntries => _pageSize;

    public override DiscoveryQuery? Discovery { get; }

    public override WorkDone Run(int unit, ref int findCount)
    {
        if (_mailboxes.Length == 0)
            return Fail(unit, new ItemError("ErrorNonExistentMailbox", "No mailbox was found."));
        MailboxItem[] found = _mailboxes.SelectMany(Search).ToArray();
        MailboxItem[] page = _resultType == "PreviewOnly" ? found.Take(findCount).ToArray() : [];
        return Succeed(unit, new WorkDone(page.Length, 0), writer => WriteResult(writer, found, page));
    }

    private static int ReadPageSize(XElement? element) => element is null
        ? DefaultPageSize
        : int.TryParse(element.Value.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int size) && size > 0
            ? size
            : throw SoapFaultException.Schema($"The value '{element.Value}' is no page size.", element);

    private List<MailboxItem> Search(SyntheticMailbox mailbox)
    {
        lock (mailbox.Gate)
        {
            FolderContents contents = mailbox.FindFolder("inbox")!.Contents;
            return Enumerable.Range(0, Math.Min(MessagesLookedAt, contents.Count))
                .Select(position => contents[position]).Where(HasAll).ToList();
        }
    }

    private bool HasAll(MailboxItem item)
    {
        string subject = SubjectOf(item);
        return _keywords.All(word => subject.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);
    }

    private static string SubjectOf(MailboxItem item) => item.Read("item:Subject") as string ?? "";

    private void WriteResult(XmlWriter writer, MailboxItem[] found, MailboxItem[] page)
    {
        writer.WriteStartElement("m", "SearchMailboxesResult", EwsXml.MessagesUri);
        writer.WriteStartElement("t", "SearchQueries", EwsXml.TypesUri);
        foreach (XElement query in _queries.Elements())
            query.WriteTo(writer);
        writer.WriteEndElement();
        Text(writer, "ResultType", _resultType);
        Text(writer, "ItemCount", Number(found.Length));
        Text(writer, "Size", Number(found.Sum(item => (long)item.Size)));
        Text(writer, "PageItemCount", Number(page.Length));
        Text(writer, "PageItemSize", Number(page.Sum(item => (long)item.Size)));
        if (page.Length > 0)
        {
            writer.WriteStartElement("t", "Items", EwsXml.TypesUri);
            foreach (MailboxItem item in page)
                WritePreview(writer, item);
            writer.WriteEndElement();
        }
        writer.WriteEndElement();
    }

    private static void WritePreview(XmlWriter writer, MailboxItem item)
    {
        SyntheticMailbox mailbox = item.Folder.Mailbox;
        string received = item.Received.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        writer.WriteStartElement("t", "SearchPreviewItem", EwsXml.TypesUri);
        writer.WriteStartElement("t", "Id", EwsXml.TypesUri);
        writer.WriteAttributeString("Id", item.Id.ToString());
        writer.WriteAttributeString("ChangeKey", item.ChangeKey);
        writer.WriteEndElement();
        writer.WriteStartElement("t", "Mailbox", EwsXml.TypesUri);
        Text(writer, "MailboxId", GetSearchableMailboxesCall.ReferenceOf(mailbox));
        Text(writer, "PrimarySmtpAddress", mailbox.Address);
        writer.WriteEndElement();
        writer.WriteStartElement("t", "ParentId", EwsXml.TypesUri);
        writer.WriteAttributeString("Id", item.Folder.Id);
        writer.WriteAttributeString("ChangeKey", item.Folder.ChangeKey);
        writer.WriteEndElement();
        Text(writer, "ItemClass", "IPM.Note");
        Text(writer, "UniqueHash", ChangeKey.Of((ulong)item.Id.Item));
        Text(writer, "SortValue", received);
        Text(writer, "OwaLink", "");
        Text(writer, "Sender", SenderOf(item));
        Text(writer, "CreatedTime", received);
        Text(writer, "ReceivedTime", received);
        Text(writer, "Subject", SubjectOf(item));
        Text(writer, "Size", Number(item.Size));
        writer.WriteEndElement();
    }

    private static string SenderOf(MailboxItem item) =>
        DerivedProperties.Mailboxes(item.Read("message:From")).FirstOrDefault() is { } sender
            ? (string?)sender.Element(EwsXml.Types + "Name") ?? ""
            : "";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
