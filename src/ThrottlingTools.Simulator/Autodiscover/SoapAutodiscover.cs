using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Autodiscover;

/// <summary>SOAP Autodiscover: GetUserSettings.</summary>
internal sealed class SoapAutodiscover
{
    private const string ActionPrefix = "http://schemas.microsoft.com/exchange/2010/Autodiscover/Autodiscover/";

    private static readonly XNamespace Xml = "http://schemas.microsoft.com/exchange/2010/Autodiscover";
    private static readonly XNamespace Addressing = "http://www.w3.org/2005/08/addressing";
    private static readonly XNamespace Instance = "http://www.w3.org/2001/XMLSchema-instance";

    private readonly MailboxDirectory _directory;
    private readonly ExchangeRelease _release;
    private readonly Uri _ews;

    public SoapAutodiscover(MailboxDirectory directory, ExchangeRelease release, Uri ews)
    {
        _directory = directory;
        _release = release;
        _ews = ews;
    }

    public XElement Answer(XElement envelope)
    {
        XElement? request = envelope.Element(EwsXml.Soap + "Body")?.Element(Xml + "GetUserSettingsRequestMessage");
        string[] settings = request?.Descendants(Xml + "Setting").Select(e => e.Value.Trim()).ToArray() ?? [];
        string[] users = request?.Descendants(Xml + "Mailbox").Select(e => e.Value.Trim()).ToArray() ?? [];
        bool isValid = users.Length > 0 && settings.Length > 0;
        return Envelope(new XElement(
            Xml + "Response",
            new XAttribute(XNamespace.Xmlns + "i", Instance.NamespaceName),
            new XElement(Xml + "ErrorCode", isValid ? "NoError" : "InvalidRequest"),
            new XElement(Xml + "ErrorMessage", isValid ? "" : "The request names no user, or no setting."),
            new XElement(Xml + "UserResponses", users.Select(user => UserResponse(user, settings)))));
    }

    private XElement Envelope(XElement response)
    {
        (string build, string _) = SoapReply.ServerVersion(_release);
        string[] parts = build.Split('.');
        string[] names = ["MajorVersion", "MinorVersion", "MajorBuildNumber", "MinorBuildNumber"];
        return new XElement(
            EwsXml.Soap + "Envelope",
            new XAttribute(XNamespace.Xmlns + "s", EwsXml.SoapUri),
            new XAttribute(XNamespace.Xmlns + "a", Addressing.NamespaceName),
            new XElement(
                EwsXml.Soap + "Header",
                new XElement(Addressing + "Action", ActionPrefix + "GetUserSettingsResponse"),
                new XElement(
                    Xml + "ServerVersionInfo",
                    names.Select((name, i) => new XElement(Xml + name, parts[i])),
                    new XElement(Xml + "Version", ServerVersions.NewestOf(_release)))),
            new XElement(EwsXml.Soap + "Body", new XElement(Xml + "GetUserSettingsResponseMessage", response)));
    }

    private XElement UserResponse(string address, string[] settings)
    {
        if (_directory.Find(address) is not { } mailbox)
            return Response("InvalidUser", $"Invalid user: '{address}'", [], []);
        Dictionary<string, string> values = ValuesOf(mailbox);
        return Response(
            "NoError", "No error.",
            settings.Where(name => !values.ContainsKey(name)).Select(Unavailable),
            settings.Where(values.ContainsKey).Select(name => new XElement(
                Xml + "UserSetting",
                new XAttribute(Instance + "type", "StringSetting"),
                new XElement(Xml + "Name", name),
                new XElement(Xml + "Value", values[name]))));
    }

    private static XElement Response(
        string code, string message, IEnumerable<XElement> errors, IEnumerable<XElement> values) => new(
        Xml + "UserResponse",
        new XElement(Xml + "ErrorCode", code),
        new XElement(Xml + "ErrorMessage", message),
        new XElement(Xml + "RedirectTarget", new XAttribute(Instance + "nil", "true")),
        new XElement(Xml + "UserSettingErrors", errors),
        new XElement(Xml + "UserSettings", values));

    private static XElement Unavailable(string name) => new(
        Xml + "UserSettingError",
        new XElement(Xml + "ErrorCode", "SettingIsNotAvailable"),
        new XElement(Xml + "ErrorMessage", $"The setting '{name}' is not available."),
        new XElement(Xml + "SettingName", name));

    private Dictionary<string, string> ValuesOf(SyntheticMailbox mailbox)
    {
        string ews = _ews.ToString();
        return new Dictionary<string, string>
        {
            ["UserDisplayName"] = MailboxDirectory.AliasOf(mailbox),
            ["AutoDiscoverSMTPAddress"] = mailbox.Address,
            ["ExternalEwsUrl"] = ews,
            ["InternalEwsUrl"] = ews,
            ["ExternalEwsVersion"] = SoapReply.ServerVersion(_release).Build,
            ["EwsSupportedSchemas"] = string.Join(", ", ServerVersions.KnownBy(_release)),
            ["GroupingInformation"] = "SIMULATOR",
            ["CasVersion"] = SoapReply.ServerVersion(_release).Build,
        };
    }
}
