using System.Text;

namespace ThrottlingTools.Ews;

/// <summary>What may stand before the root of a plain document.</summary>
internal static class PlainProlog
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private static readonly string[] Declarations =
    [
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
        "<?xml version='1.0' encoding='utf-8'?>", "<?xml version='1.0' encoding='UTF-8'?>",
        "<?xml version=\"1.0\"?>",
    ];

    /// <summary>Where the document goes on behind a byte order mark and one of the usual declarations.</summary>
    internal static int Skip(byte[] bytes)
    {
        int at = PlainBytes.StartsWith(bytes, 0, ByteOrderMark) ? ByteOrderMark.Length : 0;
        foreach (string declaration in Declarations)
            if (PlainBytes.StartsWith(bytes, at, Encoding.ASCII.GetBytes(declaration)))
                return at + declaration.Length;
        return at;
    }
}
