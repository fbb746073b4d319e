using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using System.Xml.Linq;
using ThrottlingTools.Ews;
using Xunit;

namespace ThrottlingTools.Simulator.Tests;

/// <summary>Writes requests and reads answers as a client of its own would, without the code under test.</summary>
internal static class Soap
{
    public static readonly XNamespace T = "http://schemas.microsoft.com/exchange/services/2006/types";
    public static readonly XNamespace M = "http://schemas.microsoft.com/exchange/services/2006/messages";
    public static readonly XNamespace E = "http://schemas.microsoft.com/exchange/services/2006/errors";

    public static string Envelope(string operation, string version = "Exchange2013_SP1", string header = "") =>
        $"""
        <?xml version="1.0" encoding="utf-8"?>
        <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:t="{T}" xmlns:m="{M}">
          <s:Header><t:RequestServerVersion Version="{version}" />{header}</s:Header>
          <s:Body>{operation}</s:Body>
        </s:Envelope>
        """;

    public static string GetFolder(string id = "<t:DistinguishedFolderId Id=\"inbox\" />") =>
        "<m:GetFolder><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape>"
        + $"<m:FolderIds>{id}</m:FolderIds></m:GetFolder>";

    public static string FindItem(string view, string shape = "IdOnly", string more = "", string query = "") =>
        $"<m:FindItem Traversal=\"Shallow\"><m:ItemShape><t:BaseShape>{shape}</t:BaseShape></m:ItemShape>{view}{more}"
        + $"<m:ParentFolderIds><t:DistinguishedFolderId Id=\"inbox\" /></m:ParentFolderIds>{query}</m:FindItem>";

    public static string Page(int max, int offset, string basePoint = "Beginning") =>
        $"<m:IndexedPageItemView MaxEntriesReturned=\"{max}\" Offset=\"{offset}\" BasePoint=\"{basePoint}\" />";

    public static string GetItem(IEnumerable<string> ids, string shape = "<t:BaseShape>Default</t:BaseShape>") =>
        $"<m:GetItem><m:ItemShape>{shape}</m:ItemShape><m:ItemIds>"
        + string.Concat(ids.Select(id => $"<t:ItemId Id=\"{id}\" />")) + "</m:ItemIds></m:GetItem>";

    public static string Impersonate(string address) =>
        "<t:ExchangeImpersonation><t:ConnectingSID><t:PrimarySmtpAddress>" + address
        + "</t:PrimarySmtpAddress></t:ConnectingSID></t:ExchangeImpersonation>";

    public static string Pull(
        string type = "CreatedEvent DeletedEvent ModifiedEvent NewMailEvent", string folder = "inbox") =>
        $"<m:Subscribe><m:PullSubscriptionRequest>{Folder(folder)}{Types(type)}<t:Timeout>10</t:Timeout>"
        + "</m:PullSubscriptionRequest></m:Subscribe>";

    public static string Streaming(string type = "CreatedEvent NewMailEvent") =>
        $"<m:Subscribe><m:StreamingSubscriptionRequest SubscribeToAllFolders=\"true\">{Types(type)}"
        + "</m:StreamingSubscriptionRequest></m:Subscribe>";

    public static string Unsubscribe(string id) =>
        $"<m:Unsubscribe><m:SubscriptionId>{id}</m:SubscriptionId></m:Unsubscribe>";

    public static string GetEvents(string id, string watermark) =>
        $"<m:GetEvents><m:SubscriptionId>{id}</m:SubscriptionId><m:Watermark>{watermark}</m:Watermark></m:GetEvents>";

    public static string GetStreamingEvents(int minutes, params string[] ids) =>
        "<m:GetStreamingEvents><m:SubscriptionIds>"
        + string.Concat(ids.Select(id => $"<t:SubscriptionId>{id}</t:SubscriptionId>"))
        + $"</m:SubscriptionIds><m:ConnectionTimeout>{minutes}</m:ConnectionTimeout></m:GetStreamingEvents>";

    private static string Folder(string name) =>
        $"<t:FolderIds><t:DistinguishedFolderId Id=\"{name}\" /></t:FolderIds>";

    private static string Types(string types) => "<t:EventTypes>"
        + string.Concat(types.Split(' ').Select(type => $"<t:EventType>{type}</t:EventType>")) + "</t:EventTypes>";

    public static Task<(int Status, XElement Body)> SendAsync(this EwsEndpoint endpoint, string envelope) =>
        endpoint.SendUntilAsync(envelope, TestContext.Current.CancellationToken);

    public static async Task<(int Status, XElement Body)> SendUntilAsync(
        this EwsEndpoint endpoint, string envelope, CancellationToken cancellationToken)
    {
        EwsHttpRequest request = new(Encoding.UTF8.GetBytes(envelope));
        using EwsHttpResponse response = await endpoint.CreateTransport().SendAsync(request, cancellationToken);
        return (response.StatusCode, XElement.Load(response.Body));
    }

    public static string ResponseCode(this XElement envelope) =>
        envelope.Descendants().First(e => e.Name == M + "ResponseCode" || e.Name == E + "ResponseCode").Value;

    public static List<string> ItemIds(this XElement envelope) =>
        envelope.Descendants(T + "ItemId").Select(id => (string)id.Attribute("Id")!).ToList();

    public static XElement RootFolder(this XElement envelope) => envelope.Descendants(M + "RootFolder").Single();
}
