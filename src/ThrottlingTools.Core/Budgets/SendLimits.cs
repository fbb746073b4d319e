using System;
using System.Collections.Generic;
using System.Linq;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Budgets;

/// <summary>What limits the messages that a mailbox sends (learn-ews-throttling).</summary>
public sealed class SendLimits
{
    private static readonly string[] Names =
        [nameof(MessageRateLimit), nameof(RecipientRateLimit), nameof(ForwardeeLimit)];

    /// <summary>
    /// Reads the limits of a profile. Blank is unlimited in Exchange 2010; later it is unknown, and what is unknown
    /// is not enforced, and named in <see cref="Unknown"/>.
    /// </summary>
    /// <param name="profile">The profile.</param>
    public SendLimits(ThrottlingProfile profile)
        : this(Read(profile, Names[0]), Read(profile, Names[1]), Read(profile, Names[2]))
    {
        bool isBlankUnknown = profile.Release.InheritsUnsetValues();
        Unknown = Names
            .Where(name => profile.Limit(name) is null)
            .Where(name => isBlankUnknown || profile.Find(name) is not { IsKnown: true })
            .ToArray();
    }

    /// <summary>Makes limits of numbers.</summary>
    /// <param name="messageRateLimit">Messages a minute.</param>
    /// <param name="recipientRateLimit">Recipients in 24 hours.</param>
    /// <param name="forwardeeLimit">Recipients of forwarding Inbox rules.</param>
    public SendLimits(Unlimited messageRateLimit, Unlimited recipientRateLimit, Unlimited forwardeeLimit)
    {
        MessageRateLimit = messageRateLimit;
        RecipientRateLimit = recipientRateLimit;
        ForwardeeLimit = forwardeeLimit;
        Unknown = [];
    }

    /// <summary>Messages a minute; what is more waits in the Outbox or in Drafts.</summary>
    public Unlimited MessageRateLimit { get; }

    /// <summary>Recipients in 24 hours, inside and outside the organization; what is more is refused.</summary>
    public Unlimited RecipientRateLimit { get; }

    /// <summary>
    /// Recipients to whom the Inbox rules forward or redirect. The number of messages is not limited
    /// (learn-set-throttlingpolicy).
    /// </summary>
    public Unlimited ForwardeeLimit { get; }

    /// <summary>Limits of which no source states the value.</summary>
    public IReadOnlyList<string> Unknown { get; }

    /// <summary>To how many recipients the Inbox rules of a mailbox forward (assumption Forwardees).</summary>
    /// <param name="recipients">To how many they would; 0 or more.</param>
    public int ForwardeesOf(int recipients) => (int)Math.Min(recipients, (long)ForwardeeLimit);

    private static Unlimited Read(ThrottlingProfile profile, string name) =>
        profile.Limit(name) ?? Unlimited.UnlimitedValue;
}
