namespace ThrottlingTools.Simulator.Operations;

/// <summary>Errors that several calls give (texts: ResponseCode, public documentation).</summary>
internal static class ItemErrors
{
    public static readonly ItemError Conflict = new(
        "ErrorIrresolvableConflict",
        "The send or update operation could not be performed because the change key passed in the request does not "
        + "match the current change key for the item.");

    public static ItemError CannotSet(string property) =>
        new("ErrorInvalidPropertySet", "Set action is invalid for property: " + property);

    public static readonly ItemError FolderExists = new(
        "ErrorFolderExists", "A folder with the specified name already exists.");

    public static readonly ItemError CannotDelete = new(
        "ErrorDeleteDistinguishedFolder", "Distinguished folders cannot be deleted.");
}
