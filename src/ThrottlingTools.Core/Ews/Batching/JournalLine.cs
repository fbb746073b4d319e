using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace ThrottlingTools.Ews;

/// <summary>A line of a batch checkpoint: parts between tabs, whatever characters they hold.</summary>
internal static class JournalLine
{
    private const char Separator = '\t';
    private const char End = '\n';

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Makes a line, with its end.</summary>
    public static string Of(params string?[] parts) =>
        string.Join($"{Separator}", parts.Select(Escape)) + End;

    /// <summary>The parts of a line, without its end; none is <c>null</c>.</summary>
    /// <exception cref="FormatException">It holds what no line does.</exception>
    public static string[] Split(string line) => [.. line.Split(Separator).Select(Unescape)];

    /// <summary>Reads whole lines; what breaks off at the end is none.</summary>
    /// <param name="stream">What to read, from its beginning.</param>
    /// <returns>The lines without their end, each with the place of the next in bytes.</returns>
    /// <exception cref="DecoderFallbackException">It is no text.</exception>
    public static IEnumerable<(string Line, long Next)> Read(Stream stream)
    {
        byte[] piece = new byte[65_536];
        using MemoryStream line = new();
        long place = 0;
        for (int read; (read = stream.Read(piece, 0, piece.Length)) > 0;)
            for (int start = 0; start < read;)
            {
                int end = Array.IndexOf(piece, (byte)End, start, read - start);
                int next = end < 0 ? read : end + 1;
                line.Write(piece, start, (end < 0 ? read : end) - start);
                place += next - start;
                start = next;
                if (end < 0)
                    continue;
                yield return (Strict.GetString(line.GetBuffer(), 0, (int)line.Length), place);
                line.SetLength(0);
            }
    }

    private static string? Escape(string? part) => part is null || part.IndexOfAny(['\\', '\t', '\n', '\r']) < 0
        ? part
        : part.Replace("\\", "\\\\").Replace("\t", "\\t").Replace("\n", "\\n").Replace("\r", "\\r");

    private static string Unescape(string part)
    {
        if (part.IndexOf('\\') < 0)
            return part;
        StringBuilder text = new();
        for (int i = 0; i < part.Length; i++)
            text.Append(part[i] != '\\' ? part[i] : (++i < part.Length ? part[i] : ' ') switch
            {
                '\\' => '\\',
                't' => '\t',
                'n' => '\n',
                'r' => '\r',
                _ => throw new FormatException("A backslash stands before a character that needs none."),
            });
        return text.ToString();
    }
}
