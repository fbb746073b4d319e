using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using System.Xml;
using ThrottlingTools.Ews;

namespace ThrottlingTools.Benchmarks.Clients;

/// <summary>The clients that this program itself is when it is started as one.</summary>
internal static class DotNetClients
{
    private const int PageSize = 1000;

    /// <summary>The parser of the platform and nothing around it: what is left for a client to lose.</summary>
    public static Task BareAsync() => MeasureAsync(async uri =>
    {
        using HttpClient http = new();
        http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String("user@contoso.com:any"u8));
        List<(string? Id, string? Subject, string? Received)> page = new(PageSize);
        int count = 0;
        bool isLast = false;
        while (!isLast)
        {
            using StringContent content = new(Requests.FindPage(count, PageSize), Encoding.UTF8, "text/xml");
            using HttpRequestMessage request = new(HttpMethod.Post, uri) { Content = content };
            using HttpResponseMessage response =
                await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            using Stream body = await response.Content.ReadAsStreamAsync();
            page.Clear();
            isLast = ReadPage(body, page);
            count += page.Count;
        }
        return count;
    });

    /// <summary>The client of the module without PowerShell.</summary>
    public static Task CoreAsync() => MeasureAsync(async uri =>
    {
        using EwsConnection connection = new(new EwsConnectionOptions(uri)
        {
            Credential = new System.Net.NetworkCredential("user@contoso.com", "any"),
        });
        FindItemRequest find = new(EwsFolderId.Parse("inbox"))
        {
            BaseShape = EwsBaseShape.IdOnly,
            Properties = ["Subject", "DateTimeReceived"],
        };
        // Several pages at a time would share what a user may hold.
        PagedFindOptions options = new() { PageSize = PageSize, ThrottleLimit = 1 };
        PagedFind pages = new(connection.Client, find, connection.Clock, options);
        int count = 0;
        while (await pages.NextPageAsync(CancellationToken.None) is { } page)
            count += page.Items.Count;
        return count;
    });

    private static async Task MeasureAsync(Func<Uri, Task<int>> read)
    {
        Uri uri = new(Environment.GetEnvironmentVariable("EWS_URI")!);
        double before = ProcessorSeconds();
        long began = Stopwatch.GetTimestamp();
        int count = await read(uri);
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{count} {ProcessorSeconds() - before} {seconds} {before}"));
    }

    private static double ProcessorSeconds() => Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds;

    private static bool ReadPage(Stream body, List<(string? Id, string? Subject, string? Received)> page)
    {
        using XmlReader reader = XmlReader.Create(body);
        bool isLast = true;
        string? id = null, subject = null, received = null;
        while (reader.Read())
        {
            if (reader is { NodeType: XmlNodeType.EndElement, LocalName: "Message" })
                page.Add((id, subject, received));
            if (reader.NodeType != XmlNodeType.Element)
                continue;
            switch (reader.LocalName)
            {
                case "RootFolder": isLast = reader.GetAttribute("IncludesLastItemInRange") == "true"; break;
                case "ItemId": id = reader.GetAttribute("Id"); break;
                case "Subject": subject = ReadText(reader); break;
                case "DateTimeReceived": received = ReadText(reader); break;
            }
        }
        return isLast;
    }

    // ReadElementContentAsString would go on to the next element.
    private static string ReadText(XmlReader reader) => reader.Read() ? reader.Value : "";
}
