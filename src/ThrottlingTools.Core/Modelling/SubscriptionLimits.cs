using System.Collections.Generic;
using System.Linq;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Modelling;

/// <summary>What limits subscriptions, with its names; unlike the engine it needs no balance to be known.</summary>
internal sealed class SubscriptionLimits
{
    public SubscriptionLimits(ThrottlingProfile profile)
    {
        Release = profile.Release;
        HangingConnectionName = Release.UsesPercentTime() ? "EwsMaxConcurrency" : "HangingConnectionLimit";
        string[] names = ["EwsMaxSubscriptions", "EwsMaxConcurrency", HangingConnectionName];
        List<string> missing = names.Where(name => profile.Limit(name) is null).ToList();
        if (missing.Count > 0 && !Release.UsesPercentTime())
            throw Errors.ValueUnknown(profile.Name, missing);
        MaxSubscriptions = Read(profile, "EwsMaxSubscriptions");
        MaxConcurrency = Read(profile, "EwsMaxConcurrency");
        HangingConnections = Read(profile, HangingConnectionName);
        PerRequest = (int)Read(profile, "MaxSubscriptionsPerStreamingRequest");
    }

    public ExchangeRelease Release { get; }

    public Unlimited MaxSubscriptions { get; }

    public Unlimited MaxConcurrency { get; }

    /// <summary>Streaming connections; in 2010 a clone of EWSMaxConcurrency (learn-ews-throttling).</summary>
    public Unlimited HangingConnections { get; }

    public string HangingConnectionName { get; }

    public int PerRequest { get; }

    private static Unlimited Read(ThrottlingProfile profile, string name) =>
        profile.Limit(name) ?? Unlimited.UnlimitedValue;
}
