namespace ThrottlingTools.Simulator.Mailboxes;

/// <summary>Numbers that look random and are always the same.</summary>
internal static class Mix
{
    public static ulong Of(ulong first, ulong second, ulong third = 0) => Of(Of(Of(first) ^ second) ^ third);

    public static ulong Of(string text)
    {
        ulong hash = 14695981039346656037; // FNV-1a
        foreach (char c in text.ToUpperInvariant())
            hash = (hash ^ c) * 1099511628211;
        return hash;
    }

    private static ulong Of(ulong value)
    {
        value += 0x9E3779B97F4A7C15; // SplitMix64
        value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9;
        value = (value ^ value >> 27) * 0x94D049BB133111EB;
        return value ^ value >> 31;
    }
}
