using System.Collections.Concurrent;
using System.Linq;
using System.Xml.Linq;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>The automatic replies of mailboxes, as they were last set.</summary>
internal sealed class OofSettings
{
    private readonly ConcurrentDictionary<SyntheticMailbox, XElement> _set = new();

    public XElement this[SyntheticMailbox mailbox]
    {
        get => _set.TryGetValue(mailbox, out XElement? set) ? set : Default();
        set => _set[mailbox] = value;
    }

    private static XElement Default() => new(
        EwsXml.Types + "OofSettings",
        new XElement(EwsXml.Types + "OofState", "Disabled"),
        new XElement(EwsXml.Types + "ExternalAudience", "All"),
        new XElement(
            EwsXml.Types + "Duration",
            new XElement(EwsXml.Types + "StartTime", "2026-01-01T00:00:00Z"),
            new XElement(EwsXml.Types + "EndTime", "2026-01-02T00:00:00Z")),
        new XElement(EwsXml.Types + "InternalReply", new XElement(EwsXml.Types + "Message", "")),
        new XElement(EwsXml.Types + "ExternalReply", new XElement(EwsXml.Types + "Message", "")));
}

/// <summary>The mailbox that a call about automatic replies names.</summary>
internal abstract class OofSettingsCall : SingleCall
{
    protected static readonly ItemError Unknown =
        new("ErrorMailRecipientNotFound", "No mailbox was found with the address.");

    protected OofSettingsCall(XElement operation, MailboxAccess access) : base(operation, AnswerShape.Before)
    {
        Settings = access.Server.OofSettings;
        XElement mailbox = operation.Element(EwsXml.Types + "Mailbox")
            ?? throw SoapFaultException.Missing(operation, "Mailbox");
        string? address = mailbox.Element(EwsXml.Types + "Address")?.Value.Trim();
        Mailbox = address is null
            ? throw SoapFaultException.Missing(mailbox, "Address")
            : access.Server.Directory.Find(address) is { } found && found == access.Identity.Mailbox ? found : null;
    }

    protected OofSettings Settings { get; }

    protected SyntheticMailbox? Mailbox { get; }
}

/// <summary>GetUserOofSettings: the automatic replies of a mailbox.</summary>
internal sealed class GetUserOofSettingsCall : OofSettingsCall
{
    public GetUserOofSettingsCall(XElement operation, MailboxAccess access) : base(operation, access)
    {
    }

    public override WorkDone Run(int unit, ref int findCount) => Mailbox is null
        ? Fail(unit, Unknown)
        : Succeed(unit, new WorkDone(1, 0), writer =>
        {
            Settings[Mailbox].WriteTo(writer);
            writer.WriteElementString("m", "AllowExternalOof", EwsXml.MessagesUri, "All");
        });
}

/// <summary>SetUserOofSettings: changes the automatic replies of a mailbox.</summary>
internal sealed class SetUserOofSettingsCall : OofSettingsCall
{
    private static readonly string[] States = ["Disabled", "Enabled", "Scheduled"];

    private readonly XElement _settings;

    public SetUserOofSettingsCall(XElement operation, MailboxAccess access) : base(operation, access)
    {
        _settings = operation.Element(EwsXml.Types + "UserOofSettings")
            ?? throw SoapFaultException.Missing(operation, "UserOofSettings");
        string? state = _settings.Element(EwsXml.Types + "OofState")?.Value.Trim();
        if (!States.Contains(state))
            throw SoapFaultException.Schema($"The value '{state}' is no OofState.", _settings);
    }

    public override WorkDone Run(int unit, ref int findCount)
    {
        if (Mailbox is null)
            return Fail(unit, Unknown);
        Settings[Mailbox] = new XElement(EwsXml.Types + "OofSettings", _settings.Elements());
        return Succeed(unit, new WorkDone(1, 0), _ => { });
    }
}
