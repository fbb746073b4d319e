using System;
using System.Collections.Generic;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>Asks for attachments with their contents.</summary>
public sealed class GetAttachmentRequest : EwsBatchRequest
{
    /// <summary>Makes a request.</summary>
    /// <param name="attachmentIds">The ids, which GetItem returns under <c>Attachments</c>; at least one.</param>
    /// <exception cref="ArgumentException">There is no id.</exception>
    public GetAttachmentRequest(IEnumerable<string> attachmentIds)
        : base(attachmentIds)
    {
    }

    /// <summary>Whether items that are attached come as MIME too.</summary>
    public bool IncludeMimeContent { get; init; }

    /// <inheritdoc/>
    public override string Operation => "GetAttachment";

    internal override void WriteBody(XmlWriter writer)
    {
        writer.WriteStartElement(Operation, EwsNames.Messages);
        if (IncludeMimeContent)
        {
            writer.WriteStartElement("AttachmentShape", EwsNames.Messages);
            writer.WriteElementString("IncludeMimeContent", EwsNames.Types, "true");
            writer.WriteEndElement();
        }
        writer.WriteStartElement("AttachmentIds", EwsNames.Messages);
        foreach (string id in Targets)
        {
            writer.WriteStartElement("AttachmentId", EwsNames.Types);
            writer.WriteAttributeString("Id", id);
            writer.WriteEndElement();
        }
        writer.WriteEndElement();
        writer.WriteEndElement();
    }
}
