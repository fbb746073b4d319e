using System;
using System.Collections.Generic;
using System.Linq;

namespace ThrottlingTools.Ews;

/// <summary>Reads items; a lost answer is asked for again.</summary>
public sealed class ReadBatchOperation : BatchOperation
{
    private readonly Func<IEnumerable<BatchEntry>, EwsBatchRequest> _request;

    private ReadBatchOperation(string name, Func<IEnumerable<BatchEntry>, EwsBatchRequest> request, string arguments)
    {
        Name = name;
        _request = request;
        Arguments = arguments;
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override bool IsReadOnly => true;

    internal override string Arguments { get; }

    internal override bool CanLook => false;

    /// <summary>Gets items with their properties.</summary>
    /// <param name="properties">
    /// What to return, as <see cref="EwsPropertyPath.Parse(string)"/> takes it; none for EWS's default ones.
    /// </param>
    public static ReadBatchOperation GetItem(IReadOnlyList<string> properties) => new(
        "GetItem",
        entries => new GetItemRequest(entries.Select(entry => entry.Item.Id))
        {
            BaseShape = properties.Count > 0 ? EwsBaseShape.IdOnly : EwsBaseShape.Default,
            Properties = properties,
        },
        string.Join("\n", properties));

    /// <summary>Exports items as data that can be uploaded.</summary>
    public static ReadBatchOperation ExportItems() => new(
        "ExportItems", entries => new ExportItemsRequest(entries.Select(entry => new EwsItemId(entry.Item.Id))), "");

    /// <summary>Gets attachments; the ids are theirs.</summary>
    public static ReadBatchOperation GetAttachment() => new(
        "GetAttachment", entries => new GetAttachmentRequest(entries.Select(entry => entry.Item.Id)), "");

    internal override EwsBatchRequest Request(IReadOnlyList<BatchEntry> entries) => _request(entries);

    internal override NextStep AfterLoss(BatchEntry entry) => NextStep.Send;
}
