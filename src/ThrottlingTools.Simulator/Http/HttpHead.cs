using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace ThrottlingTools.Simulator.Http;

/// <summary>Request line and headers. What is ambiguous is refused, not guessed.</summary>
internal sealed class HttpHead
{
    internal static readonly Encoding Latin1 = Encoding.GetEncoding(28591);

    private static readonly string[] LineEnd = ["\r\n"];

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

    public IReadOnlyDictionary<string, string> Headers { get; }

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
        string[] lines = Latin1.GetString(bytes, start, length).Split(LineEnd, StringSplitOptions.None);
        if (lines.Length - 1 > maxHeaders)
            throw new BadRequestException(431);
        string[] first = lines[0].Split(' ');
        if (first.Length != 3 || first[0].Length == 0 || first[1].Length == 0)
            throw new BadRequestException(400);
        if (first[2] is not ("HTTP/1.1" or "HTTP/1.0"))
            throw new BadRequestException(505);
        Dictionary<string, string> headers = new(lines.Length, StringComparer.OrdinalIgnoreCase);
        for (int i = 1; i < lines.Length; i++)
            Add(headers, lines[i]);
        return new HttpHead(first[0], first[1], first[2] == "HTTP/1.1", headers);
    }

    private static void Add(Dictionary<string, string> headers, string line)
    {
        int colon = line.IndexOf(':');
        if (colon <= 0 || line.IndexOf(' ', 0, colon) >= 0 || line.IndexOf('\t', 0, colon) >= 0
            || line.IndexOf('\0') >= 0 || line.IndexOf('\r') >= 0 || line.IndexOf('\n') >= 0)
            throw new BadRequestException(400);
        string name = line.Substring(0, colon);
        string value = line.Substring(colon + 1).Trim();
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
