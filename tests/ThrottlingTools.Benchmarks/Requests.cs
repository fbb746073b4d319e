using System.Globalization;
using System.Linq;
using System.Xml.Linq;

namespace ThrottlingTools.Benchmarks;

/// <summary>The requests that are measured.</summary>
internal static class Requests
{
    public static readonly XNamespace Types = "http://schemas.microsoft.com/exchange/services/2006/types";

    public static string GetItem(string id) => Envelope(
        "<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:ItemIds>"
        + $"<t:ItemId Id=\"{id}\" /></m:ItemIds></m:GetItem>");

    public static string FindItem(int count, params string[] properties) => Envelope(
        "<m:FindItem Traversal=\"Shallow\"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape>"
        + (properties.Length > 0 ? Additional(properties) : "") + "</m:ItemShape>"
        + "<m:IndexedPageItemView MaxEntriesReturned=\"" + count.ToString(CultureInfo.InvariantCulture)
        + "\" Offset=\"0\" BasePoint=\"Beginning\" /><m:ParentFolderIds><t:DistinguishedFolderId Id=\"inbox\" />"
        + "</m:ParentFolderIds></m:FindItem>");

    public static string FindPage(int offset, int count) => Envelope(
        "<m:FindItem Traversal=\"Shallow\"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>"
        + "<t:FieldURI FieldURI=\"item:Subject\" /><t:FieldURI FieldURI=\"item:DateTimeReceived\" />"
        + "</t:AdditionalProperties></m:ItemShape>" + string.Create(CultureInfo.InvariantCulture,
            $"<m:IndexedPageItemView MaxEntriesReturned=\"{count}\" Offset=\"{offset}\" BasePoint=\"Beginning\" />")
        + "<m:ParentFolderIds><t:DistinguishedFolderId Id=\"inbox\" /></m:ParentFolderIds></m:FindItem>");

    public static string Subscribe() => Envelope(
        "<m:Subscribe><m:StreamingSubscriptionRequest SubscribeToAllFolders=\"true\"><t:EventTypes>"
        + "<t:EventType>NewMailEvent</t:EventType></t:EventTypes></m:StreamingSubscriptionRequest></m:Subscribe>");

    public static string GetStreamingEvents(string subscription) => Envelope(
        "<m:GetStreamingEvents><m:SubscriptionIds><t:SubscriptionId>" + subscription
        + "</t:SubscriptionId></m:SubscriptionIds><m:ConnectionTimeout>30</m:ConnectionTimeout>"
        + "</m:GetStreamingEvents>");

    private static string Additional(string[] properties) => "<t:AdditionalProperties>"
        + string.Concat(properties.Select(uri => $"<t:FieldURI FieldURI=\"{uri}\" />")) + "</t:AdditionalProperties>";

    private static string Envelope(string operation) =>
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
        + "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" "
        + "xmlns:m=\"http://schemas.microsoft.com/exchange/services/2006/messages\" "
        + $"xmlns:t=\"{Types}\"><s:Header><t:RequestServerVersion Version=\"Exchange2010_SP1\" /></s:Header>"
        + $"<s:Body>{operation}</s:Body></s:Envelope>";
}
