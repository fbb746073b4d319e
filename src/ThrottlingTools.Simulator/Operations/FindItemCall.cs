using System;
using System.Linq;
using System.Xml;
using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>FindItem: a page of the items of a folder, newest first unless sorted the other way.</summary>
internal sealed class FindItemCall : OperationCall
{
    private static readonly ItemError UnsupportedQuery = new(
        "ErrorUnsupportedQueryFilter", "The simulator evaluates no restriction, query string or grouping.");

    private static readonly ItemError UnsupportedSort = new(
        "ErrorUnsupportedPathForSortGroup", "The simulator sorts by item:DateTimeReceived only.");

    private static readonly string[] Unsupported =
        ["Restriction", "QueryString", "GroupBy", "DistinguishedGroupBy", "SeekToConditionPageItemView"];

    private readonly MailboxAccess _access;
    private readonly ItemShape _shape;
    private readonly PageView _view;
    private readonly bool _isOldestFirst;
    private readonly ItemError? _error;

    public FindItemCall(XElement operation, MailboxAccess access)
        : base(EwsOperation.FindItem, operation, "ParentFolderIds")
    {
        _access = access;
        _shape = new ItemShape(Require(operation, "ItemShape"), isFind: true);
        _view = new PageView(operation);
        _isOldestFirst = ReadSort(operation, out _error);
        IsShallow = ReadTraversal(operation) == "Shallow";
        if (Unsupported.Any(name => operation.Element(EwsXml.Messages + name) is not null))
            _error = UnsupportedQuery;
        FindEntries = _error is not null ? 0 : (int)Math.Min(int.MaxValue, Parts.Sum(id => (long)CountOf(id)));
    }

    public override int FindEntries { get; }

    public override bool IsPaged => _view.IsPaged;

    /// <summary>Whether it looks at the folder's own items; there are no deleted or hidden ones.</summary>
    private bool IsShallow { get; }

    public override WorkDone Run(int unit, ref int findCount)
    {
        ItemError? error = _error;
        SyntheticFolder? folder = error is null ? _access.Folder(Parts[unit], out error) : null;
        if (folder is null)
            return Fail(unit, error!);
        int total = TotalOf(folder);
        int count = Math.Min(_view.Count(total), findCount);
        findCount -= count;
        return Succeed(unit, new WorkDone(count, 0), writer => WriteRoot(writer, folder, total, count));
    }

    private void WriteRoot(XmlWriter writer, SyntheticFolder folder, int total, int count)
    {
        writer.WriteStartElement("m", "RootFolder", EwsXml.MessagesUri);
        _view.WriteAttributes(writer, total, count);
        writer.WriteStartElement("t", "Items", EwsXml.TypesUri);
        int first = _view.First(total, count);
        for (int i = first; i < first + count; i++)
            _shape.Write(writer, folder.Mailbox.Item(folder, _isOldestFirst ? total - 1 - i : i));
        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private int CountOf(XElement id) => _access.Folder(id, out _) is { } folder ? _view.Count(TotalOf(folder)) : 0;

    private int TotalOf(SyntheticFolder folder) => IsShallow ? folder.ItemCount : 0;

    private static string ReadTraversal(XElement operation)
    {
        string value = (string?)operation.Attribute("Traversal")
            ?? throw SoapFaultException.Missing(operation, "Traversal");
        return value is "Shallow" or "SoftDeleted" or "Associated"
            ? value
            : throw SoapFaultException.Schema($"The value '{value}' is no Traversal of items.", operation);
    }

    private static bool ReadSort(XElement operation, out ItemError? error)
    {
        XElement? order = operation.Element(EwsXml.Messages + "SortOrder")?.Element(EwsXml.Types + "FieldOrder");
        string? field = (string?)order?.Element(EwsXml.Types + "FieldURI")?.Attribute("FieldURI");
        error = order is not null && field != "item:DateTimeReceived" ? UnsupportedSort : null;
        return (string?)order?.Attribute("Order") == "Ascending";
    }
}
