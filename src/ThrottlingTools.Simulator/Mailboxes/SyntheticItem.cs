using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Xml.Linq;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Mailboxes;

/// <summary>The content of an item as the seed gives it, computed when asked for.</summary>
internal abstract class SyntheticItem
{
    protected const int OverheadInSize = 1024;

    private const int SmallestSize = 2 * 1024;
    private const int SizeSpread = 64 * 1024;
    private const int CaseNumberStep = 3;

    private static readonly string[] People =
        ["Ada", "Grace", "Edsger", "Barbara", "Donald", "Frances", "Tony", "Radia"];

    private IReadOnlyList<ItemAttachment>? _attachments;

    protected SyntheticItem(SyntheticFolder folder, int number, ulong stamp, DateTime received)
    {
        Folder = folder;
        Number = number;
        Stamp = stamp;
        Received = received;
    }

    public ulong Stamp { get; }

    /// <summary>Every third item has an extended property with its number.</summary>
    public int? CaseNumber => Number % CaseNumberStep == 0 ? Ordinal : null;

    public IReadOnlyList<ItemAttachment> Attachments => _attachments ??= MakeAttachments();

    public int BodyLength => SmallestSize - OverheadInSize + Dice(8, SizeSpread);

    /// <summary>The element that shows it.</summary>
    public abstract string ElementName { get; }

    protected SyntheticFolder Folder { get; }

    /// <summary>From 0 for the newest.</summary>
    protected int Number { get; }

    /// <summary>From 1 for the oldest: what users see.</summary>
    protected int Ordinal => Folder.SeededCount - Number;

    protected DateTime Received { get; }

    protected string Person => People[Dice(4, People.Length)];

    protected abstract string Subject { get; }

    protected abstract string ItemClass { get; }

    public static SyntheticItem Make(SyntheticFolder folder, int number, ulong stamp, DateTime received) =>
        folder.FolderClass switch
        {
            "IPF.Appointment" => new SyntheticAppointment(folder, number, stamp, received),
            "IPF.Contact" => new SyntheticContact(folder, number, stamp, received),
            "IPF.Task" => new SyntheticTask(folder, number, stamp, received),
            _ => new SyntheticMessage(folder, number, stamp, received),
        };

    /// <summary>A property by its FieldURI, as <see cref="IPropertySource.Read"/> does.</summary>
    public virtual object? Read(string fieldUri) => fieldUri switch
    {
        "item:ItemClass" => ItemClass,
        "item:Subject" => Subject,
        "item:Sensitivity" => "Normal",
        "item:Body" => new XElement(EwsXml.Types + "Body", new XAttribute("BodyType", "Text"), Body()),
        "item:DateTimeReceived" or "item:DateTimeCreated" or "item:LastModifiedTime" => Received,
        "item:DateTimeSent" => Received.AddSeconds(-2),
        "item:Size" => OverheadInSize + BodyLength + Attachments.Sum(attachment => attachment.Size),
        "item:Importance" => Dice(20, 8) == 0 ? "High" : "Normal",
        "item:Categories" => Dice(24, 6) == 0 ? Texts("Categories", "Blue") : null,
        "item:IsDraft" or "item:IsSubmitted" or "item:ReminderIsSet" => false,
        "item:IsUnmodified" => true,
        "item:ReminderMinutesBeforeStart" => 0,
        "item:Culture" => "en-US",
        _ => null,
    };

    protected virtual IReadOnlyList<ItemAttachment> MakeAttachments() => [];

    /// <summary>A number below a bound, always the same for the item.</summary>
    /// <param name="shift">Which bits of the item's stamp it is made from.</param>
    /// <param name="bound">The bound.</param>
    protected int Dice(int shift, int bound) => (int)((Stamp >> shift) % (ulong)bound);

    protected static XElement Texts(string name, params string[] texts) => new(
        EwsXml.Types + name, texts.Select(text => new XElement(EwsXml.Types + "String", text)));

    protected static XElement Mailbox(string wrapper, string name, string address) => new(
        EwsXml.Types + wrapper,
        new XElement(
            EwsXml.Types + "Mailbox",
            new XElement(EwsXml.Types + "Name", name),
            new XElement(EwsXml.Types + "EmailAddress", address),
            new XElement(EwsXml.Types + "RoutingType", "SMTP")));

    protected string Address => Person.ToLowerInvariant() + "@example.com";

    protected static string Text(FormattableString text) => FormattableString.Invariant(text);

    /// <summary>Text of <see cref="BodyLength"/> characters.</summary>
    private string Body()
    {
        string line = Subject + ": the quick brown fox jumps over the lazy dog.\n";
        StringBuilder text = new(BodyLength);
        while (text.Length < BodyLength)
            text.Append(line, 0, Math.Min(line.Length, BodyLength - text.Length));
        return text.ToString();
    }
}
