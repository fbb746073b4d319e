using System.Collections.Generic;
using System.Linq;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Budgets;

/// <summary>
/// What limits the callers of one protocol: requests at a time, and server time. Without a limit a value is Unlimited.
/// </summary>
public class BudgetLimits
{
    /// <summary>Reads the limits of a protocol. Unset is unlimited in 2010 and unknown later.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="type">The protocol.</param>
    /// <exception cref="ThrottlingToolsException"><c>ProfileValueUnknown</c>, naming every missing value.</exception>
    public BudgetLimits(ThrottlingProfile profile, BudgetType type)
        : this(profile, type, [])
    {
    }

    /// <summary>Reads the limits, and requires more values to be known.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="type">The protocol.</param>
    /// <param name="alsoRequired">Names of further parameters that have to be known from 2013 on.</param>
    protected BudgetLimits(ThrottlingProfile profile, BudgetType type, IEnumerable<string> alsoRequired)
    {
        Policy = profile.Name;
        Release = profile.Release;
        Type = type;
        UsesPercentTime = profile.Release.UsesPercentTime();
        MaxConcurrencyName = type + "MaxConcurrency";
        MaxBurstName = type + "MaxBurst";
        CutoffBalanceName = type + "CutoffBalance";
        string percentTime = type.Prefix2010() + "PercentTimeIn";
        PercentTimeInADName = percentTime + "AD";
        PercentTimeInCASName = percentTime + "CAS";
        PercentTimeInMailboxRPCName = percentTime + "MailboxRPC";
        Require(profile, new[] { MaxConcurrencyName, MaxBurstName, type + "RechargeRate", CutoffBalanceName }
            .Concat(alsoRequired));
        MaxConcurrency = Read(profile, MaxConcurrencyName);
        MaxBurst = Read(profile, MaxBurstName);
        RechargeRate = Read(profile, type + "RechargeRate");
        CutoffBalance = Read(profile, CutoffBalanceName);
        PercentTimeInAD = Read(profile, PercentTimeInADName);
        PercentTimeInCAS = Read(profile, PercentTimeInCASName);
        PercentTimeInMailboxRPC = Read(profile, PercentTimeInMailboxRPCName);
        IsServiceAccount = profile.Find("IsServiceAccount")?.Value is true;
        CpuStartPercent = type.IsHeldBackByCpu() ? Read(profile, "CPUStartPercent") : Unlimited.UnlimitedValue;
    }

    /// <summary>The profile's name.</summary>
    public string Policy { get; }

    /// <summary>The release whose rules apply.</summary>
    public ExchangeRelease Release { get; }

    /// <summary>The protocol.</summary>
    public BudgetType Type { get; }

    /// <summary>Whether budgets are percentages of a minute (2010) instead of a token bucket.</summary>
    public bool UsesPercentTime { get; }

    /// <summary>Requests at a time; streaming does not count.</summary>
    public Unlimited MaxConcurrency { get; }

    /// <summary>Capacity of the bucket in ms.</summary>
    public Unlimited MaxBurst { get; }

    /// <summary>Recharge in ms per hour.</summary>
    public Unlimited RechargeRate { get; }

    /// <summary>Debt in ms at which a caller is blocked.</summary>
    public Unlimited CutoffBalance { get; }

    /// <summary>2010: percent of a minute in Active Directory.</summary>
    public Unlimited PercentTimeInAD { get; }

    /// <summary>2010: percent of a minute in Client Access server code, which includes the other two.</summary>
    public Unlimited PercentTimeInCAS { get; }

    /// <summary>2010: percent of a minute in mailbox RPC.</summary>
    public Unlimited PercentTimeInMailboxRPC { get; }

    /// <summary>2010: CPU use of the server in percent from which on calls are delayed.</summary>
    public Unlimited CpuStartPercent { get; }

    /// <summary>
    /// Whether the policy slows its accounts when a server is unhealthy (learn-set-throttlingpolicy).
    /// </summary>
    public bool IsServiceAccount { get; }

    internal string MaxConcurrencyName { get; }

    internal string MaxBurstName { get; }

    internal string CutoffBalanceName { get; }

    internal string PercentTimeInADName { get; }

    internal string PercentTimeInCASName { get; }

    internal string PercentTimeInMailboxRPCName { get; }

    internal static bool IsReached(Unlimited limit, long count) => !limit.IsUnlimited && count >= limit.Value;

    private protected static Unlimited Read(ThrottlingProfile profile, string name) =>
        profile.Limit(name) ?? Unlimited.UnlimitedValue;

    private void Require(ThrottlingProfile profile, IEnumerable<string> names)
    {
        List<string> missing = UsesPercentTime ? [] : names.Where(name => profile.Limit(name) is null).ToList();
        if (missing.Count > 0)
            throw Errors.ValueUnknown(profile.Name, missing);
    }
}
