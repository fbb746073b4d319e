using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using ThrottlingTools.Budgets;
using ThrottlingTools.Modelling;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulator.Faults;
using ThrottlingTools.Simulator.Http;
using ThrottlingTools.Simulator.Logs;
using ThrottlingTools.Timing;

namespace ThrottlingTools.Simulator;

/// <summary>What is simulated.</summary>
public sealed class SimulatorOptions
{
    private const string BasicChallenge = "Basic realm=\"localhost\"";

    /// <summary>The profile that is enforced for every caller; Exchange 2016 unless set.</summary>
    public ThrottlingProfile Profile { get; init; } = ProfileCatalogue.Get(ExchangeRelease.Exchange2016);

    /// <summary>The mailbox of the caller.</summary>
    public string MailboxAddress { get; init; } = "user@contoso.com";

    /// <summary>Further mailboxes, which the caller can impersonate.</summary>
    public IReadOnlyList<string> AdditionalMailboxes { get; init; } = [];

    /// <summary>
    /// How many further mailboxes there are, from 0: user1, user2 ... in the domain of <see cref="MailboxAddress"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int MailboxCount
    {
        get;
        init => field = value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "There are no or more mailboxes.");
    }

    /// <summary>
    /// The WWW-Authenticate headers of a 401. <see cref="ExchangeChallenges"/> are those of a server; many clients
    /// then choose NTLM, which the simulator does not speak, so that Basic alone is the default.
    /// </summary>
    public IReadOnlyList<string> Challenges { get; init; } = BasicChallenges;

    /// <summary>What a server sends where Basic authentication alone is on.</summary>
    public static IReadOnlyList<string> BasicChallenges { get; } = [BasicChallenge];

    /// <summary>
    /// What Exchange sends where Basic authentication is on beside Integrated Windows authentication.
    /// </summary>
    public static IReadOnlyList<string> ExchangeChallenges { get; } = ["Negotiate", "NTLM", BasicChallenge];

    /// <summary>New messages per minute of server time that notifications tell of, in each mailbox; from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, or no number.</exception>
    public double NewMailPerMinute
    {
        get;
        init => field = value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "No or more messages come.");
    }

    /// <summary>Items in the Inbox of each mailbox, from 0; they take no memory.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int ItemCount
    {
        get;
        init => field = value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A mailbox holds no or more items.");
    } = 1000;

    /// <summary>What the mailboxes are computed from.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The TCP port, 1 to 65535; 0 takes a free one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is no port.</exception>
    public int Port
    {
        get;
        init => field = value is >= 0 and <= 65535
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A port is 1 to 65535, or 0 for a free one.");
    }

    /// <summary>
    /// How many seconds pass for the server in a real second; above 0. Back-off hints are in real time.
    /// </summary>
    public double TimeScale { get; init; } = 1;

    /// <summary>The state of the server and its network, which can be changed while it runs.</summary>
    public Conditions Conditions { get; init; } = new();

    /// <summary>
    /// How busy the server is and how healthy its database from a time after its start on. It shows with the first
    /// request that comes then.
    /// </summary>
    public IReadOnlyList<WorkloadHealth> Health { get; init; } = [];

    /// <summary>What operations cost; part of the <see cref="Conditions"/>.</summary>
    public ServiceTimes ServiceTimes
    {
        get => Conditions.ServiceTimes;
        init => Conditions.ServiceTimes = value;
    }

    /// <summary>Hears of each request when it is answered, in one line; on any thread.</summary>
    public Action<string>? RequestLog { get; init; }

    /// <summary>
    /// The directory for server logs in the formats of Exchange and IIS; <c>null</c> for none.
    /// </summary>
    public string? LogPath { get; init; }

    /// <summary>
    /// Who may log on by Basic authentication; <c>null</c> lets every user name and password in, but nobody without,
    /// and takes bearer tokens too.
    /// </summary>
    public NetworkCredential? Credential { get; init; }

    /// <summary>
    /// Whether a bearer token is taken beside the <see cref="Credential"/>: its upn, unique_name, smtp or appid claim
    /// names the caller, and neither signature nor expiry is checked.
    /// </summary>
    public bool IsTokenAllowed { get; init; }

    /// <summary>What goes wrong, beside throttling.</summary>
    public FaultPlan Faults { get; init; } = FaultPlan.None;

    /// <summary>Whether other machines may connect; it takes a <see cref="Credential"/> then, and no tokens.</summary>
    public bool IsRemoteAllowed { get; init; }

    /// <summary>What is assumed where no source tells; the defaults if <c>null</c>.</summary>
    public AssumptionSet? Assumptions { get; init; }

    /// <summary>The clock, for tests; a clock with <see cref="TimeScale"/> if <c>null</c>.</summary>
    internal IClock? Clock { get; init; }

    internal Action<RequestTrace>? TraceObserver { get; init; }

    internal HttpLimits HttpLimits { get; init; } = new();

    internal IEnumerable<string> NumberedMailboxes()
    {
        string domain = MailboxAddress.Substring(MailboxAddress.IndexOf('@') + 1);
        return Enumerable.Range(1, MailboxCount).Select(number => $"user{number}@{domain}");
    }

    internal IClock MakeClock() => Clock ?? new SystemClock(TimeScale);
}
