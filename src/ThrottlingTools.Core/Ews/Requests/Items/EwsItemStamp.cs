using System;

namespace ThrottlingTools.Ews;

/// <summary>
/// A mark on an item that is made, by which it is found again when the answer is lost. It is an extended property of
/// our own, which people do not see.
/// </summary>
public static class EwsItemStamp
{
    /// <summary>The property that holds it.</summary>
    public static EwsExtendedProperty Property { get; } = EwsExtendedProperty.OfName(
        new Guid("6d1f5c0e-30f7-4a9b-9a57-2e7b1c1f4e52"), "ThrottlingTools.Stamp", MapiPropertyType.String);

    /// <summary>Marks an item that is to be made.</summary>
    /// <param name="draft">The item.</param>
    /// <param name="stamp">The mark, unique for the item.</param>
    public static EwsItemDraft Put(EwsItemDraft draft, string stamp) => draft.Set(Property.ToString(), stamp);

    /// <summary>The filter that finds the item with a mark.</summary>
    /// <param name="stamp">The mark.</param>
    public static EwsRestriction Find(string stamp) =>
        new EwsComparisonRestriction(Property, EwsComparisonOperator.IsEqualTo, stamp);
}
