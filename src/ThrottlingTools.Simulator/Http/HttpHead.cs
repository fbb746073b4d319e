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

    private const string TokenSigns = "!#$%&'*+-.^_`|~"; // RFC 9110, 5.6.2
    private const string HostSigns = "!$%&'()*+,;=-._~:[]"; // RFC 3986, 3.2.2

    /// <summary>The only white space that HTTP knows around a value (RFC 9110, 5.6.3).</summary>
    internal static readonly char[] Blanks = [' ', '\t'];

    private HttpHead(string method, string target, bool isHttp11, Dictionary<string, string> headers)
    {
        Method = method;
        (Path, Query) = Split(target);
        Headers = headers;
        CheckHost(headers, isHttp11);
        IsChunked = ReadIsChunked(headers, isHttp11);
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
        if (first.Length != 3 || !IsToken(first[0]) || first[1].Length == 0 || HasControl(first[1], 0))
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
        string line = text.Substring(start, end - start);
        (string name, string value) = SplitHeader(line);
        if (!headers.TryGetValue(name, out string? before))
            headers[name] = value;
        else if (name.Equals("Host", StringComparison.OrdinalIgnoreCase))
            throw new BadRequestException(400);
        else
            headers[name] = before + ", " + value;
    }

    /// <summary>Parts a header line; it may stand in the head or after the last chunk.</summary>
    /// <exception cref="BadRequestException">It is malformed, or holds control characters.</exception>
    internal static (string Name, string Value) SplitHeader(string line)
    {
        int colon = line.IndexOf(':');
        if (colon < 0 || !IsToken(line.Substring(0, colon)) || HasControl(line, colon))
            throw new BadRequestException(400);
        return (line.Substring(0, colon), line.Substring(colon + 1).Trim(Blanks));
    }

    /// <summary>Whether there are control characters of ASCII other than the tab.</summary>
    internal static bool HasControl(string text, int start)
    {
        for (int i = start; i < text.Length; i++)
            if (text[i] is < ' ' and not '\t' or '\x7F')
                return true;
        return false;
    }

    private static bool IsToken(string text)
    {
        foreach (char sign in text)
            if (!IsLetterOrDigit(sign) && TokenSigns.IndexOf(sign) < 0)
                return false;
        return text.Length > 0;
    }

    private static bool IsLetterOrDigit(char sign) => sign is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z')
        or (>= '0' and <= '9');

    // RFC 9112, 3.2: without it, or with one that is none, nobody knows for whom the request is.
    private static void CheckHost(Dictionary<string, string> headers, bool isHttp11)
    {
        if (!headers.TryGetValue("Host", out string? host) && isHttp11)
            throw new BadRequestException(400);
        foreach (char sign in host ?? "")
            if (!IsLetterOrDigit(sign) && HostSigns.IndexOf(sign) < 0)
                throw new BadRequestException(400);
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

    // HTTP/1.0 has no chunks: who passes such a request on may see another end of it (RFC 9112, 6.1).
    private static bool ReadIsChunked(Dictionary<string, string> headers, bool isHttp11)
    {
        if (!headers.TryGetValue("Transfer-Encoding", out string? coding))
            return false;
        return isHttp11 && coding.Equals("chunked", StringComparison.OrdinalIgnoreCase)
            && !headers.ContainsKey("Content-Length")
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
