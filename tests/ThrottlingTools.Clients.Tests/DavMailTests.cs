using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using ThrottlingTools.Simulator;
using Xunit;

namespace ThrottlingTools.Clients.Tests;

/// <summary>DavMail, a gateway to Exchange, lets an IMAP client read and write the simulator's mail.</summary>
public sealed class DavMailTests
{
    [Fact]
    public async Task An_IMAP_client_lists_searches_fetches_marks_appends_and_deletes()
    {
        string? python = ClientProgram.Find("python3");
        Assert.SkipWhen(python is null, "Python is not installed.");
        Assert.SkipUnless(
            File.Exists("/usr/share/davmail/davmail.jar") && ClientProgram.Find("java") is not null,
            "DavMail (Debian: davmail-server) is not installed.");
        using EwsThrottlingSimulator simulator =
            EwsThrottlingSimulator.Start(new SimulatorOptions { ItemCount = 120, TimeScale = 60 });

        string[] lines = await ClientScript.RunAsync(python!, "davmail/referee.py", new Dictionary<string, string>
        {
            ["EWS_URI"] = simulator.Uri.ToString(),
            ["EWS_USER"] = "user@contoso.com",
            ["EWS_PASSWORD"] = "any",
            ["EWS_ITEMS"] = "120",
        });

        Assert.Contains("3. selected INBOX: 120 messages", lines);
        Assert.Equal("done: davmail, 11 steps", lines[^1]);
        Assert.Equal(0, simulator.ErrorCount);
    }
}
