using System.Collections.Generic;
using System.Linq;
using System.Xml;
using System.Xml.Linq;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>Which properties of its folders a request wants.</summary>
internal sealed class FolderShape
{
    /// <summary>
    /// In the order of the EWS schema: name, and the first shape that has it: 0 Default, 1 AllProperties, 2 none.
    /// </summary>
    private static readonly (string Name, int From)[] Properties =
    [
        ("ParentFolderId", 1), ("FolderClass", 1), ("DisplayName", 0), ("TotalCount", 0), ("ChildFolderCount", 0),
        ("ExtendedProperty", 2), ("EffectiveRights", 1), ("DistinguishedFolderId", 2), ("PermissionSet", 2),
        ("UnreadCount", 0),
    ];

    private readonly int _level;
    private readonly HashSet<string> _added;
    private readonly PropertyPath[] _extended;

    public FolderShape(XElement shape)
    {
        _level = ItemShape.ReadBase(shape) switch { "IdOnly" => -1, "Default" => 0, _ => 1 };
        PropertyPath[] paths = ItemShape.AdditionalPaths(shape);
        _added = new HashSet<string>(paths.Where(path => path.Extended is null).Select(path => path.Key));
        _extended = paths.Where(path => path.Extended is not null).ToArray();
    }

    /// <summary>The folder as it is now.</summary>
    public XElement Element(SyntheticFolder folder)
    {
        XElement element = IdOnly(folder);
        foreach ((string name, int from) in Properties)
        {
            if (name == "ExtendedProperty")
                element.Add(_extended.Select(path => folder.Read(path)));
            else if ((from <= _level || _added.Contains("folder:" + name))
                && !(name == "UnreadCount" && folder.ElementName is not ("Folder" or "TasksFolder"))
                && folder.Read(new PropertyPath("folder:" + name)) is { } value)
                element.Add(value is XElement part
                    ? part
                    : new XElement(EwsXml.Types + name, PropertyValue.Format(value)));
        }
        return element;
    }

    /// <summary>The folder with its id alone, as writes answer.</summary>
    public static XElement IdOnly(SyntheticFolder folder) => new(
        EwsXml.Types + folder.ElementName, folder.Read(new PropertyPath("folder:FolderId")));

    public static void Write(XmlWriter writer, string wrapper, IEnumerable<XElement> folders, string ns)
    {
        writer.WriteStartElement(ns == EwsXml.MessagesUri ? "m" : "t", wrapper, ns);
        foreach (XElement folder in folders)
            folder.WriteTo(writer);
        writer.WriteEndElement();
    }
}
