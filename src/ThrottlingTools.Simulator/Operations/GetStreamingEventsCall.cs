using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml;
using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Simulator.Notifications;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>GetStreamingEvents: a connection over which events come until it times out.</summary>
internal sealed class GetStreamingEventsCall : OperationCall
{
    private const int MaxTimeoutMinutes = 30; // learn-getstreamingevents
    private const int MaxSubscriptions = 200; // learn-ews-affinity: in one request

    private readonly MailboxAccess _access;
    private readonly TimeSpan _timeout;
    private readonly List<Subscription> _subscriptions = [];
    private readonly List<string> _failed = [];

    public GetStreamingEventsCall(XElement operation, MailboxAccess access)
        : base(EwsOperation.GetStreamingEvents, [operation])
    {
        _access = access;
        XElement[] ids = Require(operation, "SubscriptionIds").Elements(EwsXml.Types + "SubscriptionId").ToArray();
        if (ids.Length == 0)
            throw SoapFaultException.Missing(operation, "SubscriptionId");
        if (ids.Length > MaxSubscriptions)
            throw new SoapFaultException(
                "ErrorInvalidRequest", $"The request is invalid. It names more than {MaxSubscriptions} subscriptions.");
        Ids = Array.ConvertAll(ids, id => id.Value.Trim());
        _timeout = SubscribeCall.ReadMinutes(Require(operation, "ConnectionTimeout"), MaxTimeoutMinutes);
    }

    private string[] Ids { get; }

    public override WorkDone Run(int unit, ref int findCount)
    {
        ItemError? first = null;
        foreach (string id in Ids)
        {
            Subscription? subscription = _access.Subscription(id, out ItemError? error);
            if (subscription is { Request.Kind: not SubscriptionKind.Streaming })
                (subscription, error) = (null, SubscriptionErrors.Invalid);
            if (subscription is not null)
            {
                _subscriptions.Add(subscription);
                continue;
            }
            first ??= error;
            _failed.Add(id);
        }
        return first is not null ? Fail(unit, first) : Succeed(unit, new WorkDone(Ids.Length, 0), _ => { });
    }

    public override Stream? OpenStream(Action onClosed) => HasErrors
        ? null
        : new EventStream(
            _subscriptions, _timeout, _access.Server.Subscriptions, _access.Server.Clock, _access.Server.Release,
            onClosed);

    protected override void WriteErrorContent(XmlWriter writer) => StreamingReply.WriteFailed(writer, _failed);
}
