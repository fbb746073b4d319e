using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Net;
using System.Threading.Tasks;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulator;
using Xunit;

namespace ThrottlingTools.Clients.Tests;

/// <summary>exchangelib, as Debian packages it, takes the simulator for Exchange.</summary>
public sealed class ExchangelibTests
{
    private const string Python = "/usr/bin/python3"; // Debian's own, for which its packages are
    private const int Items = 600;
    private const double FastClock = 50;

    [Theory]
    [InlineData("read.py", 51)]
    [InlineData("write.py", 52)]
    [InlineData("sync.py", 11)]
    public async Task It_does_all_that_the_script_asks(string script, int steps)
    {
        SimulatorOptions options = new() { ItemCount = Items, TimeScale = FastClock };

        string[] lines = await RunAsync(script, options);

        Assert.Equal($"done: {script}, {steps} steps", lines[^1]);
    }

    [Fact]
    public async Task It_backs_off_by_itself_when_the_server_is_busy_and_gets_everything()
    {
        SimulatorOptions options = new()
        {
            ItemCount = 100,
            TimeScale = 20,
            Profile = ProfileCatalogue.Get(ExchangeRelease.Exchange2016).With("tight",
            [
                Setting("EwsMaxBurst", 0), Setting("EwsRechargeRate", 1_440), Setting("EwsCutoffBalance", 2),
            ]),
        };

        string[] lines = await RunAsync("backoff.py", options);

        Assert.Equal("done: backoff.py, 2 steps", lines[^1]);
    }

    private static async Task<string[]> RunAsync(string script, SimulatorOptions options)
    {
        Assert.SkipUnless(IsInstalled(), "exchangelib (Debian: python3-exchangelib) is not installed.");
        NetworkCredential credential = new("user@contoso.com", "referee");
        using EwsThrottlingSimulator simulator = EwsThrottlingSimulator.Start(new SimulatorOptions
        {
            ItemCount = options.ItemCount,
            TimeScale = options.TimeScale,
            Profile = options.Profile,
            Credential = credential,
        });
        return await ClientScript.RunAsync(Python, "exchangelib/" + script, new Dictionary<string, string>
        {
            ["EWS_URI"] = simulator.Uri.ToString(),
            ["EWS_USER"] = credential.UserName,
            ["EWS_PASSWORD"] = credential.Password,
            ["EWS_ITEMS"] = options.ItemCount.ToString(CultureInfo.InvariantCulture),
        });
    }

    private static bool IsInstalled()
    {
        if (!File.Exists(Python))
            return false;
        using Process process = Process.Start(
            new ProcessStartInfo(Python, ["-c", "import exchangelib"]) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static ThrottlingSetting Setting(string name, long value) =>
        new(name, new Unlimited(value), SettingSource.Declared("test"), null);
}
