using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Xml.Linq;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Mailboxes;

/// <summary>Items as MIME text (RFC 5322, 2045 to 2047).</summary>
internal static class MimeText
{
    private const int LineLength = 76;

    /// <summary>The MimeContent element: as it was given, or made from the properties.</summary>
    public static XElement Element(MailboxItem item) => Stored(item) ?? new XElement(
        EwsXml.Types + "MimeContent",
        new XAttribute("CharacterSet", "UTF-8"),
        Convert.ToBase64String(Encoding.UTF8.GetBytes(Write(item))));

    /// <summary>The headers as the property InternetMessageHeaders.</summary>
    public static XElement Headers(MailboxItem item) => new(
        EwsXml.Types + "InternetMessageHeaders",
        (Stored(item) is { } stored
            ? MimeReader.Headers(Encoding.UTF8.GetString(Convert.FromBase64String(stored.Value)))
            : HeadersOf(item, "text/plain"))
        .Select(header => new XElement(
            EwsXml.Types + "InternetMessageHeader", new XAttribute("HeaderName", header.Name), header.Value)));

    private static XElement? Stored(MailboxItem item) =>
        item.Values.TryGetValue("item:MimeContent", out object? value) ? value as XElement : null;

    private static string Write(MailboxItem item)
    {
        XElement? body = DerivedProperties.Body(item, "Body", null);
        bool isHtml = (string?)body?.Attribute("BodyType") == "HTML";
        string bodyType = isHtml ? "text/html; charset=utf-8" : "text/plain; charset=utf-8";
        List<ItemAttachment> files = item.Attachments.Where(attachment => attachment.Item is null).ToList();
        string boundary = "_" + Mix.Of(item.Id.ToString()).ToString("x16", CultureInfo.InvariantCulture);
        StringBuilder text = new();
        string contentType = files.Count == 0 ? bodyType : $"multipart/mixed; boundary=\"{boundary}\"";
        foreach ((string name, string value) in HeadersOf(item, contentType))
            text.Append(name).Append(": ").Append(value).Append("\r\n");
        byte[] content = Encoding.UTF8.GetBytes(body?.Value ?? "");
        if (files.Count == 0)
            return AppendContent(text, content).ToString();
        text.Append("\r\n--").Append(boundary).Append("\r\nContent-Type: ").Append(bodyType).Append("\r\n");
        AppendContent(text, content);
        foreach (ItemAttachment file in files)
        {
            text.Append("--").Append(boundary).Append("\r\nContent-Type: ").Append(file.ContentType)
                .Append("; name=\"").Append(Encode(file.Name)).Append("\"\r\nContent-Disposition: ")
                .Append(file.IsInline ? "inline" : "attachment")
                .Append("; filename=\"").Append(Encode(file.Name)).Append("\"\r\n");
            AppendContent(text, file.Content());
        }
        return text.Append("--").Append(boundary).Append("--\r\n").ToString();
    }

    private static StringBuilder AppendContent(StringBuilder text, byte[] content)
    {
        text.Append("Content-Transfer-Encoding: base64\r\n\r\n");
        string base64 = Convert.ToBase64String(content);
        for (int i = 0; i < base64.Length; i += LineLength)
            text.Append(base64, i, Math.Min(LineLength, base64.Length - i)).Append("\r\n");
        return text;
    }

    private static List<(string Name, string Value)> HeadersOf(MailboxItem item, string contentType)
    {
        List<(string Name, string Value)> headers = [];
        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                headers.Add((name, value!.Replace("\r", "").Replace("\n", " ")));
        }
        Add("From", Addresses(item.Read("message:From")));
        Add("To", Addresses(item.Read("message:ToRecipients")));
        Add("Cc", Addresses(item.Read("message:CcRecipients")));
        Add("Subject", item.Read("item:Subject") is string subject ? Encode(subject) : null);
        Add("Date", item.Read("item:DateTimeSent") is DateTime sent
            ? sent.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture)
            : null);
        Add("Message-ID", item.Read("message:InternetMessageId") as string);
        Add("MIME-Version", "1.0");
        Add("Content-Type", contentType);
        return headers;
    }

    private static string Addresses(object? list) =>
        string.Join(", ", DerivedProperties.Mailboxes(list).Select(Address));

    private static string Address(XElement mailbox)
    {
        string name = (string?)mailbox.Element(EwsXml.Types + "Name") ?? "";
        string address = (string?)mailbox.Element(EwsXml.Types + "EmailAddress") ?? "";
        return name.Length == 0 || name == address ? $"<{address}>" : $"\"{Encode(name)}\" <{address}>";
    }

    private static string Encode(string text) => text.All(c => c is >= ' ' and < '\x7f' and not '"')
        ? text
        : "=?utf-8?B?" + Convert.ToBase64String(Encoding.UTF8.GetBytes(text)) + "?=";
}
