using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>The names of one document, of which there may only be so many.</summary>
internal sealed class BoundedNameTable : NameTable
{
    // Twice what the quick way takes, which is far above what the schema of EWS has.
    private const int MaxNames = 4096;

    private int _count;

    /// <inheritdoc/>
    public override string Add(char[] key, int start, int len)
    {
        Count(Get(key, start, len));
        return base.Add(key, start, len);
    }

    /// <inheritdoc/>
    public override string Add(string key)
    {
        Count(Get(key));
        return base.Add(key);
    }

    private void Count(string? known)
    {
        if (known is null && ++_count > MaxNames)
            throw new XmlException($"It holds more than {MaxNames} different names.");
    }
}
