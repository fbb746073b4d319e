using System.Globalization;
using ThrottlingTools.Ews;

namespace ThrottlingTools;

public static partial class Errors
{
    /// <summary>The server would have to be waited for longer than allowed.</summary>
    public static ThrottlingToolsException EwsWaitTooLong(string operation, EwsError error, System.TimeSpan maxWait) =>
        new("EwsWaitTooLong", ErrorKind.LimitsExceeded,
            string.Format(CultureInfo.InvariantCulture,
                "{0}: waiting for the server{1} would take longer than {2} in all. Its last answer: {3}",
                operation, error.BackOff is { Ticks: > 0 } asked ? $", which asks for {WaitText.Of(asked)}," : "",
                WaitText.Of(maxWait), error.Message),
            error.RecommendedAction + " Or allow a longer wait.", error);

    /// <summary>A longest wait that is none, or that is one of ticks.</summary>
    public static ThrottlingToolsException InvalidMaxWait(System.TimeSpan maxWait) =>
        new("InvalidMaxWait", ErrorKind.InvalidArgument, $"The longest wait {maxWait} is not accepted.",
            "Give 0, or a time of a millisecond and more such as 0:30:00; a plain number counts ticks.", maxWait);

    /// <summary>The server keeps answering with pages that lead nowhere.</summary>
    public static ThrottlingToolsException PagingStuck(string folder, int offset, int times) =>
        new("PagingStuck", ErrorKind.ProtocolError,
            string.Format(CultureInfo.InvariantCulture,
                "{0}: the server answered {1} times around offset {2} with pages that hold nothing new and are not "
                + "the last.",
                folder, times, offset),
            "Try a smaller page size, or resume from the checkpoint later. What came before is complete.", folder);

    /// <summary>All pages were read, and what came is not what the server says there is.</summary>
    public static ThrottlingToolsException PagingIncomplete(string folder, PagingLedger ledger) =>
        new("PagingIncomplete", ErrorKind.ProtocolError, $"{folder}: {Shortfall(ledger)}.",
            "Run it again, without the checkpoint if there is one. If it stays so, the server counts items that it "
            + "does not return, or something on the way changes its answers.", folder);

    /// <summary>What was returned and what there should be, in words.</summary>
    internal static string Shortfall(PagingLedger ledger) => string.Format(
        CultureInfo.InvariantCulture,
        "{0} items were returned, but the server says that there are {1}{2}{3}",
        ledger.Returned, ledger.TotalItemsInView,
        ledger.AddedMeanwhile > 0 ? $", {ledger.AddedMeanwhile} of them added meanwhile" : "",
        ledger.Refused > 0 ? $"; {ledger.Refused} without an id or of other folders were refused" : "");

    /// <summary>A view came out of order after items of it were returned.</summary>
    public static ThrottlingToolsException PagingOrderBroken(string folder) =>
        new("PagingOrderBroken", ErrorKind.ProtocolError,
            $"{folder}: items came out of the order that was asked for, so that new ones cannot be told from old.",
            "Start anew with another -SortBy, such as Subject: then items are told apart by their ids.", folder);

    /// <summary>A traversal that the kind of find does not have.</summary>
    public static ThrottlingToolsException InvalidTraversal(string traversal, string accepted) =>
        new("InvalidTraversal", ErrorKind.InvalidArgument, $"-Traversal {traversal} does not go with this find.",
            $"Use one of {accepted}.", traversal);

    /// <summary>A parameter of item finds is given for a find of folders.</summary>
    public static ThrottlingToolsException NotForFolders(string parameter) =>
        new("NotForFolders", ErrorKind.InvalidArgument, $"-{parameter} does not go with -FindFolder: EWS has none.",
            "Leave it out, or use -Filter.", parameter);

    /// <summary>One checkpoint cannot serve several endpoints.</summary>
    public static ThrottlingToolsException CheckpointOfSeveralEndpoints(string path) =>
        new("CheckpointOfSeveralEndpoints", ErrorKind.InvalidArgument,
            $"{path}: one checkpoint cannot keep how far finds at several endpoints are.",
            "Run the command once for each endpoint, each with its own file.", path);

    /// <summary>One checkpoint cannot tell two finds apart that differ in their callers alone.</summary>
    public static ThrottlingToolsException CheckpointOfSeveralCallers(string path) =>
        new("CheckpointOfSeveralCallers", ErrorKind.InvalidArgument,
            $"{path}: one checkpoint cannot keep how far several callers are in what each calls its own mailbox.",
            "Name the mailboxes by -Mailbox, or give each caller a file of its own.", path);

    /// <summary>Another run uses the checkpoint.</summary>
    public static ThrottlingToolsException CheckpointInUse(string path, System.Exception cause) =>
        new("CheckpointInUse", ErrorKind.ResourceUnavailable, $"{path}: another run uses this checkpoint now.",
            "Wait until that run has ended, or stop it; or give another file.", path, cause);

    /// <summary>A checkpoint file cannot be understood.</summary>
    public static ThrottlingToolsException CheckpointBroken(string path, System.Exception cause) =>
        new("CheckpointBroken", ErrorKind.InvalidData, $"{path}: this is no checkpoint of a find: {cause.Message}",
            "Give the file that an earlier run wrote, or delete it to start anew.", path, cause);

    /// <summary>A checkpoint file is larger than any that is written.</summary>
    public static ThrottlingToolsException CheckpointTooLarge(string path, long bytes, long limitBytes) =>
        new("CheckpointTooLarge", ErrorKind.LimitsExceeded,
            string.Format(CultureInfo.InvariantCulture,
                "{0}: {1:N0} bytes is over the limit of {2:N0} bytes for a checkpoint.", path, bytes, limitBytes),
            "Check that this is the right file, or delete it to start anew.", path);

    /// <summary>A checkpoint belongs to another find.</summary>
    public static ThrottlingToolsException CheckpointOfOtherFind(string path, string difference) =>
        new("CheckpointOfOtherFind", ErrorKind.InvalidArgument,
            $"{path}: this checkpoint belongs to another find: {difference}.",
            "Resume with the same endpoint, folder, query, order and properties, or give another file.", path);
}
