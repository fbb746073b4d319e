using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using ThrottlingTools.Ews;

namespace ThrottlingTools.Paging;

/// <summary>
/// Tells PowerShell what properties an item has: those that were asked for, else those of its type and what came beside
/// them. Every other EWS name is answered when it is asked for.
/// </summary>
public sealed class ItemAdapter : PSPropertyAdapter
{
    private static readonly Collection<string> SelectedTypeNames = ["ThrottlingTools.Ews.EwsItem#Selected"];

    private static readonly Collection<string> TypeNames =
        [typeof(EwsItem).FullName!, typeof(EwsEntity).FullName!, typeof(object).FullName!];

    private static readonly Dictionary<string, PropertyInfo> Own = typeof(EwsItem).GetProperties()
        .Where(property => property.GetIndexParameters().Length == 0)
        .ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);

    // Properties would show everything a second time, and a file of CSV only its type.
    private static readonly string[] Shown =
        [.. Own.Values.Select(property => property.Name).Where(name => name != nameof(EwsItem.Properties))];

    /// <inheritdoc/>
    public override Collection<string> GetTypeNameHierarchy(object baseObject) =>
        ((EwsItem)baseObject).Layout.Selection is null ? TypeNames : SelectedTypeNames;

    /// <inheritdoc/>
    public override Collection<PSAdaptedProperty> GetProperties(object baseObject)
    {
        EwsItem item = (EwsItem)baseObject;
        IEnumerable<string> names = item.Layout.Selection
            ?? Shown.Concat(item.Names.Where(name => !Own.ContainsKey(name)));
        return [.. names.Select(name => new PSAdaptedProperty(name, null))];
    }

    /// <inheritdoc/>
    public override PSAdaptedProperty? GetProperty(object baseObject, string propertyName)
    {
        EwsItem item = (EwsItem)baseObject;
        string? known = Own.TryGetValue(propertyName, out PropertyInfo? own) ? own.Name
            : item.Layout.Selection?.FirstOrDefault(
                name => name.Equals(propertyName, StringComparison.OrdinalIgnoreCase));
        return known is not null || item[propertyName] is not null
            ? new PSAdaptedProperty(known ?? propertyName, null)
            : null;
    }

    /// <inheritdoc/>
    public override object? GetPropertyValue(PSAdaptedProperty adaptedProperty) =>
        Own.TryGetValue(adaptedProperty.Name, out PropertyInfo? own)
            ? own.GetValue(adaptedProperty.BaseObject)
            : ((EwsItem)adaptedProperty.BaseObject)[adaptedProperty.Name];

    /// <inheritdoc/>
    public override string GetPropertyTypeName(PSAdaptedProperty adaptedProperty)
    {
        Type? type = Own.TryGetValue(adaptedProperty.Name, out PropertyInfo? own)
            ? own.PropertyType
            : GetPropertyValue(adaptedProperty)?.GetType();
        return (type is null ? typeof(object) : Nullable.GetUnderlyingType(type) ?? type).FullName!;
    }

    /// <inheritdoc/>
    public override bool IsGettable(PSAdaptedProperty adaptedProperty) => true;

    /// <inheritdoc/>
    public override bool IsSettable(PSAdaptedProperty adaptedProperty) => false;

    /// <inheritdoc/>
    public override void SetPropertyValue(PSAdaptedProperty adaptedProperty, object value) =>
        throw new SetValueException($"{adaptedProperty.Name} is read-only.");
}
