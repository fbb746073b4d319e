using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using ThrottlingTools.Ews;

namespace ThrottlingTools.Connections;

/// <summary>Shows an item to PowerShell with the properties that were asked for.</summary>
internal static class ItemObject
{
    private const string SelectedTypeName = "ThrottlingTools.Ews.EwsItem#Selected";

    /// <summary>
    /// Makes the object that a cmdlet writes: the item; with properties asked for, those beside its own, and shown
    /// alone.
    /// </summary>
    public static object Create(EwsItem item, IReadOnlyCollection<string> properties)
    {
        if (properties.Count == 0)
            return item;
        PSObject shown = new(item);
        string[] names = properties.Select(name => name.Substring(name.IndexOf(':') + 1)).ToArray();
        foreach (string name in names.Where(name => shown.Properties[name] is null))
            shown.Properties.Add(new PSNoteProperty(name, item[name]));
        shown.TypeNames.Clear();
        shown.TypeNames.Add(SelectedTypeName);
        shown.Members.Add(new PSMemberSet(
            "PSStandardMembers", new PSMemberInfo[] { new PSPropertySet("DefaultDisplayPropertySet", names) }));
        return shown;
    }
}
