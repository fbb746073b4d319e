using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Net;
using System.Net.Http;
using System.Text;
using ThrottlingTools.Ews;

namespace ThrottlingTools.Resolving;

/// <summary>
/// Reads HTTP responses: those of HttpClient, HttpWebRequest and Invoke-WebRequest, and any object with a StatusCode.
/// </summary>
internal static class ResponseReader
{
    private const int MaxBodyCharacters = 256 * 1024;

    /// <summary>The errors of a response; <c>null</c> if the object is none.</summary>
    /// <param name="input">The object.</param>
    /// <param name="bodyBeside">The body, where the response's own has been read by others.</param>
    /// <param name="utcNow">When it arrived.</param>
    public static IReadOnlyList<EwsError>? Read(PSObject input, string? bodyBeside, DateTimeOffset utcNow)
    {
        if (Status(input.Get("StatusCode")) is not { } status)
            return null;
        Dictionary<string, string> headers = HeaderTable.Read(input.Get("Headers"));
        if (input.BaseObject is HttpResponseMessage { Content: { } content })
        {
            foreach (KeyValuePair<string, IEnumerable<string>> header in content.Headers)
                headers[header.Key] = string.Join(", ", header.Value);
        }
        string? own = Body(input);
        string body = (string.IsNullOrEmpty(own) ? bodyBeside : own) ?? "";
        // PowerShell up to 7.2 takes the tags out of the body that it keeps beside an error.
        IReadOnlyList<EwsError> inWords = body.IndexOf('<') < 0 ? EwsErrorText.Find(body, utcNow) : [];
        return inWords.Any(error => error.ResponseCode is not null)
            ? inWords
            : EwsErrorClassifier.ClassifyAll(status, headers, string.IsNullOrEmpty(own) ? Xml(body) : body, utcNow);
    }

    /// <summary>An HTTP status as number, as .NET's enumeration, or as the name of one of its members.</summary>
    public static int? Status(object? value)
    {
        string? text = Convert.ToString(value, CultureInfo.InvariantCulture);
        if (value is null or bool || string.IsNullOrWhiteSpace(text)
            || !Enum.TryParse(text, ignoreCase: true, out HttpStatusCode status))
            return null;
        return (int)status is >= 100 and <= 599 ? (int)status : null;
    }

    // What stands beside an error is a body only if it looks like one; else it is PowerShell's own text.
    private static string Xml(string text) => text.TrimStart().StartsWith("<", StringComparison.Ordinal) ? text : "";

    private static string? Body(PSObject input)
    {
        try
        {
            return input.BaseObject switch
            {
                HttpResponseMessage response => response.Content?.ReadAsStringAsync().GetAwaiter().GetResult(),
                HttpWebResponse response => ReadStream(response.GetResponseStream()),
                _ => Text(input.Get("Content") ?? input.Get("Body")),
            };
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException
            or HttpRequestException or NotSupportedException or ProtocolViolationException)
        {
            // Somebody has read or closed it: the status and the headers still tell something.
            return null;
        }
    }

    private static string? Text(object? content) =>
        content is byte[] bytes ? Encoding.UTF8.GetString(bytes) : content?.ToString();

    private static string? ReadStream(Stream? stream)
    {
        if (stream is null)
            return null;
        if (stream.CanSeek)
            stream.Position = 0;
        StreamReader reader = new(stream, Encoding.UTF8);
        char[] buffer = new char[MaxBodyCharacters];
        int length = reader.ReadBlock(buffer, 0, buffer.Length);
        return new string(buffer, 0, length);
    }
}
