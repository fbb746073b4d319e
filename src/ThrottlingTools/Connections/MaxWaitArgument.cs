using System;
using ThrottlingTools.Ews;

namespace ThrottlingTools.Connections;

/// <summary>Reads -MaxWait. A number alone would be one of ticks, and mean to give up at the first wait.</summary>
internal static class MaxWaitArgument
{
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(1);

    /// <summary>How to wait.</summary>
    /// <exception cref="ThrottlingToolsException"><c>InvalidMaxWait</c>.</exception>
    public static BackOffOptions ToBackOff(TimeSpan maxWait) => maxWait == TimeSpan.Zero || maxWait >= Least
        ? new BackOffOptions { MaxWait = maxWait }
        : throw Errors.InvalidMaxWait(maxWait);
}
