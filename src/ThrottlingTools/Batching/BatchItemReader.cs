using System.Management.Automation;
using ThrottlingTools.Ews;
using ThrottlingTools.Resolving;

namespace ThrottlingTools.Batching;

/// <summary>
/// Finds the id of whatever comes down the pipeline: a text, an item of ours or of the EWS Managed API.
/// </summary>
internal static class BatchItemReader
{
    private static readonly string[] ItemNames = ["ItemId", "UniqueId", "Id"];
    private static readonly string[] AttachmentNames = ["AttachmentId", "Id"];

    /// <summary>Reads one object.</summary>
    /// <exception cref="ThrottlingToolsException"><c>NotAnItem</c>, <c>NoDataToUpload</c>.</exception>
    public static BatchItem Read(object input, BatchOperationName operation)
    {
        PSObject source = PSObject.AsPSObject(input);
        BatchItem? item = source.BaseObject switch
        {
            string id => new BatchItem(id.Trim()),
            BatchItemResult { Data: null, NewItemId: { } id } moved => new BatchItem(id, moved.NewChangeKey),
            EwsItem known when operation != BatchOperationName.GetAttachment =>
                new BatchItem(known.ItemId, known.ChangeKey),
            EwsItemId id => new BatchItem(id.Id, id.ChangeKey),
            _ => null,
        };
        item ??= ReadProperties(source, operation == BatchOperationName.GetAttachment ? AttachmentNames : ItemNames);
        if (operation == BatchOperationName.UploadItems)
            return item.Data is null ? throw Errors.NoDataToUpload(input) : item;
        return item.Id.Length == 0 ? throw Errors.NotAnItem(input, operation.ToString()) : item with { Data = null };
    }

    /// <summary>What people know the object by.</summary>
    public static string NameOf(object input, BatchItem item) =>
        PSObject.AsPSObject(input).Text("Subject", "Name") is { } name ? $"{name} ({Shorten(item.Id)})"
        : Shorten(item.Id.Length > 0 ? item.Id : "data");

    private static BatchItem ReadProperties(PSObject source, string[] names)
    {
        foreach (string name in names)
        {
            if (source.Get(name) is not { } value)
                continue;
            string? id = value as string ?? PSObject.AsPSObject(value).Text("UniqueId", "Id");
            if (!string.IsNullOrWhiteSpace(id))
                return new BatchItem(
                    id!.Trim(), source.Text("ChangeKey") ?? PSObject.AsPSObject(value).Text("ChangeKey"),
                    source.Text("Data"));
        }
        return new BatchItem("", null, source.Text("Data"));
    }

    private static string Shorten(string id) => id.Length <= 24 ? id : "…" + id.Substring(id.Length - 23);
}
