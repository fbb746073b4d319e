using System;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Net;
using System.Security.Cryptography;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulator;

namespace ThrottlingTools.Simulation;

/// <summary>A simulator as a session sees it.</summary>
internal static class SimulatorObject
{
    /// <summary>The mailbox's address with a password that nobody knows.</summary>
    public static NetworkCredential RandomCredential(string mailbox)
    {
        byte[] bytes = new byte[24];
        using RandomNumberGenerator random = RandomNumberGenerator.Create();
        random.GetBytes(bytes);
        return new NetworkCredential(mailbox, Convert.ToBase64String(bytes));
    }

    /// <summary>Lets the runspace know of the property Credential, which nothing serialises.</summary>
    /// <remarks>
    /// A property of the object would be: Export-Clixml writes the password as it is where there is no Windows to
    /// encrypt it. A file of types would be in the way of a second copy of the module.
    /// </remarks>
    public static void Describe(PSCmdlet cmdlet) => cmdlet.InvokeCommand.InvokeScript(
        """
        Update-TypeData -Force -TypeName $args[0] -MemberType ScriptProperty -MemberName Credential -Value {
            if ($credential = $this.GetCredential()) {
                $domain = if ($credential.Domain) { "$($credential.Domain)\" }
                [pscredential]::new("$domain$($credential.UserName)", $credential.SecurePassword)
            }
        }
        Update-TypeData -Force -TypeName $args[0] -SerializationMethod SpecificProperties -PropertySerializationSet `
            Uri, Port, MailboxAddress, ItemCount, Started, RequestCount, ErrorCount, IsRunning
        """,
        typeof(EwsThrottlingSimulator).FullName);

    public static PSObject Show(EwsThrottlingSimulator simulator, bool isKept)
    {
        PSObject shown = new(simulator);
        shown.Properties.Add(ProfileObject.ReadOnly("RunspaceId", Runspace.DefaultRunspace.InstanceId));
        shown.Properties.Add(ProfileObject.ReadOnly("KeepRunning", isKept));
        return shown;
    }
}
