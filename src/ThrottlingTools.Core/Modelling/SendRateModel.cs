using System;
using System.Globalization;
using System.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Modelling;

/// <summary>
/// Predicts what becomes of messages that a mailbox sends: <see cref="SendBudget"/> for evenly spaced messages, counted
/// minute by minute, so that a thousand million messages take no longer than a thousand.
/// </summary>
public static class SendRateModel
{
    /// <summary>The most messages that are accepted.</summary>
    public const long MaxMessages = 1_000_000_000;

    /// <summary>The longest period that is accepted.</summary>
    public static TimeSpan MaxPeriod { get; } = TimeSpan.FromDays(366);

    /// <summary>Predicts. Equal arguments give equal results.</summary>
    /// <param name="profile">The sender's profile.</param>
    /// <param name="messages">How many messages; 1 to <see cref="MaxMessages"/>.</param>
    /// <param name="recipientsPerMessage">The recipients of each; 1 or more.</param>
    /// <param name="period">
    /// The time over which they are submitted evenly, up to <see cref="MaxPeriod"/>; zero for all at once.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not in its range.</exception>
    public static SendRateResult Predict(
        ThrottlingProfile profile, long messages, int recipientsPerMessage, TimeSpan period)
    {
        Require(messages is >= 1 and <= MaxMessages, nameof(messages), messages);
        Require(recipientsPerMessage >= 1, nameof(recipientsPerMessage), recipientsPerMessage);
        Require(period >= TimeSpan.Zero && period <= MaxPeriod, nameof(period), period);
        SendLimits limits = new(profile);
        SendRateRun run = new(limits, messages, recipientsPerMessage, period);
        run.ToEnd();
        SendRateResult result = new()
        {
            Profile = profile.Name,
            Messages = messages,
            RecipientsPerMessage = recipientsPerMessage,
            Period = period,
            Delivered = limits.MessageRateLimit == 0 ? 0 : run.Accepted,
            Deferred = run.Deferred,
            Refused = messages - run.Accepted,
            LongestQueue = run.LongestQueue,
            LastDelivered = run.LastDelivered,
            FirstRefused = run.FirstRefused,
            ShortestPeriod = ShortestPeriod(limits, messages, recipientsPerMessage),
            LimitedBy = run.Accepted < messages ? nameof(SendLimits.RecipientRateLimit)
                : run.Deferred > 0 ? nameof(SendLimits.MessageRateLimit) : "",
            Limit = run.Accepted < messages ? limits.RecipientRateLimit
                : run.Deferred > 0 ? limits.MessageRateLimit : null,
            UnknownLimits = limits.Unknown.Where(name => name != nameof(SendLimits.ForwardeeLimit)).ToArray(),
            AssumptionsUsed = UsedBy(run, messages),
        };
        result.Reason = Explain(result);
        return result;
    }

    private static AssumptionUse UsedBy(SendRateRun run, long messages) =>
        (run.Deferred > 0 ? AssumptionUse.MessageRateWindow : AssumptionUse.None)
        | (run.Accepted < messages
            ? AssumptionUse.RecipientRateWindow | AssumptionUse.RecipientRateRefusal
            : AssumptionUse.None);

    private static TimeSpan? ShortestPeriod(SendLimits limits, long messages, int recipients)
    {
        long perMinute = (long)limits.MessageRateLimit;
        long perDay = limits.RecipientRateLimit.IsUnlimited
            ? long.MaxValue
            : limits.RecipientRateLimit.Value / recipients;
        if (perMinute == 0 || perDay == 0)
            return null;
        decimal minutes = FullWindowsBefore(messages, perMinute);
        long days = FullWindowsBefore(messages, perDay);
        long ofLastDay = days == 0 ? messages : messages - days * perDay;
        minutes = Math.Max(minutes, days * 1440m + FullWindowsBefore(ofLastDay, perMinute));
        decimal ticks = minutes * SendBudget.RateWindow.Ticks;
        return ticks > long.MaxValue ? null : TimeSpan.FromTicks((long)ticks);
    }

    private static long FullWindowsBefore(long messages, long perWindow) => (messages - 1) / perWindow;

    private static string Explain(SendRateResult result)
    {
        string reason = result.Refused > 0
            ? Text("{0:N0} of {1:N0} messages are refused: RecipientRateLimit allows {2} recipients in 24 hours.",
                result.Refused, result.Messages, result.Limit)
            : result.Deferred > 0
                ? Text("{0:N0} of {1:N0} messages wait in the Outbox or in Drafts: MessageRateLimit is {2} a minute.",
                    result.Deferred, result.Messages, result.Limit)
                : "Every message is delivered when it is submitted.";
        string unknown = string.Join(", ", result.UnknownLimits);
        return unknown.Length == 0 ? reason : reason + Text(" Unknown, and left out: {0}.", unknown);
    }

    private static string Text(string format, params object?[] values) =>
        string.Format(CultureInfo.InvariantCulture, format, values);

    private static void Require(bool condition, string name, object value)
    {
        if (!condition)
            throw new ArgumentOutOfRangeException(name, value, "The number is not in its range.");
    }
}
