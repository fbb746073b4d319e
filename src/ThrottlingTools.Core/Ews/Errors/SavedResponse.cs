using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace ThrottlingTools.Ews;

/// <summary>An HTTP response as text: status line, headers, an empty line, the body; or the body alone.</summary>
public sealed class SavedResponse
{
    private const int MaxAnswers = 16;

    /// <summary>Makes a response.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="headers">The headers, in any casing.</param>
    /// <param name="body">The body.</param>
    public SavedResponse(int status, IReadOnlyDictionary<string, string> headers, string body)
    {
        Status = status;
        Headers = headers;
        Body = body;
    }

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>The headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>The body.</summary>
    public string Body { get; }

    /// <summary>Reads a response out of a text.</summary>
    /// <param name="text">The text. Lines that begin with # before the status line are comments.</param>
    /// <returns>The response; <c>null</c> if the text is none.</returns>
    public static SavedResponse? Find(string text)
    {
        string trimmed = SkipComments(text);
        if (IsHead(trimmed))
            return Last(trimmed.Replace("\r\n", "\n"));
        int envelope = FindXml(trimmed);
        if (envelope < 0)
            return null;
        string body = trimmed.Substring(envelope);
        // EWS sends a fault with 500 and everything else with 200 (learn-ews-throttling, table 4).
        bool isFault = body.IndexOf(":Fault", StringComparison.Ordinal) >= 0
            || body.IndexOf("<Fault", StringComparison.Ordinal) >= 0;
        return new SavedResponse(isFault ? 500 : 200, NoHeaders(), body);
    }

    internal static Dictionary<string, string> NoHeaders() => new(StringComparer.OrdinalIgnoreCase);

    private static string SkipComments(string text)
    {
        int start = SkipSpace(text, 0);
        while (start < text.Length && text[start] == '#')
        {
            int end = text.IndexOf('\n', start);
            start = end < 0 ? text.Length : SkipSpace(text, end + 1);
        }
        return text.Substring(start);
    }

    private static int SkipSpace(string text, int start)
    {
        while (start < text.Length && (char.IsWhiteSpace(text[start]) || text[start] == '\uFEFF'))
            start++;
        return start;
    }

    private static bool IsHead(string text) => text.StartsWith("HTTP/", StringComparison.OrdinalIgnoreCase);

    // curl -i shows the answers before the last one too: 100 Continue, the proxy's, and the 401s of a sign-in.
    private static SavedResponse? Last(string lines)
    {
        SavedResponse? response = FromHead(lines);
        for (int i = 0; i < MaxAnswers && response is not null && IsHead(response.Body); i++)
        {
            if (FromHead(response.Body) is not { } next)
                break;
            response = next;
        }
        return response;
    }

    private static SavedResponse? FromHead(string lines)
    {
        int blank = lines.IndexOf("\n\n", StringComparison.Ordinal);
        string[] head = (blank < 0 ? lines : lines.Substring(0, blank)).Split('\n');
        string[] status = head[0].Split([' '], StringSplitOptions.RemoveEmptyEntries);
        if (status.Length < 2 || !int.TryParse(status[1], NumberStyles.None, CultureInfo.InvariantCulture, out int code)
            || code is < 100 or > 599)
            return null;
        return new SavedResponse(code, ReadHeaders(head.Skip(1)), blank < 0 ? "" : lines.Substring(blank + 2));
    }

    private static Dictionary<string, string> ReadHeaders(IEnumerable<string> lines)
    {
        Dictionary<string, string> headers = NoHeaders();
        foreach (string line in lines)
        {
            int colon = line.IndexOf(':');
            if (colon <= 0)
                continue;
            string name = line.Substring(0, colon).Trim();
            string value = line.Substring(colon + 1).Trim();
            headers[name] = headers.TryGetValue(name, out string? known) ? $"{known}, {value}" : value;
        }
        return headers;
    }

    // A trace may have text before the envelope.
    private static int FindXml(string text)
    {
        int tag = TagStart(text, "Envelope", 0);
        if (tag < 0)
            tag = TagStart(text, "Autodiscover", 0);
        if (tag >= 0)
            return tag;
        bool isPage = text.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase);
        return isPage ? 0 : -1;
    }

    /// <summary>Where the next start tag of that name begins, whatever its prefix; -1 if there is none.</summary>
    internal static int TagStart(string text, string name, int start)
    {
        for (int i = start; (i = text.IndexOf(name, i, StringComparison.Ordinal)) >= 0; i += name.Length)
        {
            int tag = i == 0 ? -1 : text.LastIndexOf('<', i - 1, Math.Min(i, 32));
            if (tag >= start && text.IndexOfAny(['/', ' ', '>', '?', '!'], tag, i - tag) < 0)
                return tag;
        }
        return -1;
    }
}
