using System.Threading;
using System.Xml.Linq;

namespace ThrottlingTools.Simulator.Soap;

/// <summary>
/// Names and namespaces that were read lately, found without making text of them. Bounded: one takes the place of
/// another. Safe for threads.
/// </summary>
internal static class XmlNames
{
    private const int Places = 1024;
    private const int LongestKept = 128;

    private static readonly XName?[] Names = new XName?[Places];
    private static readonly XNamespace?[] Namespaces = new XNamespace?[Places];

    public static XName Get(XNamespace space, XmlSlice name)
    {
        ref XName? place = ref Names[(name.GetHashCode() ^ space.GetHashCode()) & (Places - 1)];
        if (Volatile.Read(ref place) is { } kept && kept.Namespace == space && name.Is(kept.LocalName))
            return kept;
        XName read = space + name.ToString();
        if (name.Length <= LongestKept)
            Volatile.Write(ref place, read);
        return read;
    }

    public static XNamespace GetNamespace(XmlSlice uri)
    {
        ref XNamespace? place = ref Namespaces[uri.GetHashCode() & (Places - 1)];
        if (Volatile.Read(ref place) is { } kept && uri.Is(kept.NamespaceName))
            return kept;
        XNamespace read = XNamespace.Get(uri.ToString());
        if (uri.Length <= LongestKept)
            Volatile.Write(ref place, read);
        return read;
    }
}
