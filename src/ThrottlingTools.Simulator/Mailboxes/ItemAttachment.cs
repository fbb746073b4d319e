using System;
using System.Xml.Linq;

namespace ThrottlingTools.Simulator.Mailboxes;

/// <summary>An attachment.</summary>
/// <param name="Number">Its number in its item; never used again.</param>
/// <param name="Name">The file name, or what an attached item is called.</param>
/// <param name="ContentType">The MIME type.</param>
/// <param name="Size">The content in bytes.</param>
/// <param name="Content">Makes the content of a file.</param>
internal sealed record ItemAttachment(int Number, string Name, string ContentType, int Size, Func<byte[]> Content)
{
    /// <summary>The attached item as it was given; <c>null</c> for a file.</summary>
    public XElement? Item { get; init; }

    public bool IsInline { get; init; }

    public string? ContentId { get; init; }

    public string? ContentLocation { get; init; }

    /// <summary>In UTC.</summary>
    public DateTime LastModified { get; init; }
}
