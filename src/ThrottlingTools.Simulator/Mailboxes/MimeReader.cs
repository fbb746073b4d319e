using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Mailboxes;

/// <summary>
/// Reads out of MIME text what lists and searches show: subject, addresses, date, the first text. Whoever reads the
/// whole gets it back as it came.
/// </summary>
internal static class MimeReader
{
    private const int MaxParts = 16;

    private static readonly Regex EncodedWord =
        new("=\\?[^?]+\\?(?<way>[bBqQ])\\?(?<text>[^?]*)\\?=(?:\\s+(?==\\?))?");

    private static readonly Regex Address = new(
        "(?:\"?(?<name>[^\"<,]*)\"?\\s*<(?<mail>[^>]+)>|(?<mail>[^\\s,;<>\"]+@[^\\s,;<>\"]+))");

    /// <summary>The properties of a message, by FieldURI.</summary>
    /// <exception cref="FormatException">The content is no base64.</exception>
    public static Dictionary<string, object?> Read(XElement mimeContent)
    {
        string text = Encoding.UTF8.GetString(Convert.FromBase64String(mimeContent.Value));
        Dictionary<string, object?> values = new() { ["item:MimeContent"] = new XElement(mimeContent) };
        foreach ((string name, string value) in Headers(text))
            Take(values, name.ToLowerInvariant(), value);
        values["item:Body"] = Body(text, 0);
        return values;
    }

    /// <summary>The headers, unfolded.</summary>
    public static List<(string Name, string Value)> Headers(string text)
    {
        int end = EndOfHeaders(text);
        string head = Regex.Replace(text.Substring(0, end), "\r?\n[ \t]+", " ");
        return head.Split('\n').Select(line => (Line: line.TrimEnd('\r'), Colon: line.IndexOf(':')))
            .Where(line => line.Colon > 0)
            .Select(line => (line.Line.Substring(0, line.Colon).Trim(), line.Line.Substring(line.Colon + 1).Trim()))
            .ToList();
    }

    private static void Take(Dictionary<string, object?> values, string name, string value)
    {
        switch (name)
        {
            case "subject":
                values["item:Subject"] = Decode(value);
                break;
            case "message-id":
                values["message:InternetMessageId"] = value;
                break;
            case "in-reply-to":
                values["item:InReplyTo"] = value;
                break;
            case "references":
                values["message:References"] = value;
                break;
            case "from" or "sender" or "to" or "cc" or "bcc":
                string property = name switch
                {
                    "from" => "From", "sender" => "Sender", "to" => "ToRecipients", "cc" => "CcRecipients",
                    _ => "BccRecipients",
                };
                values["message:" + property] = Mailboxes(property, value);
                break;
            case "date" when DateTimeOffset.TryParse(
                Regex.Replace(value, "\\s*\\(.*\\)$", ""), CultureInfo.InvariantCulture, DateTimeStyles.None,
                out DateTimeOffset date):
                values["item:DateTimeSent"] = date.UtcDateTime;
                break;
        }
    }

    private static XElement Mailboxes(string property, string value) => new(
        EwsXml.Types + property,
        Address.Matches(Decode(value)).Cast<Match>().Select(match =>
        {
            string mail = match.Groups["mail"].Value.Trim();
            string name = match.Groups["name"].Value.Trim();
            return new XElement(
                EwsXml.Types + "Mailbox",
                new XElement(EwsXml.Types + "Name", name.Length > 0 ? name : mail),
                new XElement(EwsXml.Types + "EmailAddress", mail),
                new XElement(EwsXml.Types + "RoutingType", "SMTP"));
        }));

    private static XElement Body(string part, int depth)
    {
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string value) in Headers(part))
            headers[name] = value;
        string type = headers.TryGetValue("Content-Type", out string? given) ? given : "text/plain";
        string content = part.Substring(Math.Min(part.Length, EndOfHeaders(part))).TrimStart('\r', '\n');
        Match boundary = Regex.Match(type, "boundary=\"?(?<b>[^\";]+)", RegexOptions.IgnoreCase);
        if (boundary.Success && depth < MaxParts)
        {
            string[] parts = content.Split([ "--" + boundary.Groups["b"].Value ], MaxParts, StringSplitOptions.None);
            if (parts.Length > 1)
                return Body(parts[1].TrimStart('\r', '\n'), depth + 1);
        }
        bool isHtml = type.StartsWith("text/html", StringComparison.OrdinalIgnoreCase);
        headers.TryGetValue("Content-Transfer-Encoding", out string? encoding);
        return new XElement(
            EwsXml.Types + "Body",
            new XAttribute("BodyType", isHtml ? "HTML" : "Text"),
            Clean(Content(content, encoding)));
    }

    private static string Content(string content, string? encoding) => encoding?.Trim().ToLowerInvariant() switch
    {
        "base64" => FromBase64(content),
        "quoted-printable" => FromQuoted(Regex.Replace(content, "=\r?\n", "")),
        _ => content,
    };

    private static string Decode(string value) => EncodedWord.Replace(value, match =>
        match.Groups["way"].Value is "b" or "B"
            ? FromBase64(match.Groups["text"].Value)
            : FromQuoted(match.Groups["text"].Value.Replace('_', ' ')));

    private static string FromBase64(string text)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(text));
        }
        catch (FormatException)
        {
            return text;
        }
    }

    private static string FromQuoted(string text)
    {
        List<byte> bytes = [];
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '=' && i + 2 < text.Length
                && byte.TryParse(
                    text.Substring(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
                    out byte value))
            {
                bytes.Add(value);
                i += 2;
            }
            else
                bytes.AddRange(Encoding.UTF8.GetBytes([text[i]]));
        }
        return Encoding.UTF8.GetString([.. bytes]);
    }

    /// <summary>Without what XML does not hold.</summary>
    private static string Clean(string text) =>
        new(text.Where(c => System.Xml.XmlConvert.IsXmlChar(c) || char.IsSurrogate(c)).ToArray());

    private static int EndOfHeaders(string text)
    {
        Match end = Regex.Match(text, "\r?\n\r?\n");
        return end.Success ? end.Index : text.Length;
    }
}
