using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml;
using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Queries;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>FindItem: a page of the items of folders.</summary>
internal sealed class FindItemCall : MailboxCall
{
    private readonly ItemShape _shape;
    private readonly ItemQuery _query;
    private readonly PageView _page;

    public FindItemCall(XElement operation, MailboxAccess access)
        : base(EwsOperation.FindItem, operation, "ParentFolderIds", access)
    {
        _shape = new ItemShape(Require(operation, "ItemShape"), isFind: true);
        _query = new ItemQuery(operation, () => access.Own.UtcNow);
        _page = new PageView(operation, "Item", _query.ViewLimit);
        Refusal = _query.Error ?? _page.Error;
        if (Refusal is not null)
            return;
        lock (access.Own.Gate)
            FindEntries = (int)Math.Min(int.MaxValue, Parts.Sum(id => (long)CountOf(id)));
    }

    public override int FindEntries { get; }

    public override bool IsPaged => _page.IsPaged;

    public override bool HasRestriction => _query.HasRestriction;

    protected override WorkDone Work(int unit, ref int findCount)
    {
        ItemView view = _query.View(Access.Folder(Parts[unit]), out ItemError? error)
            ?? throw new ItemErrorException(error!);
        _page.SeekIn(view);
        int total = view.Count;
        int count = Math.Min(_page.Count(total), findCount);
        findCount -= count;
        MailboxItem[] items = view.Page(_page.First(total, count), count);
        return Succeed(unit, new WorkDone(count, 0), writer => WriteRoot(writer, items, total));
    }

    private void WriteRoot(XmlWriter writer, MailboxItem[] items, int total)
    {
        writer.WriteStartElement("m", "RootFolder", EwsXml.MessagesUri);
        _page.WriteAttributes(writer, total, items.Length);
        if (_query.Grouping is { } grouping)
            WriteGroups(writer, grouping, items);
        else
            WriteItems(writer, items);
        writer.WriteEndElement();
    }

    private void WriteGroups(XmlWriter writer, ItemGrouping grouping, MailboxItem[] items)
    {
        int number = 0;
        writer.WriteStartElement("t", "Groups", EwsXml.TypesUri);
        foreach (IGrouping<string, MailboxItem> group in items.GroupBy(
            grouping.KeyOf, StringComparer.OrdinalIgnoreCase))
        {
            writer.WriteStartElement("t", "GroupedItems", EwsXml.TypesUri);
            writer.WriteElementString("t", "GroupIndex", EwsXml.TypesUri, grouping.IndexOf(group, number++));
            WriteItems(writer, group);
            writer.WriteEndElement();
        }
        writer.WriteEndElement();
    }

    private void WriteItems(XmlWriter writer, IEnumerable<MailboxItem> items)
    {
        writer.WriteStartElement("t", "Items", EwsXml.TypesUri);
        foreach (MailboxItem item in items)
            _shape.Write(writer, item);
        writer.WriteEndElement();
    }

    private int CountOf(XElement id)
    {
        if (Access.Folder(id, out _) is not { } folder || _query.View(folder, out _) is not { } view)
            return 0;
        _page.SeekIn(view);
        return _page.Count(view.Count);
    }
}
