using ThrottlingTools.Simulator.Mailboxes;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>
/// Errors of items and finds. Codes, and when they are given, are those of the public documentation of ResponseCode;
/// texts that no source quotes are the simulator's (assumption ErrorWording).
/// </summary>
internal static class ItemErrors
{
    public static readonly ItemError Conflict = new(
        "ErrorIrresolvableConflict",
        "The send or update operation could not be performed because the change key passed in the request does not "
        + "match the current change key for the item.");

    public static readonly ItemError ChangeKeyRequired = new(
        "ErrorChangeKeyRequiredForWriteOperations", "A change key is required for this operation.");

    public static readonly ItemError NotOneProperty = new(
        "ErrorIncorrectUpdatePropertyCount",
        "An object within a change description must contain one and only one property to modify.");

    public static readonly ItemError OtherProperty = new(
        "ErrorUpdatePropertyMismatch", "The property that is set is not the one that the path names.");

    public static readonly ItemError EndsBeforeItStarts = new(
        "ErrorCalendarEndDateIsEarlierThanStartDate", "EndDate is earlier than StartDate");

    public static readonly ItemError LastsTooLong = new(
        "ErrorCalendarDurationIsTooLong", "A calendar item lasts five years at most.");

    public static readonly ItemError ViewTooLong = new(
        "ErrorCalendarViewRangeTooBig", "The CalendarView spans more than two years.");

    public static readonly ItemError NoRowsAsked = new(
        "ErrorInvalidPagingMaxRows", "MaxEntriesReturned must be greater than zero.");

    public static readonly ItemError InvalidOffset = new(
        "ErrorInvalidIndexedPagingParameters", "The Offset of a page must not be negative.");

    public static readonly ItemError InvalidFraction = new(
        "ErrorInvalidFractionalPagingParameters",
        "The Numerator must be from 0 to the Denominator, which must be greater than 0.");

    public static readonly ItemError NotForAssociated = new(
        "ErrorInvalidOperation", "Associated items are neither moved nor copied, and deleted by HardDelete only.");

    public static ItemError CannotSet(string property) =>
        new("ErrorInvalidPropertySet", "Set action is invalid for property: " + property);

    public static ItemError CannotDeleteProperty(string property) =>
        new("ErrorInvalidPropertyDelete", "Delete action is invalid for property: " + property);

    public static ItemError NotOfThisKind(string property) =>
        new("ErrorInvalidPropertyRequest", "The property is not valid for this object type: " + property);

    public static ItemError CannotSortBy(string property) =>
        new("ErrorUnsupportedPathForSortGroup", "The property cannot be sorted or grouped by: " + property);

    public static ItemError CannotQuery(string property) =>
        new("ErrorUnsupportedPathForQuery", "The property cannot be queried: " + property);

    public static ItemError FlagExists(string property) =>
        new("ErrorInvalidPropertyForExists", "A flag always exists; compare it with IsEqualTo: " + property);

    public static ItemError NoText(string property) =>
        new("ErrorContainsFilterWrongType", "Contains needs a property of text: " + property);

    public static ItemError InvalidConstant(string property, string constant) =>
        new("ErrorInvalidValueForProperty", $"The value '{constant}' is invalid for the property {property}.");

    /// <summary>Why an item of a kind is not made in a folder; <c>null</c> where it is.</summary>
    public static ItemError? NotIn(SyntheticFolder folder, string elementName)
    {
        (string folderClass, string code, string kind) = elementName switch
        {
            "CalendarItem" => ("IPF.Appointment", "ErrorCannotCreateCalendarItemInNonCalendarFolder", "calendar"),
            "Contact" => ("IPF.Contact", "ErrorCannotCreateContactInNonContactFolder", "contacts"),
            "Task" => ("IPF.Task", "ErrorCannotCreateTaskInNonTaskFolder", "tasks"),
            _ => ("", "", ""),
        };
        return folder.FolderClass.StartsWith(folderClass, System.StringComparison.OrdinalIgnoreCase)
            ? null
            : new ItemError(code, $"An item of this kind is made in a {kind} folder only.");
    }

    public static readonly ItemError FolderNotFound = new(
        "ErrorFolderNotFound", "The specified folder could not be found in the store.");

    public static readonly ItemError ParentFolderNotFound = new(
        "ErrorParentFolderNotFound", "The parent folder could not be found.");

    public static readonly ItemError FolderExists = new(
        "ErrorFolderExists", "A folder with the specified name already exists.");

    public static readonly ItemError CannotDelete = new(
        "ErrorDeleteDistinguishedFolder", "Distinguished folders cannot be deleted.");
}
