using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Ews;

namespace ThrottlingTools.Batching;

/// <summary>What belongs to an operation, as it was given.</summary>
internal sealed class BatchArguments
{
    private const int MaxFolderFailures = 5;

    // What each operation needs, and takes.
    private static readonly Dictionary<BatchOperationName, (string[] Needed, string[] Taken)> Known = new()
    {
        [BatchOperationName.GetItem] = ([], ["Property"]),
        [BatchOperationName.UpdateItem] = ([], ["SetProperty", "RemoveProperty", "ConflictResolution"]),
        [BatchOperationName.DeleteItem] = ([], ["DisposalType"]),
        [BatchOperationName.MoveItem] = (["Destination"], []),
        [BatchOperationName.CopyItem] = (["Destination"], []),
        [BatchOperationName.SendItem] = ([], ["Destination"]),
        [BatchOperationName.MarkAsRead] = ([], ["SuppressReadReceipt"]),
        [BatchOperationName.MarkAsUnread] = ([], ["SuppressReadReceipt"]),
        [BatchOperationName.ExportItems] = ([], []),
        [BatchOperationName.UploadItems] = (["Destination"], ["CreateAction"]),
        [BatchOperationName.GetAttachment] = ([], []),
    };

    public BatchOperationName Operation { get; init; }

    public string? Destination { get; init; }

    public EwsDisposalType DisposalType { get; init; }

    public IReadOnlyList<string> Property { get; init; } = [];

    public IReadOnlyDictionary<string, object> SetProperty { get; init; } = new Dictionary<string, object>();

    public IReadOnlyList<string> RemoveProperty { get; init; } = [];

    public EwsConflictResolution ConflictResolution { get; init; }

    public EwsCreateAction CreateAction { get; init; }

    public bool SuppressReadReceipt { get; init; }

    public bool IsReadOnly => Operation is BatchOperationName.GetItem or BatchOperationName.ExportItems
        or BatchOperationName.GetAttachment;

    /// <summary>What is done, for people.</summary>
    public string Action => Operation switch
    {
        BatchOperationName.DeleteItem => $"DeleteItem ({DisposalType})",
        BatchOperationName.UpdateItem =>
            $"UpdateItem ({string.Join(", ", SetProperty.Keys.Concat(RemoveProperty.Select(name => $"no {name}")))})",
        _ when Destination is not null => $"{Operation} to {Destination}",
        _ => $"{Operation}",
    };

    /// <summary>Checks what needs no server.</summary>
    /// <param name="given">The parameters of the command line.</param>
    /// <exception cref="ThrottlingToolsException">
    /// <c>BatchArgumentMissing</c>, <c>BatchArgumentUnused</c>, or what is wrong about an argument.
    /// </exception>
    public void Check(IReadOnlyList<string> given)
    {
        (string[] needed, string[] taken) = Known[Operation];
        if (needed.Except(given).FirstOrDefault() is { } missing)
            throw Errors.BatchArgumentMissing(Operation.ToString(), missing);
        IEnumerable<string> all = Known.Values.SelectMany(known => known.Needed.Concat(known.Taken)).Distinct();
        if (all.Except(needed).Except(taken).FirstOrDefault(given.Contains) is { } unused)
            throw Errors.BatchArgumentUnused(Operation.ToString(), unused);
        if (Operation == BatchOperationName.UpdateItem && SetProperty.Count + RemoveProperty.Count == 0)
            throw Errors.BatchArgumentMissing(Operation.ToString(), "SetProperty");
        if (Destination is null)
            Make(null);
        foreach (string name in Property)
            EwsPropertyPath.Parse(name);
    }

    /// <summary>Makes the operation; a folder that is named by its path is looked up.</summary>
    /// <exception cref="ThrottlingToolsException">
    /// <c>FolderNotFound</c>, <c>FolderAmbiguous</c>, or what the server answered.
    /// </exception>
    public async Task<BatchOperation> MakeAsync(EwsConnection connection, CancellationToken cancellationToken)
    {
        if (Destination is null)
            return Make(null);
        int failures = 0;
        async Task<bool> AgainAsync(EwsError error, CancellationToken cancellation)
        {
            if (!error.IsTransient || ++failures > MaxFolderFailures)
                return false;
            TimeSpan wait = error.BackOff ?? TimeSpan.FromSeconds(1 << failures);
            await connection.Clock.Delay(wait, cancellation).ConfigureAwait(false);
            return true;
        }
        EwsFolderResolver resolver = new(connection.Client) { OnError = AgainAsync };
        EwsFolderId folder = await resolver.ResolveAsync(Destination, null, cancellationToken).ConfigureAwait(false);
        if (Operation != BatchOperationName.UploadItems || !folder.IsDistinguished)
            return Make(folder);
        EwsReply<EwsFolder> reply;
        do
            reply = await connection.Client.GetFolderAsync(new GetFolderRequest(folder), cancellationToken)
                .ConfigureAwait(false);
        while (reply.Error is { } error && await AgainAsync(error, cancellationToken).ConfigureAwait(false));
        return Make(EwsFolderId.Parse(reply.GetValueOrThrow().FolderId));
    }

    private BatchOperation Make(EwsFolderId? folder) => Operation switch
    {
        BatchOperationName.GetItem => ReadBatchOperation.GetItem(Property),
        BatchOperationName.ExportItems => ReadBatchOperation.ExportItems(),
        BatchOperationName.GetAttachment => ReadBatchOperation.GetAttachment(),
        BatchOperationName.UpdateItem => new UpdateBatchOperation(SetProperty, RemoveProperty, ConflictResolution),
        BatchOperationName.DeleteItem => new DeleteBatchOperation(DisposalType),
        BatchOperationName.MoveItem => new MoveBatchOperation(folder!),
        BatchOperationName.CopyItem => new CopyBatchOperation(folder!),
        BatchOperationName.SendItem => new SendBatchOperation(saveItemToFolder: true, folder),
        BatchOperationName.UploadItems => new UploadBatchOperation(folder!, CreateAction),
        _ => new MarkAsReadBatchOperation(Operation == BatchOperationName.MarkAsRead, SuppressReadReceipt),
    };
}
