using System;
using System.Collections.Generic;

namespace ThrottlingTools.Ews;

/// <summary>Copies items to a folder.</summary>
public sealed class CopyItemRequest : TransferItemRequest
{
    /// <summary>Makes a request.</summary>
    /// <param name="itemIds">The items; at least one.</param>
    /// <param name="toFolder">Where to copy them.</param>
    /// <exception cref="ArgumentException">There is no id.</exception>
    public CopyItemRequest(IEnumerable<EwsItemId> itemIds, EwsFolderId toFolder)
        : base(itemIds, toFolder)
    {
    }

    /// <inheritdoc/>
    public override string Operation => "CopyItem";
}
