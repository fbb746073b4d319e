using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using ThrottlingTools.Ews;

namespace ThrottlingTools.Paging;

/// <summary>Lets items show PowerShell the properties that were asked for.</summary>
internal sealed class ItemSelection
{
    /// <summary>Makes one, on the pipeline thread.</summary>
    /// <param name="cmdlet">The cmdlet that writes the items.</param>
    /// <param name="properties">
    /// What was asked for, as in <see cref="EwsPropertyPath.Parse(string)"/>; nothing to show the usual properties.
    /// </param>
    /// <exception cref="ThrottlingToolsException">One of the names means no property.</exception>
    public ItemSelection(PSCmdlet cmdlet, IReadOnlyCollection<string> properties)
    {
        Names = properties.Count == 0 ? null : [.. properties.Select(NameOf).Distinct()];
        Adapt(cmdlet);
    }

    /// <summary>The names that an item shows; <c>null</c> for the usual ones.</summary>
    public IReadOnlyList<string>? Names { get; }

    // Members that are added to single objects cost several times as much as everything else about an item.
    private static void Adapt(PSCmdlet cmdlet) => cmdlet.InvokeCommand.InvokeScript(
        @"param($Data) Microsoft.PowerShell.Utility\Update-TypeData -TypeData $Data -Force",
        useNewScope: true, PipelineResultTypes.None, null,
        new TypeData(typeof(EwsItem)) { TypeAdapter = typeof(ItemAdapter) });

    private static string NameOf(string property) => EwsPropertyPath.Parse(property) switch
    {
        EwsFieldPath field => field.FieldUri.Substring(field.FieldUri.IndexOf(':') + 1),
        EwsPropertyPath other => other.ToString(),
    };
}
