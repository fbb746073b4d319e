using System.Xml.Linq;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>How a request deletes: its DeleteType.</summary>
internal sealed class Disposal
{
    private readonly SyntheticMailbox _mailbox;
    private readonly string? _folder;

    public Disposal(XElement operation, SyntheticMailbox mailbox)
    {
        _mailbox = mailbox;
        string type = (string?)operation.Attribute("DeleteType")
            ?? throw SoapFaultException.Missing(operation, "DeleteType");
        _folder = type switch
        {
            "HardDelete" => null,
            "SoftDelete" => "recoverableitemsdeletions",
            "MoveToDeletedItems" => "deleteditems",
            _ => throw SoapFaultException.Schema($"The value '{type}' is no DeleteType.", operation),
        };
    }

    /// <summary>Deletes an item.</summary>
    public void Of(MailboxItem item)
    {
        if (item.Id.IsAssociated && _folder is not null)
            throw new ItemErrorException(ItemErrors.NotForAssociated);
        if (Target is { } target && item.Folder != target)
            _mailbox.Move(item, target);
        else
            _mailbox.Delete(item);
    }

    /// <summary>Deletes a folder with all that is in it.</summary>
    public void Of(SyntheticFolder folder)
    {
        if (folder.DistinguishedName is not null)
            throw new ItemErrorException(ItemErrors.CannotDelete);
        if (Target is { } target && !folder.IsIn(target) && !target.IsIn(folder))
            _mailbox.MoveFolder(folder, target);
        else
            _mailbox.DeleteFolder(folder);
    }

    private SyntheticFolder? Target => _folder is null ? null : _mailbox.FindFolder(_folder);
}
