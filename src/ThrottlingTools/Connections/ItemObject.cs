using System.Collections.Generic;
using System.Management.Automation;
using ThrottlingTools.Ews;

namespace ThrottlingTools.Connections;

/// <summary>Shows an item to PowerShell with the properties that were asked for.</summary>
internal static class ItemObject
{
    /// <summary>Makes the object that a cmdlet writes: the item, and what it has no property of its own for.</summary>
    public static object Create(EwsItem item, IReadOnlyCollection<string> properties)
    {
        if (properties.Count == 0)
            return item;
        PSObject shown = new(item);
        foreach (string name in properties)
        {
            string plain = name.Substring(name.IndexOf(':') + 1);
            if (shown.Properties[plain] is null)
                shown.Properties.Add(new PSNoteProperty(plain, item.Properties.TryGetValue(plain, out object? value) ? value : null));
        }
        return shown;
    }
}
