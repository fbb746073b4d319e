using System.Xml.Linq;

namespace ThrottlingTools.Simulator.Soap;

internal static class EwsXml
{
    public const string SoapUri = "http://schemas.xmlsoap.org/soap/envelope/";
    public const string TypesUri = "http://schemas.microsoft.com/exchange/services/2006/types";
    public const string MessagesUri = "http://schemas.microsoft.com/exchange/services/2006/messages";
    public const string ErrorsUri = "http://schemas.microsoft.com/exchange/services/2006/errors";

    public static readonly XNamespace Soap = SoapUri;
    public static readonly XNamespace Types = TypesUri;
    public static readonly XNamespace Messages = MessagesUri;
}
