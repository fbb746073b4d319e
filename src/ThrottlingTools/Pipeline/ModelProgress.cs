using System;
using System.Diagnostics;
using System.Management.Automation;
using ThrottlingTools.Modelling;

namespace ThrottlingTools.Pipeline;

/// <summary>Shows how far a model is, some times a second.</summary>
internal sealed class ModelProgress(IPipelineSink sink, string activity, TimeSpan? duration)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly Stopwatch _sinceLast = Stopwatch.StartNew();

    /// <summary>Shows it, unless it was shown just now.</summary>
    /// <param name="status">What is modelled.</param>
    /// <param name="progress">How far it is.</param>
    public void Tell(string status, WorkloadProgress progress)
    {
        if (_sinceLast.Elapsed < Pause)
            return;
        _sinceLast.Restart();
        sink.Progress(new ProgressRecord(0, activity, $"{status}: {progress.Requests:N0} requests, {progress.Time:g}")
        {
            PercentComplete = duration is { Ticks: > 0 } whole
                ? (int)Math.Min(100, 100.0 * progress.Time.Ticks / whole.Ticks)
                : -1,
        });
    }
}
