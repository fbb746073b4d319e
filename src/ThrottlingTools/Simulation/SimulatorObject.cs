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

    public static PSObject Show(EwsThrottlingSimulator simulator, bool isKept)
    {
        PSObject shown = new(simulator);
        shown.Properties.Add(ProfileObject.ReadOnly("RunspaceId", Runspace.DefaultRunspace.InstanceId));
        shown.Properties.Add(ProfileObject.ReadOnly("KeepRunning", isKept));
        return shown;
    }
}
