using System;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Net;
using System.Security.Cryptography;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulator;

namespace ThrottlingTools.Simulation;

/// <summary>A simulator as a session sees it: with the credential that it takes.</summary>
internal static class SimulatorObject
{
    private static readonly string[] Serialized =
    [
        nameof(EwsThrottlingSimulator.Uri), nameof(EwsThrottlingSimulator.Port),
        nameof(EwsThrottlingSimulator.Profile), nameof(EwsThrottlingSimulator.MailboxAddress),
        nameof(EwsThrottlingSimulator.ItemCount), nameof(EwsThrottlingSimulator.Started),
        nameof(EwsThrottlingSimulator.RequestCount), nameof(EwsThrottlingSimulator.ErrorCount),
        nameof(EwsThrottlingSimulator.IsRunning), "RunspaceId", "KeepRunning",
    ];

    /// <summary>The mailbox's address with a password that nobody knows.</summary>
    public static NetworkCredential RandomCredential(string mailbox)
    {
        byte[] bytes = new byte[24];
        using RandomNumberGenerator random = RandomNumberGenerator.Create();
        random.GetBytes(bytes);
        return new NetworkCredential(mailbox, Convert.ToBase64String(bytes));
    }

    // The password stays a SecureString that nothing prints. Export-Clixml and remoting would write it as it is where
    // there is no Windows to encrypt it: they get the other properties only.
    public static PSObject Show(EwsThrottlingSimulator simulator, NetworkCredential credential, bool isKept)
    {
        string user = credential.Domain.Length > 0
            ? $"{credential.Domain}\\{credential.UserName}" : credential.UserName;
        PSObject shown = new(simulator);
        PSNoteProperty serialization = new("SerializationMethod", "SpecificProperties");
        PSPropertySet serialized = new("PropertySerializationSet", Serialized);
        shown.Members.Add(new PSMemberSet("PSStandardMembers", [serialization, serialized]));
        shown.Properties.Add(ProfileObject.ReadOnly("Credential", new PSCredential(user, credential.SecurePassword)));
        shown.Properties.Add(ProfileObject.ReadOnly("RunspaceId", Runspace.DefaultRunspace.InstanceId));
        shown.Properties.Add(ProfileObject.ReadOnly("KeepRunning", isKept));
        return shown;
    }
}
