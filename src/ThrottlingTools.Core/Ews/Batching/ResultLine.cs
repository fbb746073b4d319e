using System;
using System.Globalization;
using System.Linq;

namespace ThrottlingTools.Ews;

/// <summary>What came of an item, as a checkpoint keeps it until it was delivered.</summary>
internal static class ResultLine
{
    private const int Parts = 11;

    /// <summary>The parts of a line, without the print of the item.</summary>
    public static string?[] Write(BatchItemResult result) =>
    [
        result.Status.ToString(), result.Attempts.ToString(CultureInfo.InvariantCulture),
        result.IsFoundByLooking ? "looked" : "", result.NewItemId, result.NewChangeKey,
        result.Error?.Verdict.ToString(), result.Error?.ResponseCode,
        result.Error?.HttpStatus?.ToString(CultureInfo.InvariantCulture), result.Error?.PolicyPart,
        result.Error?.ResponsibleParameter, result.Error?.Message,
    ];

    /// <summary>Reads them back.</summary>
    /// <exception cref="FormatException">It is no result.</exception>
    public static BatchItemResult Read(string[] parts, BatchItem item, string operation)
    {
        if (parts.Length != Parts)
            throw new FormatException("A result has another number of parts.");
        return new BatchItemResult(item, operation, Enum<BatchItemStatus>(parts[0]))
        {
            Attempts = int.Parse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture),
            IsFoundByLooking = parts[2].Length > 0,
            NewItemId = Text(parts[3]),
            NewChangeKey = Text(parts[4]),
            Error = parts[5].Length > 0 ? ReadError([.. parts.Skip(5)]) : null,
            IsFinal = true,
        };
    }

    private static EwsError ReadError(string[] parts) => new()
    {
        Verdict = Enum<EwsVerdict>(parts[0]),
        ResponseCode = Text(parts[1]),
        HttpStatus = parts[2].Length > 0
            ? int.Parse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture)
            : null,
        PolicyPart = Text(parts[3]),
        ResponsibleParameter = Text(parts[4]),
        Message = parts[5],
    };

    private static string? Text(string part) => part.Length > 0 ? part : null;

    private static T Enum<T>(string text)
        where T : struct =>
        System.Enum.TryParse(text, out T value) && System.Enum.IsDefined(typeof(T), value)
            ? value
            : throw new FormatException($"'{text}' is no {typeof(T).Name}.");
}
