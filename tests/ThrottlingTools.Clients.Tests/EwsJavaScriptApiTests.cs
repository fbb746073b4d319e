using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using ThrottlingTools.Simulator;
using Xunit;

namespace ThrottlingTools.Clients.Tests;

/// <summary>ews-javascript-api, the EWS Managed API in JavaScript, takes the simulator for Exchange.</summary>
public sealed class EwsJavaScriptApiTests
{
    private const string Folder = "tests/clients/ews-javascript-api";

    [Fact]
    public async Task It_discovers_finds_reads_writes_pulls_and_streams()
    {
        string? modules = FindModules();
        Assert.SkipWhen(ClientProgram.Find("node") is null, "Node.js is not installed.");
        Assert.SkipWhen(modules is null, $"ews-javascript-api is not installed: run npm ci in {Folder}.");
        using EwsThrottlingSimulator simulator = EwsThrottlingSimulator.Start(new SimulatorOptions
        {
            ItemCount = 2500, MailboxCount = 3, TimeScale = 10, NewMailPerMinute = 20,
        });

        string[] lines = await ClientScript.RunAsync(
            "node", "ews-javascript-api/referee.js", new Dictionary<string, string>
            {
                ["EWS_URI"] = simulator.Uri.ToString(),
                ["EWS_USER"] = "user1@contoso.com",
                ["EWS_PASSWORD"] = "any",
                ["EWS_ITEMS"] = "2500",
                ["NODE_PATH"] = modules!,
            });

        Assert.Contains("FindItems: 2500 items in 3 pages", lines);
        Assert.Equal("done: 8 steps", lines[^1]);
    }

    /// <summary>The modules lie beside the script in the clone, not beside the copy that is run.</summary>
    private static string? FindModules()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string modules = Path.Combine(at.FullName, Folder, "node_modules");
            if (Directory.Exists(Path.Combine(modules, "ews-javascript-api")))
                return modules;
        }
        return null;
    }
}
