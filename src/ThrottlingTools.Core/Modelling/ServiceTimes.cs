using System;
using System.Collections.Generic;
using System.IO;
using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Modelling;

/// <summary>
/// What operations cost in server time (assumption ServiceTimes: no cost table of EWS is public). Immutable.
/// </summary>
public sealed class ServiceTimes
{
    private readonly Dictionary<EwsOperation, ServiceTime> _times;
    private readonly Dictionary<EwsOperation, SettingSource> _sources;

    private ServiceTimes(
        Dictionary<EwsOperation, ServiceTime> times, Dictionary<EwsOperation, SettingSource> sources)
    {
        _times = times;
        _sources = sources;
    }

    /// <summary>
    /// The defaults, as the data file beside this class states them, each with its source. The bases are what servers
    /// logged; no public source tells what an item costs, so that the rest is inferred, with low confidence.
    /// </summary>
    public static ServiceTimes Default { get; } = Read();

    /// <summary>2010: the share of the time that is spent in Active Directory, 0 to 1.</summary>
    public double DirectoryShare { get; private init; }

    /// <summary>2010: the share of the time that is spent in mailbox RPC, 0 to 1.</summary>
    public double MailboxRpcShare { get; private init; }

    /// <summary>The times of an operation.</summary>
    /// <param name="operation">The operation.</param>
    public ServiceTime this[EwsOperation operation] => _times[operation];

    /// <summary>Where the times of an operation come from.</summary>
    /// <param name="operation">The operation.</param>
    public SettingSource SourceOf(EwsOperation operation) => _sources[operation];

    /// <summary>A copy in which one operation costs something else.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="time">Its times; none of them negative.</param>
    /// <param name="source">Where they come from; <c>null</c>: the caller declares them.</param>
    /// <exception cref="ArgumentOutOfRangeException">A time is negative.</exception>
    public ServiceTimes With(EwsOperation operation, ServiceTime time, SettingSource? source = null)
    {
        bool isTime = time.Base >= TimeSpan.Zero && time.PerItem >= TimeSpan.Zero && time.PerKilobyte >= TimeSpan.Zero;
        if (!isTime || !(time.Noise >= 0))
            throw new ArgumentOutOfRangeException(nameof(time), time, "A service time is never negative.");
        return Copy(
            new Dictionary<EwsOperation, ServiceTime>(_times) { [operation] = time },
            new Dictionary<EwsOperation, SettingSource>(_sources)
            {
                [operation] = source ?? SettingSource.Declared("the caller"),
            });
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
        {
            times[pair.Key] = pair.Value with
            {
                Base = Scale(pair.Value.Base, factor),
                PerItem = Scale(pair.Value.PerItem, factor),
                PerKilobyte = Scale(pair.Value.PerKilobyte, factor),
            };
        }
        return Copy(times, _sources);
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
        return new ServiceTimes(_times, _sources) { DirectoryShare = directory, MailboxRpcShare = mailboxRpc };
    }

    /// <summary>Server time with its 2010 parts.</summary>
    /// <param name="time">The server time.</param>
    public ServerCharge Charge(TimeSpan time) => new(time, Part(time, DirectoryShare), Part(time, MailboxRpcShare));

    private static TimeSpan Scale(TimeSpan time, double factor) => TimeSpan.FromTicks((long)(time.Ticks * factor));

    private static TimeSpan Part(TimeSpan time, double share) => TimeSpan.FromTicks((long)(time.Ticks * share));

    private ServiceTimes Copy(
        Dictionary<EwsOperation, ServiceTime> times, Dictionary<EwsOperation, SettingSource> sources) =>
        new(times, sources) { DirectoryShare = DirectoryShare, MailboxRpcShare = MailboxRpcShare };

    private static ServiceTimes Read()
    {
        const string Resource = "ThrottlingTools.Modelling.Data.ServiceTimes.xml";
        using Stream stream = typeof(ServiceTimes).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is missing from the build.");
        XElement root = XElement.Load(stream);
        Dictionary<EwsOperation, ServiceTime> times = [];
        Dictionary<EwsOperation, SettingSource> sources = [];
        foreach (XElement element in root.Elements("operation"))
        {
            EwsOperation operation = Choice<EwsOperation>(element, "name");
            times.Add(operation, new ServiceTime(
                Milliseconds(element, "base"), Milliseconds(element, "perItem"), Milliseconds(element, "perKilobyte"))
            {
                Noise = (double)root.Attribute("noise")!,
            });
            sources.Add(operation, new SettingSource(
                Choice<ValueSource>(element, "source"), Choice<Confidence>(element, "confidence"),
                (string)element.Attribute("reference")!));
        }
        return new ServiceTimes(times, sources)
        {
            DirectoryShare = (double)root.Attribute("directoryShare")!,
            MailboxRpcShare = (double)root.Attribute("mailboxRpcShare")!,
        };
    }

    private static T Choice<T>(XElement element, string name)
        where T : struct, Enum => (T)Enum.Parse(typeof(T), (string)element.Attribute(name)!);

    private static TimeSpan Milliseconds(XElement element, string name) => TimeSpan.FromTicks(
        (long)Math.Round((double)element.Attribute(name)! * TimeSpan.TicksPerMillisecond));
}
