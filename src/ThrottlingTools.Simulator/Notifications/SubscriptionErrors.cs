using ThrottlingTools.Simulator.Operations;

namespace ThrottlingTools.Simulator.Notifications;

/// <summary>How notifications fail (learn-ews-notification-errors).</summary>
internal static class SubscriptionErrors
{
    public static readonly ItemError NotFound = new(
        "ErrorSubscriptionNotFound", "The subscription was not found: it has expired, or was ended.");

    public static readonly ItemError Invalid = new(
        "ErrorInvalidSubscription", "The subscription id is not valid for this operation.");

    public static readonly ItemError AccessDenied = new(
        "ErrorSubscriptionAccessDenied", "The caller did not make the subscription.");

    public static readonly ItemError NotPull = new(
        "ErrorInvalidPullSubscriptionId", "GetEvents works on pull subscriptions only.");

    public static readonly ItemError InvalidPushUrl = new(
        "ErrorInvalidPushSubscriptionUrl",
        "The push subscription URL is invalid. The simulator calls http and https addresses of this machine only, "
        + "unless remote connections are allowed.");

    public static readonly ItemError BadWatermark = new("ErrorInvalidWatermark", "The watermark is invalid.");

    public static readonly ItemError NewConnectionOpened = new(
        "ErrorNewEventStreamConnectionOpened", "Another connection now streams the events of the subscription.");

    public static readonly ItemError Missed = new(
        "ErrorMissedNotificationEvents", "Events were dropped because nobody fetched them.");
}
