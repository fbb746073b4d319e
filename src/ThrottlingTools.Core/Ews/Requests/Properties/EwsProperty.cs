using System;
using System.Collections.Generic;

namespace ThrottlingTools.Ews;

/// <summary>A property of items or folders as the EWS schema has it.</summary>
public sealed class EwsProperty
{
    internal EwsProperty(string prefix, string name, EwsValueKind kind)
    {
        Name = name;
        FieldUri = prefix + ":" + name;
        Kind = kind;
    }

    /// <summary>The plain name, which is that of the element: <c>Subject</c>.</summary>
    public string Name { get; }

    /// <summary>What names it in requests: <c>item:Subject</c>.</summary>
    public string FieldUri { get; }

    /// <summary>What its element holds.</summary>
    public EwsValueKind Kind { get; }

    /// <summary>
    /// The type of its values; a mailbox is its address, a body its text. <see cref="object"/> for a structure.
    /// </summary>
    public Type ValueType => Kind.ToType();

    /// <summary>The words that the schema allows; none where any value is allowed.</summary>
    public IReadOnlyList<string> AllowedValues { get; internal init; } = [];

    /// <summary>
    /// Whether a find returns it. Bodies, recipients, attachments and other lists come by GetItem alone (FindItem
    /// operation, public documentation).
    /// </summary>
    public bool IsInFind { get; internal init; } = true;

    /// <summary>Whether the server alone sets it.</summary>
    public bool IsReadOnly { get; internal init; }

    /// <summary>Whether a find can be ordered by it: one value, and not only by GetItem.</summary>
    public bool IsSortable => IsInFind && (Kind.IsSimple() || Kind == EwsValueKind.Mailbox);

    /// <summary>Whether a restriction can test it. Of what has no order it tests whether a text is in it.</summary>
    public bool IsFilterable =>
        Kind.IsSimple() || Kind is EwsValueKind.Strings or EwsValueKind.Mailbox or EwsValueKind.Mailboxes
            or EwsValueKind.Attendees or EwsValueKind.Body;

    /// <summary>The FieldURI.</summary>
    public override string ToString() => FieldUri;
}
