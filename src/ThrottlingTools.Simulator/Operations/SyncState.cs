using System;
using ThrottlingTools.Simulator.Mailboxes;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>Where a synchronisation stands: opaque to clients.</summary>
/// <param name="Scope">The folder, and what of it.</param>
/// <param name="Next">The item with which the first listing goes on; items of the seed come before the written.</param>
/// <param name="Bound">The written item with which the first listing ends.</param>
/// <param name="Change">The change of the mailbox with which to go on then.</param>
internal readonly record struct SyncState(ulong Scope, long Next, long Bound, int Change)
{
    private const int Words = 5;

    private ulong Check => Mix.Of(Mix.Of(Scope, (ulong)Next), (ulong)Bound, (ulong)Change);

    /// <returns>The state; <c>null</c> for what is none of this scope's.</returns>
    public static SyncState? Parse(string text, ulong scope)
    {
        try
        {
            byte[] bytes = Convert.FromBase64String(text);
            if (bytes.Length != Words * sizeof(long))
                return null;
            SyncState state = new(
                BitConverter.ToUInt64(bytes, 0), BitConverter.ToInt64(bytes, 8), BitConverter.ToInt64(bytes, 16),
                (int)BitConverter.ToInt64(bytes, 24));
            return state.Scope == scope && state.Check == BitConverter.ToUInt64(bytes, 32) ? state : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    public override string ToString() => Convert.ToBase64String(
    [
        .. BitConverter.GetBytes(Scope), .. BitConverter.GetBytes(Next), .. BitConverter.GetBytes(Bound),
        .. BitConverter.GetBytes((long)Change), .. BitConverter.GetBytes(Check),
    ]);
}
