using System;
using System.Collections.Generic;
using System.Globalization;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>An item of a mailbox, as far as the request asked for it. What was not asked for is <c>null</c>.</summary>
public sealed class EwsItem
{
    internal EwsItem(string itemType, string itemId, string? changeKey, IReadOnlyDictionary<string, object> properties)
    {
        ItemType = itemType;
        ItemId = itemId;
        ChangeKey = changeKey;
        Properties = properties;
    }

    /// <summary>The element that held it: <c>Message</c>, <c>CalendarItem</c>, <c>Contact</c> and so on.</summary>
    public string ItemType { get; }

    /// <summary>The id.</summary>
    public string ItemId { get; }

    /// <summary>The version of the item.</summary>
    public string? ChangeKey { get; }

    /// <summary>The subject.</summary>
    public string? Subject => Text("Subject");

    /// <summary>The sender's address; for a sender within the organization this may be no SMTP address.</summary>
    public string? From => this["From"] as string;

    /// <summary>When it arrived.</summary>
    public DateTimeOffset? DateTimeReceived => ToDate(Text("DateTimeReceived"));

    /// <summary>The size in bytes.</summary>
    public long? Size =>
        long.TryParse(Text("Size"), NumberStyles.None, CultureInfo.InvariantCulture, out long bytes) ? bytes : null;

    /// <summary>The message class, such as <c>IPM.Note</c>.</summary>
    public string? ItemClass => Text("ItemClass");

    /// <summary>
    /// Everything that came, by EWS element name; inner elements by path (<c>From/Mailbox/Name</c>). A value is a
    /// <see cref="string"/>, or an array of them where the element came more than once.
    /// </summary>
    public IReadOnlyDictionary<string, object> Properties { get; }

    /// <summary>
    /// What came under an EWS element name; of a mailbox its address, else its name. <c>null</c> if nothing came.
    /// </summary>
    /// <param name="name">The name, such as <c>IsRead</c> or <c>Sender</c>.</param>
    public object? this[string name] =>
        Properties.TryGetValue(name, out object? value) ? value
        : Text($"{name}/Mailbox/EmailAddress") ?? Text($"{name}/Mailbox/Name");

    /// <summary>The subject, or the id where there is none.</summary>
    public override string ToString() => Subject ?? ItemId;

    private string? Text(string name) => Properties.TryGetValue(name, out object? value) ? value as string : null;

    private static DateTimeOffset? ToDate(string? text)
    {
        try
        {
            return text is null ? null : XmlConvert.ToDateTimeOffset(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}

/// <summary>A folder with its counts.</summary>
public sealed class EwsFolder
{
    internal EwsFolder(string folderId, IReadOnlyDictionary<string, object> properties)
    {
        FolderId = folderId;
        Properties = properties;
    }

    /// <summary>The id.</summary>
    public string FolderId { get; }

    /// <summary>The name that users see.</summary>
    public string? DisplayName => Properties.TryGetValue("DisplayName", out object? name) ? name as string : null;

    /// <summary>How many items it holds.</summary>
    public int? TotalCount =>
        Properties.TryGetValue("TotalCount", out object? count)
        && int.TryParse(count as string, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : null;

    /// <summary>Everything that came, by EWS element name.</summary>
    public IReadOnlyDictionary<string, object> Properties { get; }

    /// <summary>The display name, or the id where there is none.</summary>
    public override string ToString() => DisplayName ?? FolderId;
}

/// <summary>One page of a find.</summary>
public sealed class FindItemPage
{
    internal FindItemPage(
        IReadOnlyList<EwsItem> items, int? totalItemsInView, int? indexedPagingOffset, bool? includesLastItemInRange)
    {
        Items = items;
        TotalItemsInView = totalItemsInView;
        IndexedPagingOffset = indexedPagingOffset;
        IncludesLastItemInRange = includesLastItemInRange;
    }

    /// <summary>The items; fewer than asked for is normal, and no sign of the end.</summary>
    public IReadOnlyList<EwsItem> Items { get; }

    /// <summary>How many items the whole view has.</summary>
    public int? TotalItemsInView { get; }

    /// <summary>The offset of the next page.</summary>
    public int? IndexedPagingOffset { get; }

    /// <summary>Whether this page reaches the end of the view.</summary>
    public bool? IncludesLastItemInRange { get; }
}
