using System;
using System.CommandLine;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Cli;

/// <summary>What the demo shows.</summary>
/// <param name="Profile">The name of the profile.</param>
/// <param name="Items">How many items the folder holds.</param>
/// <param name="Seed">The seed of mailbox and measurement.</param>
internal sealed record DemoOptions(string Profile, int Items, int Seed);

/// <summary>The command <c>demo</c>.</summary>
internal static class DemoCommand
{
    private const int MaxItems = 1_000_000;

    public static Command Create(Func<DemoOptions, CancellationToken, Task<int>> run)
    {
        Option<string> profile = new("--profile")
        {
            HelpName = "name",
            Description = "The profile: " + string.Join(", ", ProfileCatalogue.Names) + ".",
            DefaultValueFactory = _ => "Exchange2016",
        };
        Option<int> items = new("--items")
        {
            Description = "How many items the folder holds.",
            DefaultValueFactory = _ => 2000,
        };
        Option<int> seed = new("--seed")
        {
            Description = "The seed of the mailbox and of the order of measurements.",
            DefaultValueFactory = _ => 1,
        };
        profile.CompletionSources.Add(ProfileCatalogue.Names.ToArray());
        Range.Require(items, value => value is >= 1 and <= MaxItems, $"a number from 1 to {MaxItems}");
        Command command = new("demo", "Starts a simulated server, pages a folder and measures batches, over real HTTP.")
        {
            profile, items, seed,
        };
        command.SetAction((result, cancellationToken) => run(
            new DemoOptions(
                result.GetRequiredValue(profile), result.GetValue(items), result.GetValue(seed)),
            cancellationToken));
        return command;
    }
}
