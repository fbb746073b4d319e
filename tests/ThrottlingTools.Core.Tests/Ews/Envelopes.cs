using System.Globalization;
using System.Linq;

namespace ThrottlingTools.Core.Tests.Ews;

/// <summary>Answers as EWS sends them, for transports that follow a script.</summary>
internal static class Envelopes
{
    private const string Head =
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\""
        + " xmlns:t=\"http://schemas.microsoft.com/exchange/services/2006/types\""
        + " xmlns:m=\"http://schemas.microsoft.com/exchange/services/2006/messages\"><s:Body>";

    private const string Foot = "</s:Body></s:Envelope>";

    public static string Page(int offset, int count, bool isLast, int? total = null, int? nextOffset = null) =>
        Head + "<m:FindItemResponse><m:ResponseMessages><m:FindItemResponseMessage ResponseClass=\"Success\">"
        + "<m:ResponseCode>NoError</m:ResponseCode>"
        + string.Create(CultureInfo.InvariantCulture,
            $"<m:RootFolder IndexedPagingOffset=\"{nextOffset ?? offset + count}\"")
        + (total is null ? "" : string.Create(CultureInfo.InvariantCulture, $" TotalItemsInView=\"{total}\""))
        + $" IncludesLastItemInRange=\"{(isLast ? "true" : "false")}\"><t:Items>"
        + string.Concat(Enumerable.Range(offset, count).Select(Message))
        + "</t:Items></m:RootFolder></m:FindItemResponseMessage></m:ResponseMessages></m:FindItemResponse>" + Foot;

    public static string Folders(params string[] names) =>
        Head + "<m:FindFolderResponse><m:ResponseMessages><m:FindFolderResponseMessage ResponseClass=\"Success\">"
        + "<m:ResponseCode>NoError</m:ResponseCode><m:RootFolder><t:Folders>"
        + string.Concat(names.Select(name =>
            $"<t:Folder><t:FolderId Id=\"a+b\"/><t:DisplayName>{name}</t:DisplayName></t:Folder>"))
        + "</t:Folders></m:RootFolder></m:FindFolderResponseMessage></m:ResponseMessages></m:FindFolderResponse>"
        + Foot;

    public static string Items(params string[] messages) =>
        Head + $"<m:GetItemResponse><m:ResponseMessages>{string.Concat(messages)}"
        + "</m:ResponseMessages></m:GetItemResponse>" + Foot;

    public static string ItemMessage(int index) =>
        "<m:GetItemResponseMessage ResponseClass=\"Success\"><m:ResponseCode>NoError</m:ResponseCode><m:Items>"
        + Message(index) + "</m:Items></m:GetItemResponseMessage>";

    public static string ErrorMessage(string code, string text = "No.") =>
        $"<m:GetItemResponseMessage ResponseClass=\"Error\"><m:MessageText>{text}</m:MessageText>"
        + $"<m:ResponseCode>{code}</m:ResponseCode><m:DescriptiveLinkKey>0</m:DescriptiveLinkKey><m:Items/>"
        + "</m:GetItemResponseMessage>";

    public static string FindError(string code) =>
        Head + "<m:FindItemResponse><m:ResponseMessages>"
        + ErrorMessage(code).Replace("GetItem", "FindItem", System.StringComparison.Ordinal)
        + "</m:ResponseMessages></m:FindItemResponse>" + Foot;

    public static string Busy(string backOffMilliseconds) => Fault("ErrorServerBusy",
        $"<t:MessageXml><t:Value Name=\"BackOffMilliseconds\">{backOffMilliseconds}</t:Value></t:MessageXml>");

    public static string Fault(string code, string more = "") =>
        Head + $"<s:Fault><faultcode>a:{code}</faultcode><faultstring>{code} came.</faultstring><detail>"
        + "<e:ResponseCode xmlns:e=\"http://schemas.microsoft.com/exchange/services/2006/errors\">"
        + $"{code}</e:ResponseCode>{more}</detail></s:Fault>" + Foot;

    private static string Message(int index) => string.Create(CultureInfo.InvariantCulture,
        $"<t:Message><t:ItemId Id=\"item{index}\" ChangeKey=\"key\"/><t:Subject>Subject {index}</t:Subject>")
        + "<t:DateTimeReceived>2026-01-01T00:00:00Z</t:DateTimeReceived><t:Size>2048</t:Size>"
        + "<t:Categories><t:String>Red</t:String><t:String>Blue</t:String></t:Categories>"
        + "<t:From><t:Mailbox><t:Name>Ann</t:Name><t:EmailAddress>ann@example.com</t:EmailAddress></t:Mailbox></t:From>"
        + "</t:Message>";
}
