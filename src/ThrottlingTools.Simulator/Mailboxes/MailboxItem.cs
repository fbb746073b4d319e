using System;
using System.Collections.Generic;
using System.Xml.Linq;

namespace ThrottlingTools.Simulator.Mailboxes;

/// <summary>
/// An item as it is at one time. It never changes: a write puts another one in its place. What was not written comes
/// from the seed.
/// </summary>
internal sealed class MailboxItem : IPropertySource
{
    public const string ReceivedUri = "item:DateTimeReceived";
    public const string IsReadUri = "message:IsRead";

    public static readonly IReadOnlyDictionary<string, object?> NoValues = new Dictionary<string, object?>();

    private readonly ulong _stamp;
    private readonly IReadOnlyList<ItemAttachment>? _attachments;

    public MailboxItem(SyntheticFolder folder, SyntheticId id, SyntheticItem seed)
        : this(folder, id, seed, NoValues, null, seed.Stamp)
    {
    }

    public MailboxItem(
        SyntheticFolder folder, SyntheticId id, SyntheticItem? seed, IReadOnlyDictionary<string, object?> values,
        IReadOnlyList<ItemAttachment>? attachments, ulong stamp)
    {
        Folder = folder;
        Id = id;
        Seed = seed;
        Values = values;
        _attachments = attachments;
        _stamp = stamp;
    }

    public SyntheticFolder Folder { get; }

    public SyntheticId Id { get; }

    /// <summary>What stands behind the written values; <c>null</c> for an item that a client made.</summary>
    public SyntheticItem? Seed { get; }

    /// <summary>
    /// What was written: by FieldURI or key of the extended property; <c>null</c> for what was deleted.
    /// </summary>
    public IReadOnlyDictionary<string, object?> Values { get; }

    public IReadOnlyList<ItemAttachment> Attachments => _attachments ?? Seed?.Attachments ?? [];

    /// <summary>Of what its change key is made.</summary>
    public ulong Stamp => _stamp;

    public string ChangeKey => Mailboxes.ChangeKey.Of(_stamp);

    /// <summary>What it shares with the item that it was copied or moved from.</summary>
    public ulong Origin
    {
        get => field != 0 ? field : Seed?.Stamp ?? Mix.Of(Folder.Mailbox.Key, (ulong)Id.Item);
        init;
    }

    /// <summary>PidTagSearchKey: a copy has that of its source (MAPI, "Record and search keys").</summary>
    public string SearchKey => Convert.ToBase64String(
        [.. BitConverter.GetBytes(Folder.Mailbox.Key), .. BitConverter.GetBytes(Origin)]);

    public string ItemClass => Read("item:ItemClass") as string ?? "IPM.Note";

    public string ElementName =>
        Seed is not null && Values.Count == 0 ? Seed.ElementName : ItemSchema.ElementOf(ItemClass);

    public DateTime Received => Read(ReceivedUri) is DateTime time ? time : default;

    public bool IsRead => Read(IsReadUri) is true;

    public int Size => Read("item:Size") is int size ? size : 0;

    /// <summary>The characters of the body.</summary>
    public int BodyLength => Seed is not null && !Values.ContainsKey("item:Body")
        ? Seed.BodyLength
        : (Read("item:Body") as XElement)?.Value.Length ?? 0;

    /// <summary>Reads a property by its FieldURI, as <see cref="IPropertySource.Read"/> does.</summary>
    public object? Read(string fieldUri)
    {
        if (Values.Count > 0 && Values.TryGetValue(fieldUri, out object? value))
            return value;
        return DerivedProperties.Read(this, fieldUri) ?? Seed?.Read(fieldUri);
    }

    public object? Read(PropertyPath path)
    {
        if (path.Extended is not null)
            return Values.TryGetValue(path.Key, out object? value)
                ? value
                : MapiProperties.Read(this, path);
        return path.Index is null ? Read(path.Key) : IndexedProperty.Read(this, path.Key, path.Index);
    }
}
