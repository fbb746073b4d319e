using System;
using System.Text;
using System.Xml.Linq;

namespace ThrottlingTools.Ews;

/// <summary>Writes the two forms of the question: SOAP (GetUserSettings), and plain XML (POX).</summary>
internal static class AutodiscoverProtocol
{
    internal static readonly XNamespace Soap = "http://schemas.xmlsoap.org/soap/envelope/";
    internal static readonly XNamespace Xml = "http://schemas.microsoft.com/exchange/2010/Autodiscover";

    private static readonly XNamespace Addressing = "http://www.w3.org/2005/08/addressing";
    private static readonly XNamespace Plain =
        "http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006";

    private const string PlainAnswer =
        "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";

    /// <summary>Whether an address is asked in plain XML.</summary>
    internal static bool IsPlain(Uri uri) => uri.AbsolutePath.EndsWith(".xml", StringComparison.OrdinalIgnoreCase);

    /// <summary>The question to put to an address.</summary>
    internal static byte[] Ask(Uri uri, string mailbox) =>
        new UTF8Encoding(false).GetBytes(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>" + (IsPlain(uri) ? AskPlain(mailbox) : AskSoap(uri, mailbox)));

    private static XElement AskPlain(string mailbox) => new(
        Plain + "Autodiscover",
        new XElement(
            Plain + "Request",
            new XElement(Plain + "EMailAddress", mailbox),
            new XElement(Plain + "AcceptableResponseSchema", PlainAnswer)));

    // Exchange2010 is the oldest version of this service, and every later server takes it.
    private static XElement AskSoap(Uri uri, string mailbox) => new(
        Soap + "Envelope",
        new XElement(
            Soap + "Header",
            new XElement(Xml + "RequestedServerVersion", "Exchange2010"),
            new XElement(Addressing + "Action", Xml.NamespaceName + "/Autodiscover/GetUserSettings"),
            new XElement(Addressing + "To", uri)),
        new XElement(
            Soap + "Body",
            new XElement(
                Xml + "GetUserSettingsRequestMessage",
                new XElement(
                    Xml + "Request",
                    new XElement(Xml + "Users", new XElement(Xml + "User", new XElement(Xml + "Mailbox", mailbox))),
                    new XElement(
                        Xml + "RequestedSettings",
                        new XElement(Xml + "Setting", "ExternalEwsUrl"),
                        new XElement(Xml + "Setting", "InternalEwsUrl"))))));
}
