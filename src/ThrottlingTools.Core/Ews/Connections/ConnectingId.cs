using System;
using System.Linq;

namespace ThrottlingTools.Ews;

/// <summary>
/// Whom EWS impersonation acts as. A user principal name and an SMTP address look alike, so that a plain address is
/// taken as SMTP, and <c>upn:</c> before it says otherwise; <c>smtp:</c> and <c>sid:</c> are understood too. A text
/// that begins with <c>S-1-</c> is a SID.
/// </summary>
internal sealed class ConnectingId
{
    private const string Smtp = "PrimarySmtpAddress";

    private static readonly (string Prefix, string Element)[] Prefixes =
        [("smtp:", Smtp), ("upn:", "PrincipalName"), ("sid:", "SID")];

    private readonly string _text;

    private ConnectingId(string text, string element, string value)
    {
        _text = text;
        Element = element;
        Value = value;
    }

    /// <summary>The element in <c>ConnectingSID</c>.</summary>
    internal string Element { get; }

    internal string Value { get; }

    /// <summary>The mailbox's address, for routing; <c>null</c> where only an account is named.</summary>
    internal string? SmtpAddress => Element == Smtp ? Value : null;

    /// <summary>Reads a text.</summary>
    /// <exception cref="ThrottlingToolsException"><c>InvalidMailbox</c>.</exception>
    internal static ConnectingId Parse(string text)
    {
        string trimmed = text.Trim();
        (string prefix, string element) = Prefixes.FirstOrDefault(
            known => trimmed.StartsWith(known.Prefix, StringComparison.OrdinalIgnoreCase));
        string value = trimmed.Substring(prefix?.Length ?? 0);
        element ??= IsSid(value) ? "SID" : Smtp;
        bool isValid = element == "SID" ? IsSid(value) : IsAddress(value);
        return isValid ? new ConnectingId(trimmed, element, value) : throw Errors.InvalidMailbox(text);
    }

    /// <summary>Whether a text has the form name@domain.</summary>
    internal static bool IsAddress(string text)
    {
        int at = text.LastIndexOf('@');
        return at > 0 && at < text.Length - 1 && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));
    }

    /// <summary>As it was written.</summary>
    public override string ToString() => _text;

    private static bool IsSid(string text) =>
        text.StartsWith("S-1-", StringComparison.OrdinalIgnoreCase)
        && text.Length > 4 && text.Skip(4).All(c => c is '-' or (>= '0' and <= '9'));
}
