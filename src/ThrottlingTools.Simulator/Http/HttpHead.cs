using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace ThrottlingTools.Simulator.Http;

/// <summary>Request line and headers. What is ambiguous is refused, not guessed.</summary>
internal sealed class HttpHead
{
    internal static readonly Encoding Latin1 = Encoding.GetEncoding(28591);

    private const string LineEnd = "\r\n";
    private const int UsualHeaders = 10;

    private static readonly char[] Blanks = [' ', '\t'];
    private static readonly char[] Forbidden = ['\0', '\r', '\n'];

    private HttpHead(string method, string target, bool isHttp11, Dictionary<string, string> headers)
    {
        Method = method;
        (Path, Query) = Split(target);
        Headers = headers;
        IsChunked = ReadIsChunked(headers);
        ContentLength = ReadContentLength(headers, IsChunked);
        string connection = Read("Connection") ?? "";
        KeepsAlive = isHttp11 && !Has(connection, "close");
        IsHttp11 = isHttp11;
        ExpectsContinue = isHttp11 && Has(Read("Expect") ?? "", "100-continue");
    }

    public string Method { get; }

    /// <summary>The path, still escaped.</summary>
    public string Path { get; }

    /// <summary>What follows the question mark; empty without one.</summary>
    public string Query { get; }

    public Dictionary<string, string> Headers { get; }

    /// <summary>0 where there is no body, and where it is chunked.</summary>
    public long ContentLength { get; }

    public bool IsChunked { get; }

    public bool IsHttp11 { get; }

    public bool KeepsAlive { get; }

    public bool ExpectsContinue { get; }

    /// <param name="bytes">A buffer.</param>
    /// <param name="start">Where the head begins in it.</param>
    /// <param name="length">Its length without the empty line.</param>
    /// <param name="maxHeaders">How many header lines it may have.</param>
    /// <exception cref="BadRequestException">It is malformed.</exception>
    public static HttpHead Parse(byte[] bytes, int start, int length, int maxHeaders)
    {
        string text = Latin1.GetString(bytes, start, length);
        int end = EndOfLine(text, 0);
        string[] first = text.Substring(0, end).Split(' ');
        if (first.Length != 3 || first[0].Length == 0 || first[1].Length == 0)
            throw new BadRequestException(400);
        if (first[2] is not ("HTTP/1.1" or "HTTP/1.0"))
            throw new BadRequestException(505);
        Dictionary<string, string> headers = new(UsualHeaders, StringComparer.OrdinalIgnoreCase);
        for (int lines = 0; end < text.Length; lines++)
        {
            if (lines == maxHeaders)
                throw new BadRequestException(431);
            int line = end + LineEnd.Length;
            end = EndOfLine(text, line);
            Add(headers, text, line, end);
        }
        return new HttpHead(first[0], first[1], first[2] == "HTTP/1.1", headers);
    }

    private static int EndOfLine(string text, int start)
    {
        int end = text.IndexOf(LineEnd, start, StringComparison.Ordinal);
        return end < 0 ? text.Length : end;
    }

    private static void Add(Dictionary<string, string> headers, string text, int start, int end)
    {
        int length = end - start, colon = text.IndexOf(':', start, length);
        if (colon <= start || text.IndexOfAny(Blanks, start, colon - start) >= 0
            || text.IndexOfAny(Forbidden, start, length) >= 0)
            throw new BadRequestException(400);
        string name = text.Substring(start, colon - start);
        string value = text.Substring(colon + 1, end - colon - 1).Trim();
        headers[name] = headers.TryGetValue(name, out string? before) ? before + ", " + value : value;
    }

    private static (string Path, string Query) Split(string target)
    {
        if (target[0] != '/' && target != "*")
            target = Uri.TryCreate(target, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https"
                ? uri.PathAndQuery
                : throw new BadRequestException(400);
        int mark = target.IndexOf('?');
        return mark < 0 ? (target, "") : (target.Substring(0, mark), target.Substring(mark + 1));
    }

    private static bool ReadIsChunked(Dictionary<string, string> headers)
    {
        if (!headers.TryGetValue("Transfer-Encoding", out string? coding))
            return false;
        return coding.Equals("chunked", StringComparison.OrdinalIgnoreCase) && !headers.ContainsKey("Content-Length")
            ? true
            : throw new BadRequestException(400);
    }

    private static long ReadContentLength(Dictionary<string, string> headers, bool isChunked)
    {
        if (isChunked || !headers.TryGetValue("Content-Length", out string? text))
            return 0;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long length)
            ? length
            : throw new BadRequestException(400);
    }

    private static bool Has(string list, string word) =>
        list.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;

    private string? Read(string name) => Headers.TryGetValue(name, out string? value) ? value : null;
}
