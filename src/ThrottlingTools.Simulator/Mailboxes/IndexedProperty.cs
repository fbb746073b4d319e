using System;
using System.Linq;
using System.Xml.Linq;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Mailboxes;

/// <summary>Properties that are entries of another one: an e-mail address of several, a header of a message.</summary>
internal static class IndexedProperty
{
    private static readonly XName Entry = EwsXml.Types + "Entry";

    /// <summary>The property that holds the entries, and the part of an entry that is meant.</summary>
    public static (string Container, string? Part) Split(string fieldUri)
    {
        string[] parts = fieldUri.Split(':');
        string? part = parts.Length > 2 ? parts[2] : null;
        return (parts.Length > 1 ? parts[1] : "") switch
        {
            "EmailAddress" => ("contacts:EmailAddresses", part),
            "PhysicalAddress" => ("contacts:PhysicalAddresses", part),
            "PhoneNumber" => ("contacts:PhoneNumbers", part),
            "ImAddress" => ("contacts:ImAddresses", part),
            "InternetMessageHeader" => ("item:InternetMessageHeaders", part),
            _ => (fieldUri, part),
        };
    }

    public static object? Read(MailboxItem item, string fieldUri, string index)
    {
        (string container, string? part) = Split(fieldUri);
        XElement? entry = Find(item.Read(container) as XElement, index);
        return part is null ? entry?.Value : entry?.Element(EwsXml.Types + part)?.Value;
    }

    /// <summary>The container with an entry's value replaced, or added.</summary>
    /// <param name="container">What is there; <c>null</c> for nothing.</param>
    /// <param name="given">The container with the one entry, as a client sent it.</param>
    /// <param name="index">Which entry.</param>
    public static XElement Set(XElement? container, XElement given, string index)
    {
        XElement result = container is null ? new XElement(given.Name) : new XElement(container);
        XElement? source = Find(given, index);
        XElement? target = Find(result, index);
        if (source is null)
            return result;
        if (target is null)
            result.Add(new XElement(source));
        else if (!source.HasElements)
            target.Value = source.Value;
        else
            foreach (XElement part in source.Elements())
            {
                target.Element(part.Name)?.Remove();
                target.Add(new XElement(part));
            }
        return result;
    }

    /// <summary>The container without an entry or one of its parts; <c>null</c> if nothing is left.</summary>
    public static XElement? Remove(XElement? container, string? part, string index)
    {
        if (container is null)
            return null;
        XElement result = new(container);
        XElement? entry = Find(result, index);
        if (part is null)
            entry?.Remove();
        else
            entry?.Element(EwsXml.Types + part)?.Remove();
        return result.HasElements ? result : null;
    }

    private static XElement? Find(XElement? container, string index) => container?.Elements().FirstOrDefault(entry =>
        entry.Name == Entry
            ? (string?)entry.Attribute("Key") == index
            : string.Equals((string?)entry.Attribute("HeaderName"), index, StringComparison.OrdinalIgnoreCase));
}
