using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;

namespace ThrottlingTools.Connections;

/// <summary>
/// Takes addresses as text, and mailboxes as Get-Mailbox returns them. A connection or simulator that is piped is none.
/// </summary>
internal sealed class MailboxTransformationAttribute : ArgumentTransformationAttribute
{
    private static readonly string[] Names = ["PrimarySmtpAddress", "WindowsEmailAddress", "EmailAddress", "Mailbox"];

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (inputData is null)
            throw NoMailbox();
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        PSMemberInfoCollection<PSPropertyInfo> properties = PSObject.AsPSObject(inputData).Properties;
        if (properties["Uri"] is not null || properties["Connection"] is not null)
            return Array.Empty<string>(); // a server, which binds to other parameters
        return value is IEnumerable list and not string
            ? list.Cast<object?>().Select(AddressOf).ToArray()
            : new[] { AddressOf(inputData) };
    }

    private static string AddressOf(object? input)
    {
        PSObject wrapped = PSObject.AsPSObject(input ?? throw NoMailbox());
        return (wrapped.BaseObject as string
            ?? Names.Select(name => wrapped.Properties[name]?.Value?.ToString())
                .FirstOrDefault(found => found is not null)
            )?.Trim() is { Length: > 0 } address
            ? address
            : throw NoMailbox();
    }

    private static ArgumentTransformationMetadataException NoMailbox() =>
        new("A mailbox is an SMTP address, or has one.");
}
