using System.Runtime.CompilerServices;
using System.Text;

namespace ThrottlingTools.Ews;

/// <summary>A text or the value of an attribute, as it stands in plain XML.</summary>
internal readonly struct PlainText(int start, int length, bool isCoded, bool isAttribute)
{
    internal int Start => start;

    internal int Length => length;

    /// <summary>The text that it means.</summary>
    /// <param name="bytes">The document.</param>
    [MethodImpl(PlainBytes.Hot)]
    internal string ToString(byte[] bytes) =>
        length == 0 ? "" : isCoded ? Decode(bytes) : Encoding.UTF8.GetString(bytes, start, length);

    // Line ends are one character, and white space in an attribute is a space, unless a reference names it (XML 1.0,
    // 2.11 and 3.3.3).
    [MethodImpl(PlainBytes.Hot)]
    private string Decode(byte[] bytes)
    {
        StringBuilder text = new(length);
        int end = start + length;
        int from = start;
        for (int at = start; at < end;)
        {
            byte next = bytes[at];
            if (next is not ((byte)'&' or (byte)'\r') && !(isAttribute && next is (byte)'\n' or (byte)'\t'))
            {
                at++;
                continue;
            }
            text.Append(Encoding.UTF8.GetString(bytes, from, at - from));
            if (next == '&')
            {
                text.Append(char.ConvertFromUtf32(PlainReference.Read(bytes, at, out int width)));
                at += width;
            }
            else
            {
                text.Append(isAttribute ? ' ' : '\n');
                at += next == '\r' && at + 1 < end && bytes[at + 1] == '\n' ? 2 : 1;
            }
            from = at;
        }
        return text.Append(Encoding.UTF8.GetString(bytes, from, end - from)).ToString();
    }
}

/// <summary>An attribute of the element on which the cursor stands.</summary>
internal readonly struct PlainAttribute(PlainName name, PlainText value)
{
    internal PlainName Name => name;

    internal PlainText Value => value;
}

/// <summary>An element that has begun.</summary>
internal readonly struct PlainElement(PlainName name, int declaredBefore)
{
    internal PlainName Name => name;

    /// <summary>How many prefixes were declared before it.</summary>
    internal int DeclaredBefore => declaredBefore;
}
