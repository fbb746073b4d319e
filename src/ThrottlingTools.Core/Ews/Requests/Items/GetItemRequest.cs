using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>Asks for a batch of items by id.</summary>
public sealed class GetItemRequest : EwsItemBatchRequest
{
    /// <summary>Makes a request.</summary>
    /// <param name="itemIds">The ids, in the order in which the answers come; at least one.</param>
    /// <exception cref="ArgumentException">There is no id.</exception>
    public GetItemRequest(IEnumerable<string> itemIds)
        : base(itemIds.Select(id => new EwsItemId(id)))
    {
    }

    /// <summary>How much of each item to return.</summary>
    public EwsBaseShape BaseShape { get; init; } = EwsBaseShape.Default;

    /// <summary>
    /// What to return beyond <see cref="BaseShape"/>, as <see cref="EwsPropertyPath.Parse(string)"/> takes it.
    /// </summary>
    public IReadOnlyList<string> Properties { get; init; } = [];

    /// <inheritdoc/>
    public override string Operation => "GetItem";

    internal override bool NeedsItem => true;

    private protected override void WriteArguments(XmlWriter writer) =>
        writer.WriteShape("ItemShape", BaseShape, Properties);
}
