using System.Linq;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>An EWS operation with its arguments.</summary>
public abstract class EwsRequest
{
    private protected EwsRequest()
    {
    }

    /// <summary>The operation's name on the wire, such as <c>FindItem</c>.</summary>
    public abstract string Operation { get; }

    /// <summary>The SMTP address of the mailbox it is about; <c>null</c> for the caller's own.</summary>
    internal virtual string? Mailbox => null;

    /// <summary>How many response messages its answer holds.</summary>
    internal virtual int MessageCount => 1;

    /// <summary>Writes what stands inside the SOAP body.</summary>
    internal abstract void WriteBody(XmlWriter writer);

    /// <summary>Why the request as a whole failed; <c>null</c> if it did not.</summary>
    internal virtual SoapFailure? FailureOf(SoapReply reply) =>
        reply.Fault ?? reply.Messages.FirstOrDefault(message => message.IsError)?.Status;
}
