using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>MarkAllItemsAsRead: the read flag of all items of folders.</summary>
internal sealed class MarkAllItemsAsReadCall : MailboxCall
{
    private readonly bool _isRead;

    public MarkAllItemsAsReadCall(XElement operation, MailboxAccess access)
        : base(EwsOperation.MarkAllItemsAsRead, operation, "FolderIds", access) =>
        _isRead = Require(operation, "ReadFlag").Value.Trim() switch
        {
            "true" or "1" => true,
            "false" or "0" => false,
            _ => throw SoapFaultException.Schema("The ReadFlag is neither true nor false.", operation),
        };

    protected override WorkDone Work(int unit, ref int findCount)
    {
        SyntheticFolder folder = Access.Folder(Parts[unit]);
        if (folder.Contents.Count > FolderContents.MostChanged)
            throw new ItemErrorException(
                ThrottlingError.TimeoutExpired, "The folder holds too many items to be marked.");
        List<MailboxItem> items = Enumerable.Range(0, folder.Contents.Count).Select(place => folder.Contents[place])
            .Where(item => item.Read(MailboxItem.IsReadUri) is bool flag && flag != _isRead).ToList();
        foreach (MailboxItem item in items)
        {
            Dictionary<string, object?> values = item.Values.ToDictionary(pair => pair.Key, pair => pair.Value);
            values[MailboxItem.IsReadUri] = _isRead;
            Access.Own.Update(item, values);
        }
        return Succeed(unit, new WorkDone(items.Count, 0), _ => { });
    }
}
