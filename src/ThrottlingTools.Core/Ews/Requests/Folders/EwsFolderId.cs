using System.Globalization;
using System.Linq;

namespace ThrottlingTools.Ews;

/// <summary>Names a folder: a well-known one by its distinguished name, any other by its id.</summary>
public sealed class EwsFolderId
{
    private const int LongestDistinguishedName = 64;

    private EwsFolderId(string value, bool isDistinguished, string? mailbox)
    {
        Value = value;
        IsDistinguished = isDistinguished;
        Mailbox = mailbox;
    }

    /// <summary>The distinguished name (such as <c>inbox</c>) or the id.</summary>
    public string Value { get; }

    /// <summary>Whether <see cref="Value"/> is a distinguished name.</summary>
    public bool IsDistinguished { get; }

    /// <summary>The SMTP address of the mailbox of a well-known folder; <c>null</c> for the caller's own.</summary>
    public string? Mailbox { get; }

    /// <summary>
    /// Makes a folder name of text: letters alone are a distinguished name in any casing, anything else is an id.
    /// </summary>
    /// <param name="text">The name or id.</param>
    /// <param name="mailbox">The SMTP address of the mailbox, used with a distinguished name.</param>
    /// <exception cref="ThrottlingToolsException"><c>InvalidFolder</c> for no text.</exception>
    public static EwsFolderId Parse(string text, string? mailbox = null)
    {
        string trimmed = text.Trim();
        if (trimmed.Length == 0)
            throw Errors.InvalidFolder(text);
        bool isName = trimmed.Length <= LongestDistinguishedName
            && trimmed.All(c => c is >= 'a' and <= 'z' or >= 'A' and <= 'Z');
        return new EwsFolderId(isName ? trimmed.ToLower(CultureInfo.InvariantCulture) : trimmed, isName, mailbox);
    }

    /// <summary>The distinguished name or the id.</summary>
    public override string ToString() => Value;
}
