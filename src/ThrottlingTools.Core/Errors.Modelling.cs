using System.Globalization;

namespace ThrottlingTools;

/// <content>The errors of models.</content>
public static partial class Errors
{
    /// <summary>What was measured does not suffice to fit a cost model.</summary>
    public static ThrottlingToolsException CostSamplesTooFew(int samples, int sizes) =>
        new("CostSamplesTooFew", ErrorKind.InvalidData,
            string.Format(CultureInfo.InvariantCulture,
                "{0} requests of {1} batch sizes do not tell what a request, an item and a KB cost.", samples, sizes),
            "Measure at least four requests, of at least two batch sizes.", samples);

    /// <summary>What was passed as a cost model is none.</summary>
    public static ThrottlingToolsException NotACostModel(object? value) =>
        new("NotACostModel", ErrorKind.InvalidArgument,
            $"'{Shorten(value)}' is no cost model.",
            "Give a .yaml, .yml or .json file that Export-EwsCostModel wrote, a cost model, or a fit of one.", value);

    /// <summary>Batch sizes are given one by one and as a range.</summary>
    public static ThrottlingToolsException BatchSizesGivenTwice() =>
        new("BatchSizesGivenTwice", ErrorKind.InvalidArgument,
            "-BatchSize lists the sizes to compare, and -Minimum, -Maximum or -AllSizes name a range of them.",
            "Give either the list or the range.", null);
}
