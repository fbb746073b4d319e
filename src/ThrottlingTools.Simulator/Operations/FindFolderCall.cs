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

/// <summary>FindFolder: a page of the folders below folders.</summary>
internal sealed class FindFolderCall : MailboxCall
{
    private readonly FolderShape _shape;
    private readonly PageView _page;
    private readonly string _traversal;
    private readonly Func<IPropertySource, bool>? _test;

    public FindFolderCall(XElement operation, MailboxAccess access)
        : base(EwsOperation.FindFolder, operation, "ParentFolderIds", access)
    {
        _shape = new FolderShape(Require(operation, "FolderShape"));
        _page = new PageView(operation, "Folder");
        _traversal = ReadTraversal(operation);
        Refusal = _page.Error;
        if (operation.Element(EwsXml.Messages + "Restriction") is { } restriction)
        {
            Refusal = Restriction.ErrorIn(restriction) ?? Refusal;
            _test = Restriction.Parse(restriction);
        }
        if (Refusal is not null)
            return;
        lock (access.Own.Gate)
            FindEntries = Parts.Sum(CountOf);
    }

    public override int FindEntries { get; }

    public override bool IsPaged => _page.IsPaged;

    public override bool HasRestriction => _test is not null;

    protected override WorkDone Work(int unit, ref int findCount)
    {
        List<SyntheticFolder> folders = Below(Access.Folder(Parts[unit]));
        int total = folders.Count;
        int count = Math.Min(_page.Count(total), findCount);
        findCount -= count;
        XElement[] found = folders.Skip(_page.First(total, count)).Take(count).Select(_shape.Element).ToArray();
        return Succeed(unit, new WorkDone(count, 0), writer => WriteRoot(writer, found, total));
    }

    private void WriteRoot(XmlWriter writer, XElement[] folders, int total)
    {
        writer.WriteStartElement("m", "RootFolder", EwsXml.MessagesUri);
        _page.WriteAttributes(writer, total, folders.Length);
        FolderShape.Write(writer, "Folders", folders, EwsXml.TypesUri);
        writer.WriteEndElement();
    }

    private int CountOf(XElement id) =>
        Access.Folder(id, out _) is { } folder ? _page.Count(Below(folder).Count) : 0;

    private List<SyntheticFolder> Below(SyntheticFolder folder)
    {
        IEnumerable<SyntheticFolder> below = _traversal switch
        {
            "Deep" => folder.Descendants,
            "Shallow" => folder.Children,
            _ => [], // nothing is deleted softly: Exchange 2010 and later keep no such folders in place
        };
        return below.Where(child => _test?.Invoke(child) ?? true).ToList();
    }

    private static string ReadTraversal(XElement operation)
    {
        string value = (string?)operation.Attribute("Traversal")
            ?? throw SoapFaultException.Missing(operation, "Traversal");
        return value is "Shallow" or "Deep" or "SoftDeleted"
            ? value
            : throw SoapFaultException.Schema($"The value '{value}' is no Traversal of folders.", operation);
    }
}
