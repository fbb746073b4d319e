using System.Collections.Generic;
using System.Threading.Tasks;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulator;
using Xunit;

namespace ThrottlingTools.Clients.Tests;

/// <summary>curl sends a request of each operation as the protocol has it.</summary>
public sealed class CurlTests
{
    [Fact]
    public async Task Each_operation_and_Autodiscover_answer_what_curl_sends()
    {
        Assert.SkipWhen(
            ClientProgram.Find("bash") is null || ClientProgram.Find("curl") is null, "curl or bash is not installed.");
        using EwsThrottlingSimulator simulator = EwsThrottlingSimulator.Start(new SimulatorOptions
        {
            Profile = ProfileCatalogue.Get(ExchangeRelease.Exchange2013), // the one whose discovery limits are known
            MailboxCount = 2,
            TimeScale = 60,
            NewMailPerMinute = 10,
        });

        string[] lines = await ClientScript.RunAsync("bash", "curl/referee.sh", new Dictionary<string, string>
        {
            ["EWS_URI"] = simulator.Uri.ToString(),
            ["EWS_USER"] = "user1@contoso.com",
            ["EWS_PASSWORD"] = "any",
        });

        Assert.Equal("done: 45 requests", lines[^1]);
        Assert.Equal(0, simulator.ErrorCount);
    }
}
