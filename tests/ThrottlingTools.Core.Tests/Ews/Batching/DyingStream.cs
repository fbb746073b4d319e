using System;
using System.IO;

namespace ThrottlingTools.Core.Tests.Ews.Batching;

/// <summary>
/// A file in memory that keeps a part of the last write, and nothing after it, once its writer is dead.
/// </summary>
internal sealed class DyingStream : MemoryStream
{
    public DyingStream(byte[] content)
    {
        base.Write(content, 0, content.Length);
        Position = 0;
    }

    public bool IsDead { get; set; }

    /// <summary>How much of a write is kept after death, once.</summary>
    public int LastBytes { get; set; }

    public override void Write(byte[] buffer, int offset, int count)
    {
        int kept = IsDead ? Math.Min(LastBytes, count) : count;
        base.Write(buffer, offset, kept);
        if (IsDead)
            LastBytes = 0;
    }
}
