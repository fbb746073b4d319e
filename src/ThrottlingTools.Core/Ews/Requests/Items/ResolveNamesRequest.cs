using System.Linq;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>Where names are looked up. The names are those of EWS.</summary>
public enum EwsSearchScope
{
    /// <summary>The directory, then the contacts.</summary>
    ActiveDirectoryContacts,
    /// <summary>The directory.</summary>
    ActiveDirectory,
    /// <summary>The contacts, then the directory.</summary>
    ContactsActiveDirectory,
    /// <summary>The contacts.</summary>
    Contacts,
}

/// <summary>Looks up whom a name, an alias or an address means, which costs the server a search.</summary>
public sealed class ResolveNamesRequest : EwsRequest
{
    private const string NoResults = "ErrorNameResolutionNoResults";

    /// <summary>Makes a request.</summary>
    /// <param name="unresolvedEntry">What a name, alias or address begins with.</param>
    public ResolveNamesRequest(string unresolvedEntry) => UnresolvedEntry = unresolvedEntry;

    /// <summary>What a name, alias or address begins with.</summary>
    public string UnresolvedEntry { get; }

    /// <summary>Whether contacts come whole.</summary>
    public bool ReturnFullContactData { get; init; }

    /// <summary>Where to look.</summary>
    public EwsSearchScope SearchScope { get; init; }

    /// <inheritdoc/>
    public override string Operation => "ResolveNames";

    internal override void WriteBody(XmlWriter writer)
    {
        writer.WriteStartElement(Operation, EwsNames.Messages);
        writer.WriteAttributeString("ReturnFullContactData", XmlConvert.ToString(ReturnFullContactData));
        writer.WriteAttributeString("SearchScope", SearchScope.ToString());
        writer.WriteElementString("UnresolvedEntry", EwsNames.Messages, UnresolvedEntry);
        writer.WriteEndElement();
    }

    // That nobody matches is an answer.
    internal override SoapFailure? FailureOf(SoapReply reply) =>
        reply.Fault ?? reply.Messages
            .FirstOrDefault(message => message.IsError && message.Status.ResponseCode != NoResults)?.Status;
}
