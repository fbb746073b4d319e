using System;
using System.CommandLine;
using System.CommandLine.Invocation;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace ThrottlingTools.Cli;

/// <summary>The command line: its commands, and what becomes of errors.</summary>
internal static class CommandLineApplication
{
    private const int Failed = 1;
    private const int Interrupted = 130;

    /// <summary>Runs a command line.</summary>
    /// <returns>
    /// 0 if it worked, 1 if it did not, 130 if Ctrl+C ended it; for a simulator that is its proper end, 0.
    /// </returns>
    public static async Task<int> RunAsync(
        string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken = default)
    {
        RootCommand root = new("What an Exchange throttling policy really allows, without PowerShell.")
        {
            DemoCommand.Create((options, token) => GuardAsync(() => new Demo(options, output).RunAsync(token), error)),
            SimulateCommand.Create(
                (read, token) => GuardAsync(() => Simulate.RunAsync(read(), output, token), error), error),
        };
        InvocationConfiguration configuration = new()
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
        };
        ParseResult parsed = root.Parse(args);
        if (parsed.Action is ParseErrorAction mistake)
            mistake.ShowHelp = false;
        return await parsed.InvokeAsync(configuration, cancellationToken);
    }

    private static async Task<int> GuardAsync(Func<Task> run, TextWriter error)
    {
        try
        {
            await run();
            return 0;
        }
        catch (ThrottlingToolsException exception)
        {
            await error.WriteLineAsync($"Error {exception.ErrorId}: {exception.Message}");
            await error.WriteLineAsync(exception.RecommendedAction);
            return Failed;
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("Interrupted.");
            return Interrupted;
        }
    }
}
