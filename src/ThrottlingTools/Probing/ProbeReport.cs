using System;
using System.Management.Automation;
using ThrottlingTools.Pipeline;

namespace ThrottlingTools.Probing;

/// <summary>Tells people how a probe is getting on: a verbose line for each request, and the progress.</summary>
internal sealed class ProbeReport(IPipelineSink sink, BatchSizeProbe probe)
{
    /// <summary>Tells one request.</summary>
    public void Tell(BatchSizeSample sample)
    {
        string rest = sample.Rest > TimeSpan.Zero
            ? FormattableString.Invariant($" after a rest of {sample.Rest.TotalSeconds:0.0} s") : "";
        sink.Verbose(FormattableString.Invariant(
            $"{sample.BatchSize} items in {sample.Elapsed.TotalMilliseconds:0.0} ms{rest}; {sample.Errors} failed. ")
            + sample.Error);
        string status = $"{probe.Ledger.Requests} of at most {probe.PlannedRequests} requests. {probe.SoFar}";
        sink.Progress(new ProgressRecord(0, $"Measuring {sample.Operation}", status)
        {
            PercentComplete = Math.Min(100, 100 * probe.Ledger.Requests / Math.Max(1, probe.PlannedRequests)),
            SecondsRemaining = (int)Math.Min(int.MaxValue, probe.LongestRemaining.TotalSeconds),
        });
    }

    /// <summary>Tells the end.</summary>
    public void Sum(BatchSizeExperiment experiment)
    {
        if (experiment.StoppedBecause is { } reason)
            sink.Warning(reason);
        sink.Verbose(experiment.ToString());
        if (experiment.Explanation is { } explanation)
            Tell(explanation);
        sink.Verbose(experiment.Ledger.ToString());
    }

    private void Tell(ProfileExplanation explanation)
    {
        sink.Tell(explanation.Summary);
        foreach (AssumptionFinding finding in explanation.Contradicted)
            sink.Tell(finding.ToString());
    }
}
