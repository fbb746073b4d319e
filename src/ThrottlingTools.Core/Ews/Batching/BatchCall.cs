using System.Collections.Generic;
using System.Threading.Tasks;

namespace ThrottlingTools.Ews;

/// <summary>A request about items that is under way.</summary>
internal sealed class BatchCall(
    PaceTicket ticket, IReadOnlyList<BatchEntry> entries, bool isLook,
    Task<EwsReply<IReadOnlyList<EwsItemResult>>> reply)
{
    public PaceTicket Ticket { get; } = ticket;

    public IReadOnlyList<BatchEntry> Entries { get; } = entries;

    public bool IsLook { get; } = isLook;

    public Task<EwsReply<IReadOnlyList<EwsItemResult>>> Reply { get; } = reply;
}
