using System;

namespace ThrottlingTools.Ews;

/// <summary>A file or an item that is attached to an item.</summary>
public sealed class EwsAttachment
{
    internal EwsAttachment(string attachmentId) => AttachmentId = attachmentId;

    /// <summary>The id.</summary>
    public string AttachmentId { get; }

    /// <summary>The name of the file.</summary>
    public string? Name { get; internal init; }

    /// <summary>The MIME type.</summary>
    public string? ContentType { get; internal init; }

    /// <summary>The id by which a body refers to it.</summary>
    public string? ContentId { get; internal init; }

    /// <summary>The size in bytes.</summary>
    public long? Size { get; internal init; }

    /// <summary>Whether a body shows it.</summary>
    public bool? IsInline { get; internal init; }

    /// <summary>What is in the file, base64; <c>null</c> for an item.</summary>
    public string? Content { get; internal init; }

    /// <summary>The attached item; <c>null</c> for a file.</summary>
    public EwsItem? Item { get; internal init; }

    /// <summary>The bytes of <see cref="Content"/>; <c>null</c> where there is none.</summary>
    public byte[]? GetContent() => Content is null ? null : Convert.FromBase64String(Content);

    /// <summary>The name, or the id where there is none.</summary>
    public override string ToString() => Name ?? AttachmentId;
}
