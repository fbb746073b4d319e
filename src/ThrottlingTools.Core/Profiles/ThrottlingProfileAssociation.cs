namespace ThrottlingTools.Profiles;

/// <summary>
/// Which policy applies to a mailbox, in the shape of <c>Get-ThrottlingPolicyAssociation</c> (learn-ews-throttling),
/// and what it amounts to.
/// </summary>
public sealed class ThrottlingProfileAssociation
{
    /// <summary>Makes an association.</summary>
    /// <param name="objectId">The mailbox.</param>
    /// <param name="policyId">The associated policy; <c>null</c> where the default applies.</param>
    /// <param name="effectiveProfile">What applies.</param>
    public ThrottlingProfileAssociation(string objectId, string? policyId, ThrottlingProfile effectiveProfile)
    {
        ObjectId = objectId;
        ThrottlingPolicyId = policyId;
        EffectiveProfile = effectiveProfile;
    }

    /// <summary>The session that asked the server; <c>null</c> where no server was asked.</summary>
    public string? RunspaceId { get; init; }

    /// <summary>The mailbox.</summary>
    public string ObjectId { get; }

    /// <summary>The associated policy; <c>null</c> means that the default policy applies.</summary>
    public string? ThrottlingPolicyId { get; }

    /// <summary>The mailbox's name.</summary>
    public string? Name { get; init; }

    /// <summary>The mailbox's canonical name.</summary>
    public string? Identity { get; init; }

    /// <summary>Whether Exchange finds the object consistent; <c>null</c> where no server was asked.</summary>
    public bool? IsValid { get; init; }

    /// <summary>Whether the output hides personal data; <c>null</c> where no server was asked.</summary>
    public bool? NeedsToSuppressPii { get; init; }

    /// <summary>The version of the object, as Exchange prints it.</summary>
    public string? ExchangeVersion { get; init; }

    /// <summary>The mailbox's distinguished name.</summary>
    public string? DistinguishedName { get; init; }

    /// <summary>The mailbox's identifier.</summary>
    public string? Guid { get; init; }

    /// <summary>What applies: every value, and in its source the policy that sets it.</summary>
    public ThrottlingProfile EffectiveProfile { get; }
}
