using System.Collections.Generic;
using System.Globalization;
using ThrottlingTools.Ews;

namespace ThrottlingTools;

public static partial class Errors
{
    /// <summary>A plain name that is no property of the EWS schema.</summary>
    public static ThrottlingToolsException UnknownEwsProperty(string name, string? nearest, bool isFolder) =>
        new("UnknownEwsProperty", ErrorKind.InvalidArgument,
            $"'{Shorten(name)}' is not an EWS property{(isFolder ? " of folders" : "")}.",
            (nearest is null ? "" : $"Did you mean {nearest}? ") + (isFolder
                ? "Give a name such as DisplayName, a FieldURI such as folder:DisplayName"
                : "Give a name such as Subject, a FieldURI such as item:Subject")
            + ", or an extended property such as 0x0E08:Integer.", name);

    /// <summary>A notation of an extended property that cannot be read.</summary>
    public static ThrottlingToolsException InvalidExtendedProperty(string text, string reason) =>
        new("InvalidExtendedProperty", ErrorKind.InvalidArgument,
            $"'{Shorten(text)}' names no extended property: {reason}.",
            "Write 0x0E08:Integer, {guid}:name:String or PublicStrings/Keywords:StringArray. Types: "
            + string.Join(", ", System.Enum.GetNames(typeof(MapiPropertyType))) + ".", text);

    /// <summary>An element that is no kind of item.</summary>
    public static ThrottlingToolsException UnknownItemType(string itemType, IEnumerable<string> known) =>
        new("UnknownItemType", ErrorKind.InvalidArgument, $"'{Shorten(itemType)}' is not a kind of item.",
            $"Use one of {string.Join(", ", known)}.", itemType);

    /// <summary>The text is no key to order by.</summary>
    public static ThrottlingToolsException InvalidSortField(string text, string reason) =>
        new("InvalidSortField", ErrorKind.InvalidArgument, $"'{Shorten(text)}' is no sort key: {reason}.",
            "Give a property that has one value, with asc or desc after it, such as 'DateTimeReceived desc'.", text);

    /// <summary>A filter that cannot be read.</summary>
    public static ThrottlingToolsException InvalidFilter(
        string filter, int position, string reason, string accepted) =>
        new("InvalidFilter", ErrorKind.InvalidArgument,
            string.Format(CultureInfo.InvariantCulture, "The filter, character {0}: {1}.", position, Shorten(reason)),
            accepted.TrimEnd('.') + ".", filter);

    /// <summary>A find is asked for by a query and by a filter.</summary>
    public static ThrottlingToolsException QueryAndFilter() =>
        new("QueryAndFilter", ErrorKind.InvalidArgument, "A find takes a query string or a filter, not both.",
            "Leave one of the two out. The AQS query is faster in large folders; the filter is exact.");

    /// <summary>A value that is none of the property's type.</summary>
    public static ThrottlingToolsException InvalidPropertyValue(
        EwsPropertyPath property, object? value, string accepted) =>
        new("InvalidPropertyValue", ErrorKind.InvalidArgument,
            $"{property}: '{Shorten(value)}' is not accepted.", $"Give {accepted}.", value);

    /// <summary>A property that clients cannot write, or not on this kind of item.</summary>
    public static ThrottlingToolsException PropertyNotWritable(EwsPropertyPath property, string reason) =>
        new("PropertyNotWritable", ErrorKind.InvalidArgument, $"{property} cannot be written: {reason}.",
            "Leave it out, or write an extended property such as 0x0E08:Integer.", property.ToString());

    /// <summary>An update that changes nothing.</summary>
    public static ThrottlingToolsException NothingToUpdate(string itemId) =>
        new("NothingToUpdate", ErrorKind.InvalidArgument, "An update of an item names no property.",
            "Set or delete at least one property.", itemId);

    /// <summary>A folder of a path does not exist.</summary>
    public static ThrottlingToolsException FolderNotFound(
        string path, string name, string parent, IReadOnlyCollection<string> siblings) =>
        new("FolderNotFound", ErrorKind.ObjectNotFound, $"{path}: there is no folder '{name}' in {parent}.",
            NearestName.Of(name, siblings) is { } nearest ? $"Did you mean {nearest}?"
            : siblings.Count == 0 ? $"{parent} has no folders in it; check the path."
            : "There are " + Shorten(string.Join(", ", siblings)) + ".", path);

    /// <summary>Several folders of a path have the same name.</summary>
    public static ThrottlingToolsException FolderAmbiguous(string path, string name, string parent) =>
        new("FolderAmbiguous", ErrorKind.InvalidArgument, $"{path}: several folders in {parent} are named '{name}'.",
            "Give the id of the folder instead of its path.", path);

    /// <summary>An upload names its folder by a well-known name.</summary>
    public static ThrottlingToolsException UploadNeedsFolderId(EwsFolderId folder) =>
        new("UploadNeedsFolderId", ErrorKind.InvalidArgument,
            $"UploadItems takes the id of a folder, not the name {folder}.",
            "Ask for the folder by GetFolder and give its id.", folder.Value);
}
