using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>
/// What a find has returned so far, as much as it takes to tell whether an entry is new. Entries are added as they
/// come, and acknowledged, in the same order, once they were handed on; only those stand in a checkpoint.
/// </summary>
internal abstract class ReturnedItems
{
    /// <summary>Whether an entry was returned, or stands before the last one that was.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="key">Its sort key in ticks; <c>null</c> if it has none.</param>
    public abstract bool Contains(string id, long? key);

    /// <summary>Adds an entry that comes after all that were added.</summary>
    public abstract void Add(string id, long? key);

    /// <summary>The next of the added entries was handed on.</summary>
    public abstract void Acknowledge(string id, long? key);

    /// <summary>How many ids are kept for it.</summary>
    public abstract int IdCount { get; }

    /// <summary>Whether a view can have one entry straight before the other.</summary>
    public abstract bool IsOrdered(long? before, long? after);

    /// <summary>Writes what was acknowledged.</summary>
    public abstract void Write(XmlWriter writer);

    /// <summary>Reads what <see cref="Write"/> wrote; stands on the element and leaves it behind.</summary>
    public static ReturnedItems Read(XmlReader reader, bool? isDescending) => reader.LocalName switch
    {
        KeyFrontier.Element when isDescending is { } descending => KeyFrontier.ReadFrom(reader, descending),
        IdFingerprints.Element => IdFingerprints.ReadFrom(reader),
        _ => throw new XmlException($"'{reader.LocalName}' is unexpected."),
    };
}
