using System;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Ews;
using ThrottlingTools.Pipeline;

namespace ThrottlingTools.Batching;

/// <summary>
/// A batch run beside the pipeline: items are put in on the pipeline thread as they come, which meanwhile writes the
/// results that are ready.
/// </summary>
internal sealed class BatchFeed : IDisposable
{
    private readonly PipelinePump _pump;
    private readonly BatchInput _input = new();
    private readonly BatchCheckpoint? _checkpoint;

    public BatchFeed(
        EwsCmdlet cmdlet, Func<IPipelineSink, CancellationToken, Task<(BatchRun Run, BatchReport Report)>> prepare,
        BatchCheckpoint? checkpoint, CancellationToken stop)
    {
        _checkpoint = checkpoint;
        _pump = new PipelinePump(cmdlet);
        _pump.Start((sink, cancellation) => RunAsync(prepare, sink, cancellation), stop);
    }

    /// <summary>Puts an item in, and writes results until there is room for it.</summary>
    public void Add(BatchItem item)
    {
        _pump.DrainUntil(Task.CompletedTask);
        while (!_input.TryAdd(item))
        {
            if (_pump.IsDone)
                _pump.Finish();
            _pump.DrainUntil(_input.Taken);
        }
        if (_pump.IsDone)
            _pump.Finish();
    }

    /// <summary>Writes the results of all items.</summary>
    public void Finish()
    {
        _input.Complete();
        _pump.Finish();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pump.Cancel();
        _pump.Dispose();
        _checkpoint?.Dispose();
    }

    private async Task RunAsync(
        Func<IPipelineSink, CancellationToken, Task<(BatchRun Run, BatchReport Report)>> prepare, IPipelineSink sink,
        CancellationToken cancellation)
    {
        (BatchRun run, BatchReport report) = await prepare(sink, cancellation).ConfigureAwait(false);
        await run.RunAsync(
            _input,
            results =>
            {
                foreach (BatchItemResult result in results)
                    sink.Write(result, () => run.Acknowledge(result));
            },
            cancellation).ConfigureAwait(false);
        report.Sum(run.Ledger);
    }
}
