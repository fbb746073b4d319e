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
    /// <summary>The mailbox's address with a password that nobody knows.</summary>
    public static NetworkCredential RandomCredential(string mailbox)
    {
        byte[] bytes = new byte[24];
        using RandomNumberGenerator random = RandomNumberGenerator.Create();
        random.GetBytes(bytes);
        return new NetworkCredential(mailbox, Convert.ToBase64String(bytes));
    }

    // The password stays a SecureString: printed or logged, the object does not show it. Export-Clixml does write it
    // as it is where there is no Windows to encrypt it.
    public static PSObject Show(EwsThrottlingSimulator simulator, NetworkCredential credential, bool isKept)
    {
        string user = credential.Domain.Length > 0
            ? $"{credential.Domain}\\{credential.UserName}" : credential.UserName;
        PSObject shown = new(simulator);
        shown.Properties.Add(ProfileObject.ReadOnly("Credential", new PSCredential(user, credential.SecurePassword)));
        shown.Properties.Add(ProfileObject.ReadOnly("RunspaceId", Runspace.DefaultRunspace.InstanceId));
        shown.Properties.Add(ProfileObject.ReadOnly("KeepRunning", isKept));
        return shown;
    }
}
