namespace ThrottlingTools.Profiles;

/// <summary>
/// To whom a policy applies, from the widest to the narrowest (learn-workload-management). The narrowest that sets a
/// value wins.
/// </summary>
public enum ThrottlingPolicyScopeType
{
    /// <summary>The default policy, one per organization, for everyone.</summary>
    Global,
    /// <summary>Everyone in the organization; wins over Global.</summary>
    Organization,
    /// <summary>The mailboxes associated with the policy; wins over both.</summary>
    Regular,
}
