using System.Xml;
using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Simulator.Notifications;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>GetEvents: the events of a pull subscription after a watermark.</summary>
internal sealed class GetEventsCall : OperationCall
{
    private const int MaxEvents = 50; // learn-getstreamingevents

    private readonly MailboxAccess _access;
    private readonly string _id;
    private readonly string _watermark;

    public GetEventsCall(XElement operation, MailboxAccess access) : base(EwsOperation.GetEvents, [operation])
    {
        _access = access;
        _id = Require(operation, "SubscriptionId").Value.Trim();
        _watermark = Require(operation, "Watermark").Value.Trim();
    }

    public override WorkDone Run(int unit, ref int findCount)
    {
        Subscription? subscription = _access.Subscription(_id, out ItemError? error);
        if (subscription is null)
            return Fail(unit, error!);
        if (subscription.Request.Kind != SubscriptionKind.Pull)
            return Fail(unit, SubscriptionErrors.NotPull);
        if (Watermark.Parse(_watermark) is not { } after)
            return Fail(unit, SubscriptionErrors.BadWatermark);
        subscription.SeenAt = _access.Server.Clock.Now;
        _access.Server.Subscriptions.Pump(subscription.Request.Mailbox);
        if (subscription.HasMissed)
            return Fail(unit, SubscriptionErrors.Missed);
        Notice[] notices = subscription.ReadAfter(after, MaxEvents, out bool hasMore);
        return Succeed(unit, new WorkDone(notices.Length, 0), writer => Write(writer, notices, hasMore));
    }

    private void Write(XmlWriter writer, Notice[] notices, bool hasMore)
    {
        writer.WriteStartElement("m", "Notification", EwsXml.MessagesUri);
        EventXml.Text(writer, "SubscriptionId", _id);
        EventXml.Text(writer, "PreviousWatermark", _watermark);
        EventXml.Text(writer, "MoreEvents", XmlConvert.ToString(hasMore));
        foreach (Notice notice in notices)
            EventXml.Write(writer, notice, hasWatermark: true);
        if (notices.Length == 0)
            EventXml.WriteStatus(writer, _watermark);
        writer.WriteEndElement();
    }
}
