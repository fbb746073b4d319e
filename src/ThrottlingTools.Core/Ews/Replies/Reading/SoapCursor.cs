using System;
using System.Runtime.CompilerServices;

namespace ThrottlingTools.Ews;

/// <summary>
/// A forward reader over the elements of an untrusted document. It stands on an element; what of it was not looked at
/// is passed over by going on.
/// </summary>
internal abstract class SoapCursor
{
    // Far above what EWS sends; a limit only keeps a hostile or broken server from using up memory and stack.
    protected const int MaxDepth = 64;

    /// <summary>A tag.</summary>
    protected enum Tag
    {
        /// <summary>Of an element that begins.</summary>
        Start,
        /// <summary>Of an element that ends.</summary>
        End,
        /// <summary>None is left.</summary>
        None,
    }

    /// <summary>The depth of the element, from 1 for the root.</summary>
    internal int Depth { get; private set; }

    /// <summary>The name without its prefix; the same string whenever it is the same name.</summary>
    internal abstract string LocalName { get; }

    /// <summary>The text right before the end of the element that has just ended, after its last child.</summary>
    internal abstract string Text { get; }

    /// <summary>Reads that text as a time; false if it is no plain one, and is to be read as text.</summary>
    internal virtual bool TryReadDate(out DateTimeOffset date)
    {
        date = default;
        return false;
    }

    /// <summary>The value of an attribute without a prefix, before the first child is gone to.</summary>
    internal abstract string? Attribute(string name);

    /// <summary>Goes to the root element.</summary>
    /// <returns>Whether it has the name.</returns>
    internal abstract bool ToRoot(string name);

    /// <summary>Goes to the end of the document, behind its root element.</summary>
    internal abstract void ToEnd();

    /// <summary>Goes to the next child of an element.</summary>
    /// <param name="depth">The depth of the element.</param>
    /// <returns>Whether there is one. If not, the element has ended.</returns>
    [MethodImpl(PlainBytes.Hot)]
    internal bool NextChild(int depth)
    {
        while (true)
        {
            Tag tag = NextTag();
            if (tag == Tag.Start && ++Depth == depth + 1)
                return true;
            if (tag == Tag.None || (tag == Tag.End && --Depth < depth))
                return false;
        }
    }

    /// <summary>Takes the element and returns its text.</summary>
    internal string ReadText()
    {
        int depth = Depth;
        while (NextChild(depth))
        {
        }
        return Text;
    }

    /// <summary>Goes to the next tag. That of an empty element comes as two.</summary>
    protected abstract Tag NextTag();
}
