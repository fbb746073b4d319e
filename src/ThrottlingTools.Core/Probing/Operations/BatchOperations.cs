using System.Collections.Generic;
using System.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Ews;

namespace ThrottlingTools.Probing;

/// <summary>The operations that can be measured.</summary>
public static class BatchOperations
{
    /// <summary>Those that only read.</summary>
    public static IReadOnlyList<EwsOperation> Reading { get; } = [EwsOperation.GetItem];

    /// <summary>Those that write.</summary>
    public static IReadOnlyList<EwsOperation> Writing { get; } = [];

    /// <summary>Whether an operation changes the mailbox.</summary>
    /// <param name="operation">The operation.</param>
    public static bool Writes(EwsOperation operation) => !Reading.Contains(operation);

    /// <summary>Makes an operation; nothing is sent yet.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="client">What sends the requests.</param>
    /// <param name="items">The items.</param>
    /// <exception cref="ThrottlingToolsException"><c>OperationNotMeasured</c>.</exception>
    public static IBatchOperation Make(EwsOperation operation, EwsClient client, ProbeItems items) => operation switch
    {
        EwsOperation.GetItem => new GetItemBatch(client, items),
        _ => throw Errors.OperationNotMeasured(operation.ToString(), Reading.Concat(Writing)
            .Select(known => known.ToString())),
    };
}
