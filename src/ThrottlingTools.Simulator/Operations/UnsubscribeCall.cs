using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Simulator.Notifications;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>Unsubscribe: ends a subscription.</summary>
internal sealed class UnsubscribeCall : OperationCall
{
    private readonly MailboxAccess _access;
    private readonly string _id;

    public UnsubscribeCall(XElement operation, MailboxAccess access) : base(EwsOperation.Unsubscribe, [operation])
    {
        _access = access;
        _id = Require(operation, "SubscriptionId").Value.Trim();
    }

    public override WorkDone Run(int unit, ref int findCount)
    {
        Subscription? subscription = _access.Subscription(_id, out ItemError? error);
        if (subscription is null)
            return Fail(unit, error!);
        _access.Server.Subscriptions.Remove(subscription);
        return Succeed(unit, new WorkDone(1, 0), _ => { });
    }
}
