using System;
using System.Globalization;
using System.Linq;
using System.Xml.Linq;
using ThrottlingTools.Simulator.Mailboxes;

namespace ThrottlingTools.Simulator.Autodiscover;

/// <summary>Plain XML (POX): the settings of an Outlook profile, EwsUrl among them.</summary>
internal sealed class PlainAutodiscover
{
    private static readonly XNamespace Answered =
        "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006";
    private static readonly XNamespace Outlook =
        "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";

    private readonly MailboxDirectory _directory;
    private readonly Uri _ews;

    public PlainAutodiscover(MailboxDirectory directory, Uri ews)
    {
        _directory = directory;
        _ews = ews;
    }

    public XElement Answer(XElement request)
    {
        string? address = request.Descendants().FirstOrDefault(e => e.Name.LocalName == "EMailAddress")?.Value.Trim();
        return new XElement(
            Answered + "Autodiscover",
            address is null ? Error(600, "Invalid Request")
            : _directory.Find(address) is { } mailbox ? Settings(mailbox)
            : Error(500, "The email address can't be found."));
    }

    private XElement Settings(SyntheticMailbox mailbox) => new(
        Outlook + "Response",
        new XElement(
            Outlook + "User",
            new XElement(Outlook + "DisplayName", MailboxDirectory.AliasOf(mailbox)),
            new XElement(Outlook + "AutoDiscoverSMTPAddress", mailbox.Address),
            new XElement(Outlook + "DeploymentId", "00000000-0000-0000-0000-000000000001")),
        new XElement(
            Outlook + "Account",
            new XElement(Outlook + "AccountType", "email"),
            new XElement(Outlook + "Action", "settings"),
            Protocol("EXCH"),
            Protocol("EXPR")));

    private XElement Protocol(string type) => new(
        Outlook + "Protocol",
        new XElement(Outlook + "Type", type),
        new XElement(Outlook + "Server", _ews.Host),
        new XElement(Outlook + "SSL", "Off"),
        new XElement(Outlook + "AuthPackage", "Basic"),
        new XElement(Outlook + "ASUrl", _ews),
        new XElement(Outlook + "EwsUrl", _ews),
        new XElement(Outlook + "OOFUrl", _ews));

    private static XElement Error(int code, string message) => new(
        Answered + "Response",
        new XElement(
            Answered + "Error",
            new XAttribute("Time", DateTime.UtcNow.ToString("HH:mm:ss.fffffff", CultureInfo.InvariantCulture)),
            new XAttribute("Id", "1"),
            new XElement(Answered + "ErrorCode", code),
            new XElement(Answered + "Message", message),
            new XElement(Answered + "DebugData")));
}
