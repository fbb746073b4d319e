using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace ThrottlingTools.Pipeline;

/// <summary>
/// The base of all cmdlets. A <see cref="ThrottlingToolsException"/> ends the command when thrown in
/// <see cref="Begin"/>; thrown in <see cref="Process"/> or <see cref="End"/> it is written as a non-terminating error,
/// and the next pipeline object is processed. Every other exception passes as it is.
/// </summary>
public abstract class EwsCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Is cancelled by Ctrl+C and by <c>Stop-Job</c>.</summary>
    protected CancellationToken StopToken => _stop.Token;

    /// <summary>Runs once, before the first pipeline object.</summary>
    protected virtual void Begin()
    {
    }

    /// <summary>Runs for each pipeline object, once without pipeline input.</summary>
    protected virtual void Process()
    {
    }

    /// <summary>Runs once, after the last pipeline object.</summary>
    protected virtual void End()
    {
    }

    /// <inheritdoc/>
    protected sealed override void BeginProcessing()
    {
        try
        {
            Stoppable(Begin);
        }
        catch (ThrottlingToolsException error)
        {
            ThrowTerminating(error);
        }
    }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Attempt(Process);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Attempt(End);

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => Stop();

    /// <summary>Ends what is under way, as Ctrl+C does. Safe on any thread.</summary>
    internal void Stop()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The pipeline ended while it was being stopped.
        }
    }

    /// <summary>Does one of several things that may fail alone: its error is written, and the caller goes on.</summary>
    /// <param name="action">What to do, on this thread.</param>
    protected void Attempt(Action action)
    {
        try
        {
            Stoppable(action);
        }
        catch (ThrottlingToolsException error)
        {
            Write(error);
        }
    }

    /// <summary>
    /// Runs asynchronous work off the pipeline thread, and writes here what it posts, in order. Returns when the work
    /// is done; when the pipeline stops, cancels the work first.
    /// </summary>
    /// <param name="work">The work. Its first exception is thrown here, after all that it had posted.</param>
    protected void Run(Func<IPipelineSink, CancellationToken, Task> work)
    {
        using PipelinePump pump = new(this);
        pump.Run(work, StopToken);
    }

    /// <summary>Writes a non-terminating error.</summary>
    /// <param name="error">The error.</param>
    protected internal void Write(ThrottlingToolsException error) => WriteError(ErrorRecordFactory.Create(error));

    /// <summary>Shows a line to whoever sits before the screen, as Write-Host does.</summary>
    /// <param name="message">The line.</param>
    protected internal void Tell(string message) => WriteInformation(message, ["PSHOST"]);

    /// <summary>Warns where something keeps back what the checkpoint of the cmdlet counts as handed on.</summary>
    protected void WarnOfCollector()
    {
        if (Collector.Find(this) is { } collector)
            WriteWarning(
                $"{collector} collects what is handed on, and the checkpoint counts it as delivered. What is collected "
                + "and not used when the run ends early does not come again. Leave -Checkpoint or the collecting out.");
    }

    /// <summary>Ends the command with an error.</summary>
    /// <param name="error">The error.</param>
    protected void ThrowTerminating(ThrottlingToolsException error) =>
        ThrowTerminatingError(ErrorRecordFactory.Create(error));

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the cmdlet holds.</summary>
    /// <param name="disposing">False when the runtime finalises the object.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            _stop.Dispose();
    }

    private void Stoppable(Action action)
    {
        try
        {
            action();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }
}
