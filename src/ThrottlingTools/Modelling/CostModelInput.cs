using System;
using System.IO;
using System.Management.Automation;
using ThrottlingTools.Budgets;
using ThrottlingTools.Pipeline;
using ThrottlingTools.Profiles;
using ThrottlingTools.Yaml;

namespace ThrottlingTools.Modelling;

/// <summary>Makes a cost model of what people pass for one: a file, a cost model, or a fit.</summary>
internal static class CostModelInput
{
    /// <summary>The cost model that an argument stands for.</summary>
    /// <param name="cmdlet">By whose location paths are resolved.</param>
    /// <param name="argument">The argument; the defaults if <c>null</c>.</param>
    /// <param name="operation">What a fit is of.</param>
    /// <param name="networkLatency">The part of a fitted base that is the network's.</param>
    /// <exception cref="ThrottlingToolsException"><c>NotACostModel</c>, and those of files.</exception>
    public static ServiceTimes Read(
        this PSCmdlet cmdlet, object? argument, EwsOperation operation, TimeSpan networkLatency)
    {
        object? value = argument is PSObject wrapped ? wrapped.BaseObject : argument;
        return value switch
        {
            null => ServiceTimes.Default,
            ServiceTimes times => times,
            ServiceTime time => ServiceTimes.Default.With(operation, time),
            CostModelFit fit => ServiceTimes.Default.With(operation, fit.ToServiceTime(networkLatency), Source(fit)),
            FileInfo file => CostModelFile.Read(file.FullName),
            string path => CostModelFile.Read(cmdlet.FullPath(path)),
            _ => throw Errors.NotACostModel(value),
        };
    }

    private static SettingSource Source(CostModelFit fit) => new(
        ValueSource.Probed, Confidence.High, $"fitted to {fit.Samples} requests, {fit.Outliers} of them left out");
}
