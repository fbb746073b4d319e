using System;
using System.Collections.Generic;
using ThrottlingTools.Budgets;

namespace ThrottlingTools.Modelling;

/// <summary>What an operation costs in server time.</summary>
/// <param name="Base">For each request.</param>
/// <param name="PerItem">For each item, or each entry of a find.</param>
/// <param name="PerKilobyte">For each 1,024 bytes of item content that is read or written.</param>
public readonly record struct ServiceTime(TimeSpan Base, TimeSpan PerItem, TimeSpan PerKilobyte)
{
    /// <summary>
    /// How far requests are off, as a share of their time: the standard deviation, 0 or more. It takes effect where a
    /// model asks for noise.
    /// </summary>
    public double Noise { get; init; }

    /// <summary>The time of items without the request's base.</summary>
    /// <param name="items">How many.</param>
    /// <param name="bytes">Their content in bytes.</param>
    public TimeSpan OfItems(long items, long bytes) =>
        TimeSpan.FromTicks(PerItem.Ticks * items + PerKilobyte.Ticks * bytes / 1024);
}

/// <summary>
/// What operations cost in server time (assumption ServiceTimes: no cost table of EWS is public). Immutable.
/// </summary>
public sealed class ServiceTimes
{
    private readonly Dictionary<EwsOperation, ServiceTime> _times;

    private ServiceTimes(Dictionary<EwsOperation, ServiceTime> times) => _times = times;

    /// <summary>
    /// The defaults. The base is what servers logged: 2.0 ms for GetFolder (facts 3.3, QAZ), 24.6 ms for GetEvents
    /// (KIN), 2 ms for a whole GetStreamingEvents (KIN). Items read by GetItem cost what a folder read by GetFolder
    /// does; an entry of a find, which opens no object, a twentieth of that; a write five times a read.
    /// </summary>
    public static ServiceTimes Default { get; } = new(new Dictionary<EwsOperation, ServiceTime>
    {
        [EwsOperation.GetFolder] = Time(2, 0, 0),
        [EwsOperation.FindFolder] = Time(2, 0.1, 0),
        [EwsOperation.FindItem] = Time(2, 0.1, 0),
        [EwsOperation.GetItem] = Time(2, 2, 0.02),
        [EwsOperation.CreateItem] = Time(2, 10, 0.02),
        [EwsOperation.UpdateItem] = Time(2, 10, 0.02),
        [EwsOperation.DeleteItem] = Time(2, 10, 0),
        [EwsOperation.MoveItem] = Time(2, 10, 0),
        [EwsOperation.CopyItem] = Time(2, 10, 0.02),
        [EwsOperation.SendItem] = Time(2, 10, 0.02),
        [EwsOperation.UploadItems] = Time(2, 10, 0.02),
        [EwsOperation.ExportItems] = Time(2, 2, 0.02),
        [EwsOperation.SyncFolderHierarchy] = Time(2, 0.1, 0),
        [EwsOperation.SyncFolderItems] = Time(2, 0.1, 0),
        [EwsOperation.Subscribe] = Time(2, 2, 0),
        [EwsOperation.Unsubscribe] = Time(2, 0, 0),
        [EwsOperation.GetEvents] = Time(24.6, 0, 0),
        [EwsOperation.GetStreamingEvents] = Time(2, 0, 0),
        [EwsOperation.SendNotification] = Time(2, 0, 0),
        [EwsOperation.ResolveNames] = Time(2, 2, 0),
        [EwsOperation.Other] = Time(2, 0, 0),
        [EwsOperation.SearchMailboxes] = Time(2, 0.1, 0),
        [EwsOperation.CreateFolder] = Time(2, 10, 0),
        [EwsOperation.UpdateFolder] = Time(2, 10, 0),
        [EwsOperation.DeleteFolder] = Time(2, 10, 0),
        [EwsOperation.EmptyFolder] = Time(2, 10, 0),
        [EwsOperation.MoveFolder] = Time(2, 10, 0),
        [EwsOperation.MarkAllItemsAsRead] = Time(2, 10, 0),
        [EwsOperation.GetAttachment] = Time(2, 2, 0.02),
        [EwsOperation.CreateAttachment] = Time(2, 10, 0.02),
        [EwsOperation.DeleteAttachment] = Time(2, 10, 0),
    });

    /// <summary>2010: the share of the time that is spent in Active Directory, 0 to 1.</summary>
    public double DirectoryShare { get; private set; } = 0.1;

    /// <summary>2010: the share of the time that is spent in mailbox RPC, 0 to 1.</summary>
    public double MailboxRpcShare { get; private set; } = 0.5;

    /// <summary>The times of an operation.</summary>
    /// <param name="operation">The operation.</param>
    public ServiceTime this[EwsOperation operation] => _times[operation];

    /// <summary>A copy in which one operation costs something else.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="time">Its times; none of them negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">A time is negative.</exception>
    public ServiceTimes With(EwsOperation operation, ServiceTime time)
    {
        if (time.Base < TimeSpan.Zero || time.PerItem < TimeSpan.Zero || time.PerKilobyte < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(time), time, "A service time is never negative.");
        return new ServiceTimes(new Dictionary<EwsOperation, ServiceTime>(_times) { [operation] = time })
        {
            DirectoryShare = DirectoryShare, MailboxRpcShare = MailboxRpcShare,
        };
    }

    /// <summary>A copy in which everything costs so many times as much.</summary>
    /// <param name="factor">From 0, which costs nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, or no number.</exception>
    public ServiceTimes Times(double factor)
    {
        if (!(factor >= 0) || double.IsInfinity(factor))
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "A service time is never negative.");
        Dictionary<EwsOperation, ServiceTime> times = [];
        foreach (KeyValuePair<EwsOperation, ServiceTime> pair in _times)
            times[pair.Key] = new ServiceTime(
                Scale(pair.Value.Base, factor),
                Scale(pair.Value.PerItem, factor),
                Scale(pair.Value.PerKilobyte, factor));
        return new ServiceTimes(times) { DirectoryShare = DirectoryShare, MailboxRpcShare = MailboxRpcShare };
    }

    /// <summary>A copy with other shares of the 2010 parts.</summary>
    /// <param name="directory">In Active Directory, 0 to 1.</param>
    /// <param name="mailboxRpc">In mailbox RPC, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A share is not 0 to 1.</exception>
    public ServiceTimes WithShares(double directory, double mailboxRpc)
    {
        if (!(directory is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(directory), directory, "A share is 0 to 1.");
        if (!(mailboxRpc is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(mailboxRpc), mailboxRpc, "A share is 0 to 1.");
        return new ServiceTimes(_times) { DirectoryShare = directory, MailboxRpcShare = mailboxRpc };
    }

    /// <summary>Server time with its 2010 parts.</summary>
    /// <param name="time">The server time.</param>
    public ServerCharge Charge(TimeSpan time) => new(time, Part(time, DirectoryShare), Part(time, MailboxRpcShare));

    private static TimeSpan Scale(TimeSpan time, double factor) => TimeSpan.FromTicks((long)(time.Ticks * factor));

    private static TimeSpan Part(TimeSpan time, double share) => TimeSpan.FromTicks((long)(time.Ticks * share));

    private static ServiceTime Time(double baseMilliseconds, double perItem, double perKilobyte) =>
        new(Milliseconds(baseMilliseconds), Milliseconds(perItem), Milliseconds(perKilobyte));

    private static TimeSpan Milliseconds(double value) =>
        TimeSpan.FromTicks((long)Math.Round(value * TimeSpan.TicksPerMillisecond));
}
