using System;
using System.Collections.Generic;

namespace ThrottlingTools.Ews;

/// <summary>Moves items to another folder, where they have new ids.</summary>
public sealed class MoveItemRequest : TransferItemRequest
{
    /// <summary>Makes a request.</summary>
    /// <param name="itemIds">The items; at least one.</param>
    /// <param name="toFolder">Where to move them.</param>
    /// <exception cref="ArgumentException">There is no id.</exception>
    public MoveItemRequest(IEnumerable<EwsItemId> itemIds, EwsFolderId toFolder)
        : base(itemIds, toFolder)
    {
    }

    /// <inheritdoc/>
    public override string Operation => "MoveItem";
}
