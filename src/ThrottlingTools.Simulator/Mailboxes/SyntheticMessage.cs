using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace ThrottlingTools.Simulator.Mailboxes;

/// <summary>A message of the seed. Every third is unread, about every fifth has files.</summary>
internal sealed class SyntheticMessage(SyntheticFolder folder, int number, ulong stamp, DateTime received)
    : SyntheticItem(folder, number, stamp, received)
{
    private const int UnreadStep = 3;

    private static readonly string[] Topics =
    [
        "Invoice", "Budget & recharge", "Quarterly review", "Re: Lunch", "Angebot über Ersatzteile", "FW: Minutes",
        "Trip <draft>", "会议记录", "Travel plan", "Re: Migration",
    ];

    public override string ElementName => "Message";

    protected override string Subject =>
        Topics[(int)(Stamp % (ulong)Topics.Length)] + " " + Ordinal.ToString(CultureInfo.InvariantCulture);

    protected override string ItemClass => "IPM.Note";

    /// <summary>Whether the message with a number is unread, and how many of the first so many are.</summary>
    public static bool IsUnread(int number) => number % UnreadStep == 0;

    /// <inheritdoc cref="IsUnread"/>
    public static int UnreadOf(int count) => (count + UnreadStep - 1) / UnreadStep;

    public override object? Read(string fieldUri) => fieldUri switch
    {
        "message:Sender" => Mailbox("Sender", Person, Address),
        "message:From" => Mailbox("From", Person, Address),
        "message:ToRecipients" => Mailbox("ToRecipients", Folder.Mailbox.Address, Folder.Mailbox.Address),
        "message:InternetMessageId" => Text($"<{Stamp:x16}@example.com>"),
        "message:IsRead" => !IsUnread(Number),
        "message:IsReadReceiptRequested" or "message:IsDeliveryReceiptRequested" => false,
        "message:IsResponseRequested" => false,
        "message:ConversationIndex" => Convert.ToBase64String([1, .. BitConverter.GetBytes(Stamp)]),
        _ => base.Read(fieldUri),
    };

    protected override IReadOnlyList<ItemAttachment> MakeAttachments() => Dice(12, 5) == 0
        ? Dice(16, 2) == 0 ? [File(1)] : [File(1), File(2)]
        : [];

    private ItemAttachment File(int number)
    {
        int size = 64 + Dice(16 + number, 4096);
        byte[] Content()
        {
            string line = Text($"row {Ordinal};file {number};the quick brown fox\n");
            StringBuilder text = new();
            while (text.Length < size)
                text.Append(line);
            return Encoding.ASCII.GetBytes(text.ToString(0, size));
        }
        string name = number == 1 ? Text($"report-{Ordinal}.txt") : Text($"table-{Ordinal}.csv");
        string type = number == 1 ? "text/plain" : "text/csv";
        return new ItemAttachment(number, name, type, size, Content) { LastModified = Received };
    }
}
