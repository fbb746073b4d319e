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
}
