namespace ThrottlingTools.Ews;

/// <summary>The namespaces of EWS messages.</summary>
internal static class EwsNames
{
    internal const string Soap = "http://schemas.xmlsoap.org/soap/envelope/";
    internal const string Types = "http://schemas.microsoft.com/exchange/services/2006/types";
    internal const string Messages = "http://schemas.microsoft.com/exchange/services/2006/messages";
}
