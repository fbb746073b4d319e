using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ThrottlingTools.Simulator.Notifications;

namespace ThrottlingTools.Simulator.Mailboxes;

/// <summary>
/// A mailbox whose folders and items are computed when asked for, so that ten million items take no memory. The same
/// address and seed always give the same mailbox. Items are numbered from the newest.
/// </summary>
public sealed class SyntheticMailbox
{
    private static readonly DateTime Newest = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(7);

    private readonly List<SyntheticFolder> _folders;

    /// <summary>Makes a mailbox.</summary>
    /// <param name="address">Its SMTP address.</param>
    /// <param name="itemCount">
    /// Items in the Inbox; Sent Items holds a quarter of that and Deleted Items a tenth.
    /// </param>
    /// <param name="seed">What the contents are computed from.</param>
    public SyntheticMailbox(string address, int itemCount, int seed)
    {
        Address = address;
        Key = Mix.Of(Mix.Of(address), (ulong)seed);
        _folders = SyntheticFolder.Standard(this, itemCount);
    }

    /// <summary>The SMTP address.</summary>
    public string Address { get; }

    /// <summary>The folders.</summary>
    public IReadOnlyList<SyntheticFolder> Folders => _folders;

    internal ulong Key { get; }

    internal IMailboxEvents Events { get; } = new MailboxEvents();

    internal SyntheticFolder? FindFolder(string distinguishedName) =>
        _folders.FirstOrDefault(folder => folder.DistinguishedName == distinguishedName);

    internal SyntheticItem Item(SyntheticFolder folder, long number)
    {
        ulong dice = Mix.Of(Key, (ulong)folder.Index, (ulong)number);
        ulong step = (ulong)Interval.Ticks;
        DateTime received = Newest - TimeSpan.FromTicks((long)((ulong)number * step + dice % step));
        return new SyntheticItem(this, folder, number, dice, new DateTime(
            received.Ticks - received.Ticks % TimeSpan.TicksPerSecond, DateTimeKind.Utc));
    }
}

/// <summary>A folder of a synthetic mailbox.</summary>
public sealed class SyntheticFolder
{
    private SyntheticFolder(
        SyntheticMailbox mailbox, int index, string distinguishedName, string displayName, string folderClass,
        int itemCount)
    {
        Mailbox = mailbox;
        Index = index;
        DistinguishedName = distinguishedName;
        DisplayName = displayName;
        FolderClass = folderClass;
        ItemCount = itemCount;
    }

    /// <summary>The name by which EWS knows it: <c>inbox</c>.</summary>
    public string DistinguishedName { get; }

    /// <summary>The name that users see.</summary>
    public string DisplayName { get; }

    /// <summary>The class of its contents: <c>IPF.Note</c>.</summary>
    public string FolderClass { get; }

    /// <summary>How many items it holds.</summary>
    public int ItemCount { get; }

    internal SyntheticMailbox Mailbox { get; }

    internal int Index { get; }

    internal string Id => SyntheticId.OfFolder(Mailbox.Key, Index).ToString();

    /// <summary>The folder that holds it; the root holds itself.</summary>
    internal SyntheticFolder Parent => Mailbox.Folders[0];

    internal int ChildFolderCount => Index == 0 ? Mailbox.Folders.Count - 1 : 0;

    internal static List<SyntheticFolder> Standard(SyntheticMailbox mailbox, int itemCount)
    {
        (string Name, string Display, string Class, int Items)[] standard =
        [
            ("msgfolderroot", "Top of Information Store", "IPF.Note", 0),
            ("inbox", "Inbox", "IPF.Note", itemCount),
            ("drafts", "Drafts", "IPF.Note", 0),
            ("outbox", "Outbox", "IPF.Note", 0),
            ("sentitems", "Sent Items", "IPF.Note", itemCount / 4),
            ("deleteditems", "Deleted Items", "IPF.Note", itemCount / 10),
            ("junkemail", "Junk Email", "IPF.Note", 0),
            ("calendar", "Calendar", "IPF.Appointment", 0),
            ("contacts", "Contacts", "IPF.Contact", 0),
            ("tasks", "Tasks", "IPF.Task", 0),
            ("notes", "Notes", "IPF.StickyNote", 0),
            ("journal", "Journal", "IPF.Journal", 0),
        ];
        return standard
            .Select((f, index) => new SyntheticFolder(mailbox, index, f.Name, f.Display, f.Class, f.Items))
            .ToList();
    }
}

/// <summary>A message of a synthetic mailbox.</summary>
internal sealed class SyntheticItem
{
    private const int SmallestSize = 2 * 1024;
    private const int SizeSpread = 64 * 1024;
    private const int OverheadInSize = 1024;

    private static readonly string[] Topics =
    [
        "Invoice", "Budget & recharge", "Quarterly review", "Re: Lunch", "Angebot über Ersatzteile", "FW: Minutes",
        "Trip <draft>", "会议记录", "Travel plan", "Re: Migration",
    ];

    private static readonly string[] Senders =
        ["ada", "grace", "edsger", "barbara", "donald", "frances", "tony", "radia"];

    private readonly ulong _dice;

    public SyntheticItem(SyntheticMailbox mailbox, SyntheticFolder folder, long number, ulong dice, DateTime received)
    {
        _dice = dice;
        Folder = folder;
        Id = new SyntheticId(mailbox.Key, folder.Index, number).ToString();
        Subject = string.Format(
            CultureInfo.InvariantCulture, "{0} {1}", Topics[dice % (ulong)Topics.Length], folder.ItemCount - number);
        Received = received;
    }

    public SyntheticFolder Folder { get; }

    public string Id { get; }

    public string ChangeKey => Convert.ToBase64String([9, 0, 0, 0, 22, 0, 0, 0, .. BitConverter.GetBytes(_dice)]);

    public string Subject { get; }

    public DateTime Received { get; }

    public string SenderName => Senders[_dice / 16 % (ulong)Senders.Length];

    public string SenderAddress => SenderName + "@example.com";

    public int Size => SmallestSize + (int)(_dice / 256 % SizeSpread);

    public int BodyLength => Size - OverheadInSize;

    public bool IsRead => _dice / 7 % 3 != 0;

    public bool HasAttachments => _dice / 11 % 5 == 0;

    public string InternetMessageId => string.Format(CultureInfo.InvariantCulture, "<{0:x16}@example.com>", _dice);

    /// <summary>Text of <see cref="BodyLength"/> characters.</summary>
    public string Body()
    {
        string line = Subject + ": the quick brown fox jumps over the lazy dog.\n";
        char[] text = new char[BodyLength];
        for (int i = 0; i < text.Length; i++)
            text[i] = line[i % line.Length];
        return new string(text);
    }
}
