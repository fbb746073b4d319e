using System;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Budgets;

/// <summary>
/// What a mailbox may still send. Messages over MessageRateLimit are delivered later, not refused; messages that would
/// pass RecipientRateLimit are refused (learn-ews-throttling). Time never goes back.
/// </summary>
public readonly record struct SendBudget
{
    /// <summary>The time of MessageRateLimit.</summary>
    public static readonly TimeSpan RateWindow = TimeSpan.FromMinutes(1);

    /// <summary>The time of RecipientRateLimit.</summary>
    public static readonly TimeSpan QuotaWindow = TimeSpan.FromHours(24);

    private readonly Unlimited _messageRate;
    private readonly Unlimited _recipientRate;
    private readonly TimeSpan _start;

    /// <summary>Makes an unused budget.</summary>
    /// <param name="limits">The limits.</param>
    /// <param name="now">When the first message is submitted; minutes and days are counted from then on.</param>
    public SendBudget(SendLimits limits, TimeSpan now)
    {
        _messageRate = limits.MessageRateLimit;
        _recipientRate = limits.RecipientRateLimit;
        _start = now;
    }

    private long Day { get; init; }

    private long RecipientsOfDay { get; init; }

    /// <summary>The minute in which the last message so far is delivered, and how many are delivered in it.</summary>
    private long Minute { get; init; }

    private long MessagesOfMinute { get; init; }

    /// <summary>Decides about a message, and gives the budget after it.</summary>
    /// <param name="recipients">To how many recipients it goes; 0 or more.</param>
    /// <param name="now">When it is submitted.</param>
    /// <param name="after">The budget after it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of recipients is negative.</exception>
    public SendDecision Submit(int recipients, TimeSpan now, out SendBudget after)
    {
        if (recipients < 0)
            throw new ArgumentOutOfRangeException(nameof(recipients), recipients, "There are 0 or more recipients.");
        TimeSpan elapsed = now - _start;
        long day = elapsed.Ticks / QuotaWindow.Ticks;
        long addressed = (day == Day ? RecipientsOfDay : 0) + recipients;
        after = this;
        if (addressed > (long)_recipientRate)
            return new SendDecision(
                null, nameof(SendLimits.RecipientRateLimit), ThrottlingError.SubmissionQuotaExceeded,
                AssumptionUse.RecipientRateWindow | AssumptionUse.RecipientRateRefusal);
        after = this with { Day = day, RecipientsOfDay = addressed };
        if (_messageRate.IsUnlimited)
            return new SendDecision(now, "", null, AssumptionUse.None);
        return Deliver(after, elapsed, out after);
    }

    private SendDecision Deliver(SendBudget budget, TimeSpan elapsed, out SendBudget after)
    {
        after = budget;
        if (_messageRate == 0)
            return new SendDecision(null, nameof(SendLimits.MessageRateLimit), null, AssumptionUse.MessageRateWindow);
        long submitted = elapsed.Ticks / RateWindow.Ticks;
        (long minute, long messages) = submitted > Minute ? (submitted, 0) : (Minute, MessagesOfMinute);
        if (messages >= _messageRate.Value)
            (minute, messages) = (minute + 1, 0);
        after = budget with { Minute = minute, MessagesOfMinute = messages + 1 };
        return minute == submitted
            ? new SendDecision(_start + elapsed, "", null, AssumptionUse.None)
            : new SendDecision(
                _start + TimeSpan.FromTicks(minute * RateWindow.Ticks), nameof(SendLimits.MessageRateLimit), null,
                AssumptionUse.MessageRateWindow);
    }
}

/// <summary>What becomes of a message.</summary>
/// <param name="DeliveredAt">
/// When it is delivered; <c>null</c> if it is refused, or waits for ever because MessageRateLimit is 0.
/// </param>
/// <param name="LimitedBy">The limit that defers or refuses it; empty for none.</param>
/// <param name="ResponseCode">The error of a refused message; <c>null</c> for one that is taken.</param>
/// <param name="AssumptionsUsed">Which assumptions the decision rests on.</param>
public readonly record struct SendDecision(
    TimeSpan? DeliveredAt, string LimitedBy, string? ResponseCode, AssumptionUse AssumptionsUsed)
{
    /// <summary>Whether it is refused.</summary>
    public bool IsRefused => ResponseCode is not null;

    /// <summary>Whether it stays in the Outbox or in Drafts for a while.</summary>
    public bool IsDeferred => !IsRefused && LimitedBy.Length > 0;
}
