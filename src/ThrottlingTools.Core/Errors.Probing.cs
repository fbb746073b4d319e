using System.Collections.Generic;
using ThrottlingTools.Ews;

namespace ThrottlingTools;

/// <content>The errors of probes.</content>
public static partial class Errors
{
    /// <summary>There is nothing that a probe of batch sizes could fetch.</summary>
    public static ThrottlingToolsException NoItemsToProbe() =>
        new("NoItemsToProbe", ErrorKind.ObjectNotFound, "There are no items to measure batches of.",
            "Name a folder that holds items; a hundred or more make all batch sizes comparable.");

    /// <summary>There is no attachment that a probe could fetch.</summary>
    /// <param name="itemCount">How many items were given; 0 if a folder was looked in.</param>
    public static ThrottlingToolsException NoAttachmentsToProbe(int itemCount) =>
        new("NoAttachmentsToProbe", ErrorKind.ObjectNotFound,
            itemCount > 0 ? $"None of the {itemCount} items has an attachment." : "No item there has an attachment.",
            "Name a folder with messages that have attachments, or pipe such items in: Invoke-EwsPagedFind finds them "
            + "with -Filter 'HasAttachments -eq $true'.");

    /// <summary>There is no name that a probe could look up.</summary>
    /// <param name="itemCount">How many items were given; 0 if a folder was looked in.</param>
    public static ThrottlingToolsException NoNamesToProbe(int itemCount) =>
        new("NoNamesToProbe", ErrorKind.ObjectNotFound,
            itemCount > 0 ? $"None of the {itemCount} items tells its sender." : "No item there tells its sender.",
            "Name a folder with messages, or pipe in items with -Property From: the names of their senders are "
            + "looked up.");

    /// <summary>The plan of a probe makes no sense.</summary>
    public static ThrottlingToolsException InvalidProbe() =>
        new("InvalidProbe", ErrorKind.InvalidArgument,
            "The sizes, repeats or limits of the measurement are not accepted.",
            "Give batch sizes from 1 up with the smallest first, at least one repeat, a confidence "
            + "of 0.5 to 1, and times and numbers of requests from 0 up.");

    /// <summary>A probe does not know how to measure an operation.</summary>
    public static ThrottlingToolsException OperationNotMeasured(string operation, IEnumerable<string> known) =>
        new("OperationNotMeasured", ErrorKind.InvalidArgument,
            $"{operation} can be modelled, but is not measured in batches.",
            $"Measure one of {string.Join(", ", known)}.", operation);

    /// <summary>A measurement is explained by one profile.</summary>
    public static ThrottlingToolsException OneProfileToMeasure(int count) =>
        new("OneProfileToMeasure", ErrorKind.InvalidArgument, $"{count} profiles are given for one caller.",
            "Give the profile of the caller who is measured.", count);

    /// <summary>The folder that a probe wrote in could not be removed.</summary>
    public static ThrottlingToolsException ProbeFolderRemains(string name, EwsError error) =>
        new("ProbeFolderRemains", ErrorKind.ResourceUnavailable,
            $"The folder '{name}' remains in the root of the mailbox: {error.Message}", "Delete it by hand.", name);
}
