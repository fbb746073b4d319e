using System;
using System.Collections.Generic;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using System.Xml;
using ThrottlingTools.Budgets;

namespace ThrottlingTools.Ews;

/// <summary>A find in one mailbox, whose pages are to be fetched.</summary>
/// <typeparam name="T">What it finds.</typeparam>
public abstract class FindTarget<T>
    where T : class
{
    private protected FindTarget(EwsClient client, EwsFolderId folder, string? mailbox)
    {
        Client = client;
        Folder = folder;
        Mailbox = mailbox ?? folder.Mailbox ?? client.ImpersonatedMailbox;
        Owner = client.Owner;
        FolderName = folder.ToString();
    }

    /// <summary>What sends the requests.</summary>
    public EwsClient Client { get; }

    /// <summary>The folder.</summary>
    public EwsFolderId Folder { get; }

    /// <summary>The folder, for people: what they call it. The default is its distinguished name or id.</summary>
    public string FolderName { get; init; }

    /// <summary>The mailbox, for people; <c>null</c> for the caller's own.</summary>
    public string? Mailbox { get; }

    /// <summary>Who is charged. Finds of one owner share a pace.</summary>
    public BudgetOwner Owner { get; init; }

    /// <summary>The folder and the mailbox.</summary>
    public override string ToString() => Mailbox is null ? FolderName : $"{FolderName} of {Mailbox}";

    /// <summary>The operation's name on the wire.</summary>
    internal abstract string Operation { get; }

    /// <summary>
    /// Whether the last date comes first; <c>null</c> if the order is not that of a date that never changes.
    /// </summary>
    internal abstract bool? IsDescending { get; }

    /// <summary>Whether the find has a restriction or a query, so that other limits hold.</summary>
    internal abstract bool IsRestricted { get; }

    /// <summary>Everything that decides what is found and in which order, by name.</summary>
    internal abstract IEnumerable<(string Name, string Value)> Query { get; }

    internal abstract Task<FindReply<T>> FetchAsync(int offset, int size, CancellationToken cancellationToken);

    /// <summary>A restriction as it is sent.</summary>
    private protected static string TextOf(EwsRestriction? restriction)
    {
        StringBuilder text = new();
        using (XmlWriter writer = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true }))
        {
            writer.WriteStartElement("Find", EwsNames.Messages);
            writer.WriteRestriction(restriction);
            writer.WriteEndElement();
        }
        return restriction is null ? "" : text.ToString();
    }
}

/// <summary>What became of one request of a find, a slice of the view or an error, and how long it took.</summary>
internal sealed record FindReply<T>(FindSlice<T>? Slice, EwsError? Error, TimeSpan Elapsed)
    where T : class;

/// <summary>An entry of a view.</summary>
/// <param name="Value">What was found.</param>
/// <param name="Id">Its id.</param>
/// <param name="Key">Its sort key in ticks; <c>null</c> if there is none.</param>
/// <typeparam name="T">The type of what was found.</typeparam>
internal readonly record struct FindEntry<T>(T Value, string Id, long? Key)
    where T : class;

/// <summary>What one request of a find brought: entries that stand side by side in the view at that moment.</summary>
internal sealed class FindSlice<T>(FindEntry<T>[] entries, int? total, bool? includesLast, int? nextOffset)
    where T : class
{
    /// <summary>The entries; those that cannot be taken over have an empty id.</summary>
    public FindEntry<T>[] Entries { get; } = entries;

    /// <summary>How many of them stand in another folder than the one that was asked for.</summary>
    public int Foreign { get; init; }

    public int? TotalItemsInView { get; } = total;

    /// <summary>
    /// Whether the view ends with it, if it began at an offset. That it does is not believed where there are more.
    /// </summary>
    public bool IncludesLast(int offset) => includesLast is { } last
        ? last && !EndsEarly(offset)
        : TotalItemsInView is { } all ? offset + Entries.Length >= all : Entries.Length == 0;

    /// <summary>Whether it says that the view ends with it, and that there are more.</summary>
    public bool EndsEarly(int offset) => includesLast == true && offset + Entries.Length < TotalItemsInView;

    /// <summary>What in it cannot be true, in words; <c>null</c> if it fits together.</summary>
    public string? Flaw(int offset)
    {
        int end = offset + Entries.Length;
        if (EndsEarly(offset))
            return $"it says that it is the last, at {end} of {TotalItemsInView}";
        if (Entries.Length == 0)
            return null;
        if (Foreign > 0)
            return $"{Foreign} of its items stand in another folder";
        if (Array.Exists(Entries, entry => entry.Id.Length == 0))
            return "it holds items without an id";
        if (end > TotalItemsInView)
            return $"it ends at {end} of {TotalItemsInView}";
        return includesLast != true && nextOffset is { } next && next != end
            ? $"it goes on at {next} although it ends at {end}"
            : null;
    }
}
