using System;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace ThrottlingTools.Cli.Tests;

public sealed class DemoTests
{
    [Theory]
    [InlineData("Exchange2016")]
    [InlineData("Exchange2010SP3")]
    public async Task The_demo_shows_its_three_steps_and_loses_nothing(string profile)
    {
        (int code, string output, string error) = await RunAsync("demo", "--profile", profile, "--items", "250");

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("1. A simulated Exchange server", output, StringComparison.Ordinal);
        Assert.Contains("http://", output, StringComparison.Ordinal);
        Assert.Contains("MaxConcurrency", output, StringComparison.Ordinal);
        Assert.Contains("250 items in 3 pages", output, StringComparison.Ordinal);
        Assert.Contains(
            "Nothing lost, nothing doubled: 250 distinct ids = TotalItemsInView.", output, StringComparison.Ordinal);
        Assert.Contains("Use batches of ", output, StringComparison.Ordinal);
        Assert.Contains("predicted", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_that_is_no_terminal_is_plain_text()
    {
        (_, string output, _) = await RunAsync("demo", "--items", "20");

        Assert.DoesNotContain('\u001b', output);
    }

    [Theory]
    [InlineData("Exchange2099", "ProfileNotFound")]
    [InlineData("ExchangeOnline", "ProfileValueUnknown")]
    public async Task An_error_says_what_to_do_and_ends_with_one(string profile, string errorId)
    {
        (int code, _, string error) = await RunAsync("demo", "--profile", profile);

        Assert.Equal(1, code);
        Assert.StartsWith($"Error {errorId}: ", error, StringComparison.Ordinal);
        Assert.Equal(2, error.Trim().Split('\n').Length);
    }

    [Theory]
    [InlineData("demo", "--items", "0")]
    [InlineData("demo", "--items", "many")]
    [InlineData("imitate")]
    public async Task A_wrong_command_line_ends_with_one(params string[] args)
    {
        (int code, _, string error) = await RunAsync(args);

        Assert.Equal(1, code);
        Assert.NotEmpty(error);
    }

    [Fact]
    public async Task An_interruption_ends_with_130()
    {
        using CancellationTokenSource source = new();
        await source.CancelAsync();
        using StringWriter output = new(CultureInfo.InvariantCulture);
        using StringWriter error = new(CultureInfo.InvariantCulture);

        Assert.Equal(130, await CommandLineApplication.RunAsync(["demo"], output, error, source.Token));
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        using StringWriter output = new(CultureInfo.InvariantCulture);
        using StringWriter error = new(CultureInfo.InvariantCulture);
        int code = await CommandLineApplication.RunAsync(args, output, error, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
