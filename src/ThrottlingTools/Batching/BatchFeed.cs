using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Ews;
using ThrottlingTools.Pipeline;

namespace ThrottlingTools.Batching;

/// <summary>
/// A batch run beside the pipeline: items are put in on the pipeline thread as they come, which meanwhile writes the
/// results that are ready. An item is in the checkpoint before the next one is asked for.
/// </summary>
internal sealed class BatchFeed : IDisposable
{
    /// <summary>So far the run may be ahead of the pipeline, in lists of results.</summary>
    private const int ListsAhead = 8;

    private readonly PipelinePump _pump;
    private readonly BatchInput _input = new();
    private readonly BatchCheckpoint? _checkpoint;
    private readonly TaskCompletionSource<bool> _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

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
        if (!_begun.Task.IsCompleted)
            _pump.DrainUntil(_begun.Task);
        bool isRecorded = !_begun.Task.IsCompleted || _checkpoint?.Accept(item) != false;
        // Whoever takes the results may end the pipeline here; the item is safe.
        _pump.DrainUntil(Task.CompletedTask);
        while (!_input.TryAdd(item))
        {
            if (_pump.IsDone)
                _pump.Finish();
            _pump.DrainUntil(_input.Taken);
        }
        if (_pump.IsDone || !isRecorded)
            Finish();
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
        run.Begin();
        _begun.SetResult(true);
        using SemaphoreSlim room = new(ListsAhead);
        Task handing = Task.CompletedTask;
        try
        {
            await run.RunAsync(
                _input,
                results =>
                {
                    room.Wait(cancellation);
                    handing = Task.WhenAll(handing, HandOnAsync(run, report, results, sink, room));
                },
                cancellation).ConfigureAwait(false);
        }
        finally
        {
            for (int i = 0; i < ListsAhead; i++)
                await room.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        }
        await handing.ConfigureAwait(false);
        report.Sum(run.Ledger);
    }

    private static async Task HandOnAsync(
        BatchRun run, BatchReport report, IReadOnlyList<BatchItemResult> results, IPipelineSink sink,
        SemaphoreSlim room)
    {
        try
        {
            int handed = await sink.HandOnAsync(results).ConfigureAwait(false);
            run.Acknowledge(results.Take(handed));
            report.TellFailures(results);
        }
        finally
        {
            room.Release();
        }
    }
}
