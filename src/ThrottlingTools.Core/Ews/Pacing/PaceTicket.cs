using System;

namespace ThrottlingTools.Ews;

/// <summary>A call that the pace has let go.</summary>
/// <param name="Items">How many items it may ask for.</param>
/// <param name="StartedAt">When it was let go.</param>
public sealed record PaceTicket(int Items, TimeSpan StartedAt)
{
    /// <summary>How many calls were under way then, this one included.</summary>
    internal int Calls { get; init; }

    /// <summary>How many items they asked for.</summary>
    internal int AllItems { get; init; }
}
