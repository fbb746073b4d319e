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

    /// <summary>Writes what stands inside the SOAP body.</summary>
    internal abstract void WriteBody(XmlWriter writer);
}
