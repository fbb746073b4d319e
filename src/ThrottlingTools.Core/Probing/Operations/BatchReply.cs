using System;
using System.Collections.Generic;
using System.Linq;
using ThrottlingTools.Ews;

namespace ThrottlingTools.Probing;

/// <summary>What became of a batch.</summary>
public sealed class BatchReply
{
    private BatchReply(string operation, int items, TimeSpan elapsed)
    {
        Operation = operation;
        Items = items;
        Elapsed = elapsed;
    }

    /// <summary>The operation's name on the wire.</summary>
    public string Operation { get; }

    /// <summary>How many items were asked for.</summary>
    public int Items { get; }

    /// <summary>The time from sending the request to the end of the answer.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>How many items failed; all of them if the request did.</summary>
    public int Failed { get; private init; }

    /// <summary>Why the request failed as a whole; <c>null</c> if it did not.</summary>
    public EwsError? Error { get; private init; }

    /// <summary>Why an item failed, the first that did; <c>null</c> if none did.</summary>
    public EwsError? ItemError { get; private init; }

    /// <summary>The content of the items in bytes; 0 if unknown.</summary>
    public long Bytes { get; private init; }

    /// <summary>Judges an answer with one result for each item.</summary>
    /// <param name="reply">The answer.</param>
    /// <param name="items">How many items were asked for.</param>
    /// <param name="errorOf">Why an item failed; <c>null</c> if it did not.</param>
    /// <param name="bytes">The content of the items.</param>
    /// <typeparam name="T">The result of an item.</typeparam>
    public static BatchReply Of<T>(
        EwsReply<IReadOnlyList<T>> reply, int items, Func<T, EwsError?> errorOf, long bytes = 0)
    {
        EwsError[] errors = (reply.Value ?? []).Select(errorOf).OfType<EwsError>().ToArray();
        return new BatchReply(reply.Operation, items, reply.Elapsed)
        {
            Failed = reply.Error is null ? errors.Length : items,
            Error = reply.Error,
            ItemError = errors.FirstOrDefault(),
            Bytes = bytes,
        };
    }

    /// <summary>A batch whose items were all done.</summary>
    internal static BatchReply Done(string operation, int items, TimeSpan elapsed) => new(operation, items, elapsed);

    /// <summary>A batch that failed.</summary>
    internal static BatchReply Refused(string operation, int items, TimeSpan elapsed, EwsError error) =>
        new(operation, items, elapsed) { Failed = items, Error = error };
}
