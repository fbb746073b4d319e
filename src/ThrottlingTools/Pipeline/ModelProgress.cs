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
    public void Tell(string status, WorkloadProgress progress) => Tell(
        $"{status}: {progress.Requests:N0} requests, {progress.Time:g}",
        duration is { Ticks: > 0 } whole ? (int)Math.Min(100, 100.0 * progress.Time.Ticks / whole.Ticks) : -1);

    /// <summary>Shows what is modelled, unless something was shown just now.</summary>
    /// <param name="status">What is modelled.</param>
    /// <param name="percent">How much of it is done; -1 if unknown.</param>
    public void Tell(string status, int percent = -1)
    {
        if (_sinceLast.Elapsed < Pause)
            return;
        _sinceLast.Restart();
        sink.Progress(new ProgressRecord(0, activity, status) { PercentComplete = percent });
    }
}
