using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Simulator.Mailboxes;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>DeleteItem: for good, into the recoverable items, or into Deleted Items.</summary>
internal sealed class DeleteItemCall : MailboxCall
{
    private readonly Disposal _disposal;
    private readonly bool _hasCancellations;
    private readonly bool _hasOccurrences;

    public DeleteItemCall(XElement operation, MailboxAccess access)
        : base(EwsOperation.DeleteItem, operation, "ItemIds", access)
    {
        _disposal = new Disposal(operation, access.Own);
        _hasCancellations = operation.Attribute("SendMeetingCancellations") is not null;
        _hasOccurrences = operation.Attribute("AffectedTaskOccurrences") is not null;
    }

    protected override WorkDone Work(int unit, ref int findCount)
    {
        MailboxItem item = Access.Item(Parts[unit]);
        if (item.ElementName == "CalendarItem" && !_hasCancellations)
            throw new ItemErrorException(
                "ErrorSendMeetingCancellationsRequired", "SendMeetingCancellations attribute is required.");
        if (item.ElementName == "Task" && !_hasOccurrences)
            throw new ItemErrorException(
                "ErrorAffectedTaskOccurrencesRequired", "AffectedTaskOccurrences attribute is required.");
        _disposal.Of(item);
        return Succeed(unit, new WorkDone(1, 0), _ => { });
    }
}
