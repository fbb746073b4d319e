using System;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Budgets;
using ThrottlingTools.Ews;
using ThrottlingTools.Pipeline;

namespace ThrottlingTools.Probing;

/// <summary>Measures batch sizes for a cmdlet: finds what to ask for, sends, tells, and tidies up.</summary>
internal sealed class ProbeRun(
    EwsOperation operation, EwsConnection connection, ProbeSource source, BatchSizeProbeOptions options,
    IPipelineSink sink)
{
    private static readonly TimeSpan CleanUpTime = TimeSpan.FromSeconds(15);

    /// <summary>The largest batch of what it makes.</summary>
    public int ItemCount { get; init; }

    /// <summary>How large items are that it makes.</summary>
    public long ItemSizeInBytes { get; init; }

    /// <summary>Whether it writes the single requests, and not what each size gave.</summary>
    public bool WritesSamples { get; init; }

    /// <summary>Hears of a folder that could not be removed.</summary>
    public Action<ThrottlingToolsException> OnLeftover { get; init; } = sink.Error;

    /// <summary>Measures.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        ProbeItems? items = BatchOperations.NeedsItems(operation)
            ? await source.FindAsync(operation, cancellationToken).ConfigureAwait(false)
            : null;
        await (BatchOperations.Writes(operation)
            ? WriteAsync(items, cancellationToken)
            : MeasureAsync(BatchOperations.Read(operation, connection.Client, items!), cancellationToken))
            .ConfigureAwait(false);
    }

    private async Task WriteAsync(ProbeItems? items, CancellationToken cancellationToken)
    {
        ProbeFolder folder = await ProbeFolder.CreateAsync(connection.Client, connection.Clock, cancellationToken)
            .ConfigureAwait(false);
        try
        {
            sink.Verbose($"Writing in the folder '{folder.Name}'.");
            IBatchOperation batch = await BatchOperations.WriteAsync(
                operation, folder, items, ItemCount, ItemSizeInBytes, cancellationToken).ConfigureAwait(false);
            await MeasureAsync(batch, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (await folder.RemoveAsync(CleanUpTime).ConfigureAwait(false) is { } error)
                OnLeftover(Errors.ProbeFolderRemains(folder.Name, error));
        }
    }

    private async Task MeasureAsync(IBatchOperation batch, CancellationToken cancellationToken)
    {
        using CancellationTokenSource deadline = new(options.MaxDuration);
        BatchSizeProbe probe = new(batch, connection.Clock, options, deadline.Token);
        ProbeReport report = new(sink, probe);
        while (await probe.NextSampleAsync(cancellationToken).ConfigureAwait(false) is { } sample)
        {
            report.Tell(sample);
            if (WritesSamples)
                sink.Write(sample);
        }
        BatchSizeExperiment experiment = probe.GetExperiment();
        report.Sum(experiment);
        if (!WritesSamples)
            sink.WriteAll(experiment.Explanation is null ? experiment.Sizes : [.. experiment.Sizes.Select(Explained)]);
    }

    /// <summary>Has the table show what a profile predicts too.</summary>
    private static PSObject Explained(BatchSizeMeasurement size)
    {
        PSObject shown = new(size);
        shown.TypeNames.Insert(0, typeof(BatchSizeMeasurement).FullName + "#Explained");
        return shown;
    }
}
