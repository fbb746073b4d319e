using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using ThrottlingTools.Simulator;
using Xunit;

namespace ThrottlingTools.Clients.Tests;

/// <summary>exchangelib logs on by challenge, asks the directory and listens.</summary>
public sealed class ExchangelibServiceTests
{
    private const string Python = "/usr/bin/python3"; // Debian's own, for which its packages are

    [Fact]
    public async Task It_asks_the_directory_impersonates_pulls_streams_and_discovers()
    {
        Assert.SkipUnless(
            Directory.Exists("/usr/lib/python3/dist-packages/exchangelib"),
            "exchangelib (Debian: python3-exchangelib) is not installed.");
        using EwsThrottlingSimulator simulator = EwsThrottlingSimulator.Start(new SimulatorOptions
        {
            MailboxCount = 2, TimeScale = 60, NewMailPerMinute = 20,
        });

        string[] lines = await ClientScript.RunAsync(Python, "exchangelib/service.py", new Dictionary<string, string>
        {
            ["EWS_URI"] = simulator.Uri.ToString(),
            ["EWS_USER"] = "user2@contoso.com",
            ["EWS_PASSWORD"] = "any",
        });

        Assert.Equal("done: service.py, 15 steps", lines[^1]);
    }
}
