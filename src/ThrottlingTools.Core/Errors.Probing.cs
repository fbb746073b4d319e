namespace ThrottlingTools;

/// <content>The errors of probes.</content>
public static partial class Errors
{
    /// <summary>There is nothing that a probe of batch sizes could fetch.</summary>
    public static ThrottlingToolsException NoItemsToProbe() =>
        new("NoItemsToProbe", ErrorKind.ObjectNotFound, "There are no items to measure batches of.",
            "Name a folder that holds items; a hundred or more make all batch sizes comparable.");

    /// <summary>The plan of a probe makes no sense.</summary>
    public static ThrottlingToolsException InvalidProbe() =>
        new("InvalidProbe", ErrorKind.InvalidArgument, "The sizes, repeats or limits of the measurement are not accepted.",
            "Give batch sizes from 1 up with the smallest first, at least one repeat, and a confidence of 0.5 to 1.");
}
