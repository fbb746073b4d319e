using System;
using System.Collections.Generic;

namespace ThrottlingTools.Ews;

/// <summary>Turns the name of an item property into the FieldURI that asks for it.</summary>
public static class EwsFieldUri
{
    private static readonly HashSet<string> OfMessages = new(StringComparer.OrdinalIgnoreCase)
    {
        "Sender", "ToRecipients", "CcRecipients", "BccRecipients", "IsReadReceiptRequested",
        "IsDeliveryReceiptRequested", "ConversationIndex", "ConversationTopic", "From", "InternetMessageId", "IsRead",
        "IsResponseRequested",
        "References", "ReplyTo", "ReceivedBy", "ReceivedRepresenting",
    };

    /// <summary>
    /// Completes a plain name: <c>Subject</c> becomes <c>item:Subject</c>, <c>From</c> <c>message:From</c>.
    /// </summary>
    /// <param name="name">A plain name or a FieldURI, which stays as it is.</param>
    public static string Expand(string name) =>
        name.IndexOf(':') >= 0 ? name : (OfMessages.Contains(name) ? "message:" : "item:") + name;
}
