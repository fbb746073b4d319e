using System;
using System.Collections.Generic;

namespace ThrottlingTools.Ews;

/// <summary>An answer as read: a fault, or one message for each thing asked for.</summary>
internal sealed class SoapReply
{
    internal SoapFailure? Fault { get; set; }

    /// <summary>What the body held that belongs to no answer to the request; <c>null</c> if nothing.</summary>
    internal string? Stranger { get; set; }

    internal List<SoapMessage> Messages { get; } = [];
}

/// <summary>The failing part of a fault or of a response message.</summary>
internal sealed class SoapFailure
{
    internal string? ResponseCode { get; set; }

    internal string? Message { get; set; }

    /// <summary>
    /// The <c>Value</c> elements of <c>MessageXml</c> by their name, in whatever namespace they stand.
    /// </summary>
    internal Dictionary<string, string> Values { get; } = new(StringComparer.OrdinalIgnoreCase);
}

/// <summary>One response message.</summary>
internal sealed class SoapMessage
{
    internal string? ResponseClass { get; set; }

    // A success that bears the code of an error is none.
    internal bool IsError => ResponseClass == "Error"
        || (ResponseClass != "Warning" && Status.ResponseCode is not (null or "" or EwsResponseCodes.NoError));

    /// <summary>Whether it holds a view, as the answer to a find does.</summary>
    internal bool HasRootFolder { get; set; }

    /// <summary>Code, text and values; a success has the code NoError.</summary>
    internal SoapFailure Status { get; } = new();

    internal List<EwsItem> Items { get; } = [];

    internal List<EwsFolder> Folders { get; } = [];

    internal int? TotalItemsInView { get; set; }

    internal int? IndexedPagingOffset { get; set; }

    internal bool? IncludesLastItemInRange { get; set; }

    internal List<EwsAttachment> Attachments { get; } = [];

    internal List<EwsResolution> Resolutions { get; } = [];

    /// <summary>The id beside the items: of what was exported or uploaded.</summary>
    internal EwsItemId? ItemId { get; set; }

    /// <summary>The data of what was exported, base64.</summary>
    internal string? Data { get; set; }

    /// <summary>The page; <c>null</c> if it holds none.</summary>
    internal FindItemPage? ToPage() => HasRootFolder
        ? new FindItemPage(Items, TotalItemsInView, IndexedPagingOffset, IncludesLastItemInRange)
        : null;

    /// <summary>The page; <c>null</c> if it holds none.</summary>
    internal FindFolderPage? ToFolderPage() => HasRootFolder
        ? new FindFolderPage(Folders, TotalItemsInView, IndexedPagingOffset, IncludesLastItemInRange)
        : null;

    internal EwsResolutionSet ToResolutionSet() => new(Resolutions, IncludesLastItemInRange ?? true);
}
