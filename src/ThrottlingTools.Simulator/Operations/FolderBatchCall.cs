using System.Xml;
using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>A call that answers one folder for each of its parts.</summary>
internal abstract class FolderBatchCall : MailboxCall
{
    protected FolderBatchCall(EwsOperation operation, XElement request, string listName, MailboxAccess access)
        : base(operation, request, listName, access)
    {
    }

    /// <summary>Does one part.</summary>
    /// <returns>The folder that is answered.</returns>
    /// <exception cref="ItemErrorException">The part failed.</exception>
    protected abstract XElement Do(XElement part);

    protected sealed override WorkDone Work(int unit, ref int findCount)
    {
        XElement folder = Do(Parts[unit]);
        return Succeed(
            unit, new WorkDone(1, 0), writer => FolderShape.Write(writer, "Folders", [folder], EwsXml.MessagesUri));
    }

    protected sealed override void WriteErrorContent(XmlWriter writer) =>
        writer.WriteElementString("m", "Folders", EwsXml.MessagesUri, "");
}
