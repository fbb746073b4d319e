using System.Collections.Generic;
using System.Globalization;
using ThrottlingTools.Ews;

namespace ThrottlingTools;

/// <content>The errors of batch runs.</content>
public static partial class Errors
{
    /// <summary>A checkpoint of a batch run cannot be understood.</summary>
    public static ThrottlingToolsException BatchCheckpointBroken(string path, string reason) =>
        new("CheckpointBroken", ErrorKind.InvalidData, $"{path}: this is no checkpoint of a batch run: {reason}. It was left as it is.",
            "Give the file that an earlier run wrote, or another path to start anew.", path);

    /// <summary>A checkpoint belongs to another batch run.</summary>
    public static ThrottlingToolsException CheckpointOfOtherBatch(string path, string operation) =>
        new("CheckpointOfOtherBatch", ErrorKind.InvalidArgument,
            $"{path}: this checkpoint belongs to another {operation} run, or to another operation or endpoint.",
            "Resume with the same endpoint, mailbox, operation and arguments, or give another file.", path);

    /// <summary>A batch run ended because the server refuses everything, or cannot be reached.</summary>
    public static ThrottlingToolsException BatchStopped(string operation, EwsError error, BatchLedger ledger)
    {
        ThrottlingToolsException cause = error.ToException(operation);
        return new ThrottlingToolsException(
            cause.ErrorId, cause.Kind, $"{cause.Message} ({Account(ledger)})", cause.RecommendedAction, error, cause);
    }

    /// <summary>A batch run ended because the server would have to be waited for longer than allowed.</summary>
    public static ThrottlingToolsException BatchWaitTooLong(
        string operation, EwsError error, System.TimeSpan maxWait, BatchLedger ledger)
    {
        ThrottlingToolsException cause = EwsWaitTooLong(operation, error, maxWait);
        return new ThrottlingToolsException(
            cause.ErrorId, cause.Kind, $"{cause.Message} ({Account(ledger)})", cause.RecommendedAction, error, cause);
    }

    /// <summary>A batch run ended because what it does can no longer be recorded.</summary>
    public static ThrottlingToolsException BatchUnrecorded(
        string operation, ThrottlingToolsException failure, BatchLedger ledger) =>
        new(failure.ErrorId, failure.Kind,
            $"{operation} ended, because its checkpoint can no longer be written. {failure.Message} ({Account(ledger)})",
            failure.RecommendedAction + " Then run the same command again: it goes on from the checkpoint.",
            failure.Target, failure);

    /// <summary>Items of a batch run failed.</summary>
    public static ThrottlingToolsException BatchItemFailed(string operation, IReadOnlyList<BatchItemResult> results)
    {
        ThrottlingToolsException cause = results[0].Error!.ToException(operation);
        return new ThrottlingToolsException(
            "BatchItemFailed", cause.Kind, $"{operation} failed for {Counted(results)}: {results[0].Error!.Message}",
            cause.RecommendedAction, results, cause);
    }

    /// <summary>Nobody can tell of items of a batch run whether they are done.</summary>
    public static ThrottlingToolsException BatchItemUnknown(string operation, IReadOnlyList<BatchItemResult> results) =>
        new("BatchItemUnknown", ErrorKind.ProtocolError,
            $"Whether {operation} was done is not known for {Counted(results)}, because the answer was lost: "
            + (results[0].Error?.Message ?? "an earlier run was killed."),
            "Look at these items before you repeat it, for then it may be done twice.", results);

    /// <summary>An object that names no item.</summary>
    public static ThrottlingToolsException NotAnItem(object input, string operation) =>
        new("NotAnItem", ErrorKind.InvalidArgument, $"{operation}: this object names no item: {Shorten($"{input}")}",
            "Pass ids, what Invoke-EwsPagedFind returns, or objects with a property ItemId or Id.", input);

    /// <summary>An object without data where data is to be uploaded.</summary>
    public static ThrottlingToolsException NoDataToUpload(object input) =>
        new("NoDataToUpload", ErrorKind.InvalidArgument, "UploadItems: this object has no property Data.",
            "Pass what Invoke-EwsBatch -Operation ExportItems returns.", input);

    /// <summary>An operation lacks an argument.</summary>
    public static ThrottlingToolsException BatchArgumentMissing(string operation, string parameter) =>
        new("BatchArgumentMissing", ErrorKind.InvalidArgument, $"{operation} needs -{parameter}.",
            $"Add -{parameter}; see Get-Help Invoke-EwsBatch -Parameter {parameter}.", parameter);

    /// <summary>An argument belongs to another operation.</summary>
    public static ThrottlingToolsException BatchArgumentUnused(string operation, string parameter) =>
        new("BatchArgumentUnused", ErrorKind.InvalidArgument, $"{operation} does nothing with -{parameter}.",
            $"Leave -{parameter} out, or choose the operation that it belongs to.", parameter);

    private static string Counted(IReadOnlyList<BatchItemResult> results) => results.Count == 1
        ? "one item"
        : string.Format(CultureInfo.InvariantCulture, "{0} items", results.Count);

    private static string Account(BatchLedger ledger) => string.Format(
        CultureInfo.InvariantCulture, "{0} done, {1} failed, {2} not sent, {3} unknown",
        ledger.Done, ledger.Failed, ledger.NotSent, ledger.Unknown);
}
