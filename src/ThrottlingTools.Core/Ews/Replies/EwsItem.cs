using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace ThrottlingTools.Ews;

/// <summary>An item of a mailbox, as far as the request asked for it. What was not asked for is <c>null</c>.</summary>
/// <remarks>Names and meanings are those of the EWS schema; all others that came are reached by name.</remarks>
public sealed class EwsItem : EwsEntity
{
    internal EwsItem(in ReadValues read)
        : base(read)
    {
    }

    /// <summary>The element that held it: <c>Message</c>, <c>CalendarItem</c>, <c>Contact</c> and so on.</summary>
    public string ItemType => Type;

    /// <summary>The id.</summary>
    public string ItemId => Id;

    /// <summary>The SMTP address of the mailbox that it came from; <c>null</c> if that is the caller's own.</summary>
    public string? Mailbox => Layout.Mailbox;

    /// <summary>The id of the folder that holds it.</summary>
    public string? ParentFolderId => Text("ParentFolderId");

    /// <summary>The message class, such as <c>IPM.Note</c>.</summary>
    public string? ItemClass => Text("ItemClass");

    /// <summary>The subject.</summary>
    public string? Subject => Text("Subject");

    /// <summary>Normal, Personal, Private or Confidential.</summary>
    public string? Sensitivity => Text("Sensitivity");

    /// <summary>Low, Normal or High.</summary>
    public string? Importance => Text("Importance");

    /// <summary>The categories.</summary>
    public IReadOnlyList<string>? Categories => Texts("Categories");

    /// <summary>The size in bytes.</summary>
    public long? Size => this["Size"] as long?;

    /// <summary>Whether it has attachments that people see.</summary>
    public bool? HasAttachments => Flag("HasAttachments");

    /// <summary>What is attached, without contents; <c>null</c> for nothing. A find does not return it.</summary>
    public IReadOnlyList<EwsAttachment>? Attachments =>
        Attached("FileAttachment").Concat(Attached("ItemAttachment")).ToArray() is { Length: > 0 } all ? all : null;

    /// <summary>When it arrived.</summary>
    public DateTimeOffset? DateTimeReceived => Date("DateTimeReceived");

    /// <summary>When it was sent.</summary>
    public DateTimeOffset? DateTimeSent => Date("DateTimeSent");

    /// <summary>When it was created.</summary>
    public DateTimeOffset? DateTimeCreated => Date("DateTimeCreated");

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? LastModifiedTime => Date("LastModifiedTime");

    /// <summary>The names on the To line.</summary>
    public string? DisplayTo => Text("DisplayTo");

    /// <summary>The names on the Cc line.</summary>
    public string? DisplayCc => Text("DisplayCc");

    /// <summary>The id of the conversation.</summary>
    public string? ConversationId => Text("ConversationId");

    /// <summary>The author's address; for one within the organization this may be no SMTP address.</summary>
    public string? From => Text("From");

    /// <summary>The address of who sent it, maybe for the author.</summary>
    public string? Sender => Text("Sender");

    /// <summary>The addresses on the To line. A find does not return them.</summary>
    public IReadOnlyList<string>? ToRecipients => Texts("ToRecipients");

    /// <summary>The addresses on the Cc line. A find does not return them.</summary>
    public IReadOnlyList<string>? CcRecipients => Texts("CcRecipients");

    /// <summary>Whether it was read.</summary>
    public bool? IsRead => Flag("IsRead");

    /// <summary>Whether it was not sent yet.</summary>
    public bool? IsDraft => Flag("IsDraft");

    /// <summary>The Message-ID header.</summary>
    public string? InternetMessageId => Text("InternetMessageId");

    /// <summary>When an appointment begins.</summary>
    public DateTimeOffset? Start => Date("Start");

    /// <summary>When an appointment ends.</summary>
    public DateTimeOffset? End => Date("End");

    /// <summary>Whether an appointment takes whole days.</summary>
    public bool? IsAllDayEvent => Flag("IsAllDayEvent");

    /// <summary>Where an appointment takes place.</summary>
    public string? Location => Text("Location");

    /// <summary>The address of who called a meeting.</summary>
    public string? Organizer => Text("Organizer");

    /// <summary>Under which name a contact is filed.</summary>
    public string? FileAs => Text("FileAs");

    /// <summary>The name of a contact.</summary>
    public string? DisplayName => Text("DisplayName");

    /// <summary>When a task is due.</summary>
    public DateTimeOffset? DueDate => Date("DueDate");

    /// <summary>How far a task is: NotStarted, InProgress, Completed, WaitingOnOthers or Deferred.</summary>
    public string? Status => Text("Status");

    /// <summary>The subject, or the id where there is none.</summary>
    public override string ToString() => Subject ?? ItemId;

    private IEnumerable<EwsAttachment> Attached(string kind)
    {
        string[] ids = Each("AttachmentId");
        return ids.Select((id, i) => new EwsAttachment(id)
        {
            Name = Of(i, "Name"),
            ContentType = Of(i, "ContentType"),
            ContentId = Of(i, "ContentId"),
            Size = long.TryParse(Of(i, "Size"), NumberStyles.None, CultureInfo.InvariantCulture, out long size)
                ? size : null,
            IsInline = SoapReader.ToBool(Of(i, "IsInline")),
        });

        string[] Each(string name) => this[$"Attachments/{kind}/{name}"] switch
        {
            string[] several => several,
            string one => [one],
            _ => [],
        };

        // Where some of them lack it, nothing tells whose it is.
        string? Of(int place, string name) =>
            Each(name) is { } texts && texts.Length == ids.Length ? texts[place] : null;
    }
}
