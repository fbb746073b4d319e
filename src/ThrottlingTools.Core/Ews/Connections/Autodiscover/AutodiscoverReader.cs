using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Xml;
using System.Xml.Linq;

namespace ThrottlingTools.Ews;

/// <summary>Reads what an Autodiscover server answers, in either form.</summary>
internal static class AutodiscoverReader
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = AutodiscoverHttp.MaxBodyBytes,
    };

    internal static AutodiscoverAnswer Read(AutodiscoverReply reply)
    {
        if (reply.Status is 301 or 302 or 303 or 307 or 308 && reply.Location is { } location)
            return new AutodiscoverAnswer(AutodiscoverOutcome.RedirectUri, location);
        if (reply.Status is 401 or 403)
            return new AutodiscoverAnswer(AutodiscoverOutcome.Refused, Status(reply));
        if (TryParse(reply.Body) is not { } answer)
            return Failed($"{Status(reply)} without an Autodiscover answer");
        XElement? user = answer.Descendants(AutodiscoverProtocol.Xml + "UserResponse").FirstOrDefault();
        return user is not null ? ReadSoap(user) : ReadPlain(answer, Status(reply));
    }

    private static AutodiscoverAnswer ReadSoap(XElement user)
    {
        string code = Text(user, "ErrorCode") ?? "";
        string target = Text(user, "RedirectTarget") ?? "";
        return code switch
        {
            "RedirectAddress" => new AutodiscoverAnswer(AutodiscoverOutcome.RedirectMailbox, target),
            "RedirectUrl" => new AutodiscoverAnswer(AutodiscoverOutcome.RedirectUri, target),
            "InvalidUser" => new AutodiscoverAnswer(
                AutodiscoverOutcome.NoMailbox, Text(user, "ErrorMessage") ?? code),
            "NoError" => Found(Setting(user, "ExternalEwsUrl") ?? Setting(user, "InternalEwsUrl")),
            _ => Failed(code),
        };
    }

    private static AutodiscoverAnswer ReadPlain(XElement answer, string status)
    {
        string action = Find(answer, "Action")?.ToUpperInvariant() ?? "";
        // 500 and 600 are the codes of Autodiscover itself, not those of HTTP.
        if (Find(answer, "ErrorCode") is { } code)
            return code == "500"
                ? new AutodiscoverAnswer(AutodiscoverOutcome.NoMailbox, Find(answer, "Message") ?? code)
                : Failed($"error {code}");
        return action switch
        {
            "REDIRECTADDR" => new AutodiscoverAnswer(
                AutodiscoverOutcome.RedirectMailbox, Find(answer, "RedirectAddr") ?? ""),
            "REDIRECTURL" => new AutodiscoverAnswer(
                AutodiscoverOutcome.RedirectUri, Find(answer, "RedirectUrl") ?? ""),
            "SETTINGS" => Found(EwsUrl(answer, "EXPR") ?? EwsUrl(answer, "EXCH") ?? Find(answer, "EwsUrl")),
            _ => Failed($"{status} without an Autodiscover answer"),
        };
    }

    // Outside its own site a server is reached by its external address; the internal one is what is left.
    private static string? EwsUrl(XElement answer, string protocol) =>
        Named(answer, "Protocol").FirstOrDefault(element => Text(element, "Type") == protocol) is { } found
            ? Text(found, "EwsUrl")
            : null;

    private static AutodiscoverAnswer Found(string? url) => url is null
        ? Failed("an answer without an address of EWS")
        : new AutodiscoverAnswer(AutodiscoverOutcome.Found, url);

    private static AutodiscoverAnswer Failed(string what) => new(AutodiscoverOutcome.Failed, what);

    private static string? Setting(XElement user, string name) =>
        Named(user, "UserSetting").FirstOrDefault(setting => Text(setting, "Name") == name) is { } found
            ? Text(found, "Value")
            : null;

    private static IEnumerable<XElement> Named(XElement element, string name) =>
        element.Descendants().Where(inner => inner.Name.LocalName == name);

    private static string? Find(XElement element, string name) => Trim(Named(element, name).FirstOrDefault());

    private static string? Text(XElement element, string name) =>
        Trim(element.Elements().FirstOrDefault(inner => inner.Name.LocalName == name));

    private static string? Trim(XElement? element) => element?.Value.Trim() is { Length: > 0 } text ? text : null;

    private static string Status(AutodiscoverReply reply) =>
        string.Format(CultureInfo.InvariantCulture, "HTTP {0}", reply.Status);

    private static XElement? TryParse(byte[] body)
    {
        try
        {
            using XmlReader reader = XmlReader.Create(new MemoryStream(body, writable: false), Settings);
            return XElement.Load(reader);
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
