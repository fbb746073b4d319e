using System;
using System.Collections.Generic;

namespace ThrottlingTools.Ews;

/// <summary>What the element of a property holds in the EWS schema.</summary>
public enum EwsValueKind
{
    /// <summary>Text.</summary>
    String,
    /// <summary>True or false.</summary>
    Boolean,
    /// <summary>A whole number of 32 bits.</summary>
    Integer,
    /// <summary>A whole number of 64 bits.</summary>
    Long,
    /// <summary>A number with a fraction.</summary>
    Double,
    /// <summary>A moment.</summary>
    DateTime,
    /// <summary>A length of time.</summary>
    Duration,
    /// <summary>One of the words that the schema allows.</summary>
    Enumeration,
    /// <summary>Base64.</summary>
    Binary,
    /// <summary>An attribute <c>Id</c>.</summary>
    Id,
    /// <summary>A list of <c>String</c> elements.</summary>
    Strings,
    /// <summary>One <c>Mailbox</c>.</summary>
    Mailbox,
    /// <summary>A list of <c>Mailbox</c> elements.</summary>
    Mailboxes,
    /// <summary>A list of <c>Attendee</c> elements.</summary>
    Attendees,
    /// <summary>Text with an attribute <c>BodyType</c>.</summary>
    Body,
    /// <summary>A list of <c>Entry</c> elements with keys; one is named by an IndexedFieldURI.</summary>
    Entries,
    /// <summary>Any other structure.</summary>
    Complex,
}

internal static class EwsValueKindExtensions
{
    private static readonly Dictionary<EwsValueKind, Type> Types = new()
    {
        [EwsValueKind.Boolean] = typeof(bool),
        [EwsValueKind.Integer] = typeof(int),
        [EwsValueKind.Long] = typeof(long),
        [EwsValueKind.Double] = typeof(double),
        [EwsValueKind.DateTime] = typeof(DateTimeOffset),
        [EwsValueKind.Duration] = typeof(TimeSpan),
        [EwsValueKind.Binary] = typeof(byte[]),
        [EwsValueKind.Strings] = typeof(string[]),
        [EwsValueKind.Mailboxes] = typeof(string[]),
        [EwsValueKind.Attendees] = typeof(string[]),
        [EwsValueKind.Entries] = typeof(object),
        [EwsValueKind.Complex] = typeof(object),
    };

    /// <summary>The type of .NET for the values.</summary>
    public static Type ToType(this EwsValueKind kind) =>
        Types.TryGetValue(kind, out Type? type) ? type : typeof(string);

    /// <summary>Whether a value is one thing that has an order.</summary>
    public static bool IsSimple(this EwsValueKind kind) => kind <= EwsValueKind.Enumeration;
}
