using System;
using System.Collections.Generic;

namespace ThrottlingTools.Ews;

/// <summary>Asks for items as data that <see cref="UploadItemsRequest"/> takes. From Exchange 2010 SP1 on.</summary>
public sealed class ExportItemsRequest : EwsItemBatchRequest
{
    /// <summary>Makes a request.</summary>
    /// <param name="itemIds">The items; at least one.</param>
    /// <exception cref="ArgumentException">There is no id.</exception>
    public ExportItemsRequest(IEnumerable<EwsItemId> itemIds)
        : base(itemIds)
    {
    }

    /// <inheritdoc/>
    public override string Operation => "ExportItems";
}
