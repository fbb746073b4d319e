using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>Makes items out of the data of ExportItems. From Exchange 2010 SP1 on.</summary>
public sealed class UploadItemsRequest : EwsBatchRequest
{
    private readonly EwsUpload[] _uploads;

    /// <summary>Makes a request.</summary>
    /// <param name="uploads">The items; at least one.</param>
    /// <exception cref="ArgumentException">There is no item.</exception>
    /// <exception cref="ThrottlingToolsException">
    /// <c>UploadNeedsFolderId</c>: a folder is named by its well-known name.
    /// </exception>
    public UploadItemsRequest(IEnumerable<EwsUpload> uploads)
        : this([.. uploads])
    {
    }

    private UploadItemsRequest(EwsUpload[] uploads)
        : base(uploads.Select((_, place) => place.ToString(CultureInfo.InvariantCulture)))
    {
        if (Array.Find(uploads, upload => upload.Folder.IsDistinguished) is { } named)
            throw Errors.UploadNeedsFolderId(named.Folder);
        _uploads = uploads;
    }

    /// <summary>The items.</summary>
    public IReadOnlyList<EwsUpload> Uploads => _uploads;

    /// <inheritdoc/>
    public override string Operation => "UploadItems";

    internal override void WriteBody(XmlWriter writer)
    {
        writer.WriteStartElement(Operation, EwsNames.Messages);
        writer.WriteStartElement("Items", EwsNames.Messages);
        foreach (EwsUpload upload in _uploads)
        {
            writer.WriteStartElement("Item", EwsNames.Types);
            writer.WriteAttributeString("CreateAction", upload.CreateAction.ToString());
            writer.WriteStartElement("ParentFolderId", EwsNames.Types);
            writer.WriteAttributeString("Id", upload.Folder.Value);
            writer.WriteEndElement();
            if (upload.ItemId is { } id)
                writer.WriteItemId(id);
            writer.WriteElementString("Data", EwsNames.Types, upload.Data);
            writer.WriteEndElement();
        }
        writer.WriteEndElement();
        writer.WriteEndElement();
    }
}
