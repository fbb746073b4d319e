using System;

namespace ThrottlingTools.Ews;

/// <summary>A call that the pace has let go.</summary>
/// <param name="Items">How many items it may ask for.</param>
/// <param name="StartedAt">When it was let go.</param>
public sealed record PaceTicket(int Items, TimeSpan StartedAt);
