using System.Collections.Generic;
using System.Globalization;

namespace ThrottlingTools;

/// <content>Errors about errors: what could not be explained.</content>
public static partial class Errors
{
    /// <summary>
    /// The input holds no error of EWS, Autodiscover or HTTP. It may hold a secret and is not repeated.
    /// </summary>
    /// <param name="what">What kind of input it is: a type, or a path.</param>
    public static ThrottlingToolsException NoErrorFound(string what) =>
        new("NoErrorFound", ErrorKind.InvalidData,
            $"{what}: neither an EWS response code nor an HTTP error nor a failed connection is told here.",
            "Pass the whole error ($Error[0]), the XML of the answer, or the response with status line and headers.",
            what);

    /// <summary>The file is larger than an answer can reasonably be.</summary>
    public static ThrottlingToolsException AnswerTooLarge(string path, long bytes, long limitBytes) =>
        new("AnswerTooLarge", ErrorKind.LimitsExceeded,
            string.Format(CultureInfo.InvariantCulture,
                "{0}: {1:N0} bytes is over the limit of {2:N0} bytes for a saved answer.", path, bytes, limitBytes),
            "Cut out the part with the error. Whole server logs are no answers.", path);

    /// <summary>What is given as headers cannot be read as such.</summary>
    public static ThrottlingToolsException InvalidHeaders(IEnumerable<string> lines) =>
        new("InvalidHeaders", ErrorKind.InvalidArgument,
            string.Format(CultureInfo.InvariantCulture,
                "{0} line(s) of the headers have no colon.", System.Linq.Enumerable.Count(lines)),
            "Give a hashtable, or lines such as 'Retry-After: 120'.");
}
