using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Mailboxes;

/// <summary>A folder of a synthetic mailbox. Its members are guarded by the mailbox.</summary>
public sealed class SyntheticFolder : IPropertySource
{
    private ulong _version;

    internal SyntheticFolder(
        SyntheticMailbox mailbox, int index, string? distinguishedName, string folderClass, int seededCount)
    {
        Mailbox = mailbox;
        Index = index;
        DistinguishedName = distinguishedName;
        FolderClass = folderClass;
        SeededCount = seededCount;
        Contents = new FolderContents(this);
    }

    /// <summary>The name by which EWS knows it: <c>inbox</c>; <c>null</c> for other folders.</summary>
    public string? DistinguishedName { get; }

    /// <summary>The name that users see.</summary>
    public string DisplayName { get; internal set; } = "";

    /// <summary>The class of its contents: <c>IPF.Note</c>.</summary>
    public string FolderClass { get; internal set; }

    /// <summary>How many items it holds.</summary>
    public int ItemCount => Contents.Count;

    /// <summary>The ids of its items, newest first; meant for small folders, as the list holds them all.</summary>
    public IReadOnlyList<string> ItemIds
    {
        get
        {
            lock (Mailbox.Gate)
                return Enumerable.Range(0, Contents.Count).Select(place => Contents[place].Id.ToString()).ToList();
        }
    }

    /// <summary>The id of the item at a place.</summary>
    /// <param name="place">From 0 for the one received last.</param>
    /// <exception cref="ArgumentOutOfRangeException">The folder has no such place.</exception>
    public string ItemIdAt(int place)
    {
        lock (Mailbox.Gate)
            return place >= 0 && place < Contents.Count
                ? Contents[place].Id.ToString()
                : throw new ArgumentOutOfRangeException(
                    nameof(place), place, $"The folder holds {Contents.Count} items.");
    }

    internal SyntheticMailbox Mailbox { get; }

    internal int Index { get; }

    /// <summary>How many items the seed gave it.</summary>
    internal int SeededCount { get; }

    internal FolderContents Contents { get; }

    /// <summary>The folder that holds it; <c>null</c> for the root.</summary>
    internal SyntheticFolder? Parent { get; set; }

    internal bool IsDeleted { get; set; }

    internal bool HasMessages => FolderClass is not ("IPF.Appointment" or "IPF.Contact" or "IPF.Task");

    internal SyntheticId SyntheticId => SyntheticId.OfFolder(Mailbox.Key, Index);

    internal string Id => SyntheticId.ToString();

    internal string ChangeKey => Mailboxes.ChangeKey.Of(Mix.Of(Mailbox.Key, (ulong)Index, _version));

    internal Dictionary<string, XElement> Extended { get; } = [];

    internal IEnumerable<SyntheticFolder> Children =>
        Mailbox.Folders.Where(folder => folder.Parent == this);

    /// <summary>The folders below it, parents first.</summary>
    internal IEnumerable<SyntheticFolder> Descendants =>
        Children.SelectMany(child => child.Descendants.Prepend(child));

    /// <summary>The element that shows it.</summary>
    internal string ElementName =>
        Is("IPF.Appointment") ? "CalendarFolder"
        : Is("IPF.Contact") ? "ContactsFolder"
        : Is("IPF.Task") ? "TasksFolder"
        : "Folder";

    object? IPropertySource.Read(PropertyPath path) => Read(path);

    internal object? Read(PropertyPath path) => path.Key switch
    {
        _ when path.Extended is not null =>
            Extended.TryGetValue(path.Key, out XElement? value) ? value : MapiProperties.Read(this, path),
        "folder:FolderId" => DerivedProperties.Id("FolderId", Id, ChangeKey),
        "folder:ParentFolderId" => ParentId(Parent ?? this),
        "folder:FolderClass" => FolderClass.Length > 0 ? FolderClass : null,
        "folder:DisplayName" => DisplayName,
        "folder:TotalCount" => ItemCount,
        "folder:ChildFolderCount" => Children.Count(),
        "folder:UnreadCount" => Contents.UnreadCount,
        "folder:EffectiveRights" => DerivedProperties.Rights(),
        "folder:PermissionSet" => Permissions(),
        "folder:DistinguishedFolderId" => DistinguishedName,
        "folder:IsHidden" => false,
        _ => null,
    };

    internal bool HasChild(string name) =>
        Children.Any(child => string.Equals(child.DisplayName, name, StringComparison.OrdinalIgnoreCase));

    internal void Touch() => _version++;

    internal bool IsIn(SyntheticFolder other) => this == other || Parent?.IsIn(other) == true;

    internal MailboxItem Seeded(int number) => new(
        this, SyntheticId.OfItem(Mailbox.Key, Index, number),
        SyntheticItem.Make(this, number, Mailbox.StampOf(this, number), Mailbox.ReceivedOf(this, number)));

    internal MailboxItem SeededAssociated(int number)
    {
        long id = SyntheticId.FirstAssociated + number;
        ulong stamp = Mix.Of(Mailbox.Key, (ulong)Index, (ulong)id);
        return new MailboxItem(
            this, SyntheticId.OfItem(Mailbox.Key, Index, id),
            new SyntheticConfiguration(this, number, stamp, Mailbox.ReceivedOf(this, number)));
    }

    private static XElement ParentId(SyntheticFolder parent) =>
        DerivedProperties.Id("ParentFolderId", parent.Id, parent.ChangeKey);

    private XElement Permissions()
    {
        bool isCalendar = ElementName == "CalendarFolder";
        return new XElement(
            EwsXml.Types + "PermissionSet",
            new XElement(EwsXml.Types + (isCalendar ? "CalendarPermissions" : "Permissions")));
    }

    private bool Is(string folderClass) => FolderClass.StartsWith(folderClass, StringComparison.OrdinalIgnoreCase);
}
