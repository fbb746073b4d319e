using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using ThrottlingTools.Budgets;
using ThrottlingTools.Modelling;
using ThrottlingTools.Pipeline;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Commands;

/// <content>The prediction.</content>
public sealed partial class TestEwsBatchSizeCommand
{
    private const int DefaultMaximum = 1000;

    /// <summary>
    /// The profiles to predict for: each a catalogue name, a profile, a policy file, or a policy object. In a
    /// measurement the one of the caller.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ProfileSet)]
    [Parameter(ParameterSetName = ConnectionSet)]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public ProfileArgument[] Profile { get; set; } = [];

    /// <summary>
    /// What the requests do. The default is GetItem. Of FindItem and FindFolder, which only a model takes, the batch is
    /// the page. A ResolveNames request holds one name.
    /// </summary>
    [Parameter]
    [ValidateSet(
        nameof(EwsOperation.GetItem), nameof(EwsOperation.CreateItem), nameof(EwsOperation.UpdateItem),
        nameof(EwsOperation.DeleteItem), nameof(EwsOperation.MoveItem), nameof(EwsOperation.CopyItem),
        nameof(EwsOperation.SendItem), nameof(EwsOperation.ExportItems), nameof(EwsOperation.UploadItems),
        nameof(EwsOperation.GetAttachment), nameof(EwsOperation.CreateAttachment),
        nameof(EwsOperation.DeleteAttachment), nameof(EwsOperation.ResolveNames), nameof(EwsOperation.FindItem),
        nameof(EwsOperation.FindFolder))]
    public EwsOperation Operation { get; set; } = EwsOperation.GetItem;

    /// <summary>
    /// How large an item is, or one that a measurement makes, in bytes; 64KB can be written so. The default is 10 KB.
    /// </summary>
    [Parameter]
    [ValidateRange(0L, 1L << 40)]
    public long ItemSize { get; set; } = BatchModel.DefaultItemSizeInBytes;

    /// <summary>
    /// What an item costs in server time, in ms, its content included. The default is that of the cost model.
    /// </summary>
    [Parameter]
    [ValidateRange(0.0, 3600000.0)]
    public double ItemCost { get; set; }

    /// <summary>
    /// What operations cost by the prediction: a file that Export-EwsCostModel wrote, a cost model, or a fit of
    /// measured requests.
    /// </summary>
    [Parameter]
    public object? CostModel { get; set; }

    /// <summary>How many requests run at the same time in the model. The default is 1.</summary>
    [Parameter(ParameterSetName = ProfileSet)]
    [ValidateRange(1, 1000)]
    public int Concurrency { get; set; } = 1;

    /// <summary>The network latency of the prediction, there and back together. The default is 20 ms.</summary>
    [Parameter]
    [ValidateTimeSpan(0, ValidateTimeSpanAttribute.Day)]
    public TimeSpan NetworkLatency { get; set; } = BatchModel.DefaultNetworkLatency;

    /// <summary>
    /// How many times as much everything costs on the busy server by which SafeBatchSize is judged. The default is 3.
    /// </summary>
    [Parameter(ParameterSetName = ProfileSet)]
    [ValidateRange(1.0, 1000.0)]
    public double BusyFactor { get; set; } = 3;

    /// <summary>
    /// The smallest size of a series in which each is about a third larger than the one before. The default is 1.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 10000)]
    public int Minimum { get; set; } = 1;

    /// <summary>The largest size of that series. The default is 1000 in a model, and 100 in a measurement.</summary>
    [Parameter]
    [ValidateRange(1, 10000)]
    public int Maximum { get; set; } = DefaultMaximum;

    /// <summary>Compares every size from -Minimum to -Maximum.</summary>
    [Parameter(ParameterSetName = ProfileSet)]
    public SwitchParameter AllSizes { get; set; }

    /// <summary>The sizes that the parameters name.</summary>
    private IReadOnlyList<int> Sizes()
    {
        bool hasList = IsGiven(nameof(BatchSize));
        bool hasRange = IsGiven(nameof(Minimum)) || IsGiven(nameof(Maximum)) || AllSizes;
        if (hasList && hasRange)
            throw Errors.BatchSizesGivenTwice();
        int largest = BatchModel.LargestBatch(Operation);
        if (!hasRange)
            return hasList ? BatchSize.Distinct().ToArray()
                : BatchSizeGrid.Default.Where(size => size <= largest).ToArray();
        if (Minimum > Maximum)
            throw Errors.InvalidSetting(nameof(Minimum), Minimum, $"a size up to -Maximum, which is {Maximum}", null);
        int first = Math.Min(Minimum, largest);
        int last = Math.Min(Maximum, largest);
        return AllSizes ? BatchSizeGrid.All(first, last) : BatchSizeGrid.Geometric(first, last);
    }

    private bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    private void Predict()
    {
        BatchModelOptions options = Options();
        foreach (ThrottlingProfile profile in new ProfileInput(this).Many(Profile))
            Attempt(() => Predict(profile, options));
    }

    private void Predict(ThrottlingProfile profile, BatchModelOptions options) => Run((sink, cancellation) =>
    {
        int done = 0;
        ModelProgress progress = new(sink, $"Modelling batch sizes against {profile.Name}", null);
        IReadOnlyList<BatchSizeResult> results = BatchModel.Predict(
            profile, options,
            size => progress.Tell($"{size} items a batch, {++done} of {options.BatchSizes.Count}"), cancellation);
        foreach (BatchSizeResult result in results)
            sink.Write(result);
        return Task.CompletedTask;
    });

    private ServiceTimes Costs()
    {
        ServiceTimes times = this.Read(CostModel, Operation, NetworkLatency);
        if (!IsGiven(nameof(ItemCost)))
            return times;
        TimeSpan cost = TimeSpan.FromTicks((long)(ItemCost * TimeSpan.TicksPerMillisecond));
        return times.With(Operation, times[Operation] with { PerItem = cost, PerKilobyte = TimeSpan.Zero });
    }

    private BatchModelOptions Options() => new()
    {
        Operation = Operation,
        BatchSizes = Sizes(),
        ItemCount = ItemCount,
        ItemSizeInBytes = ItemSize,
        Concurrency = Concurrency,
        NetworkLatency = NetworkLatency,
        ServiceTimes = Costs(),
        Repeat = Repeat ?? 1,
        BusyFactor = BusyFactor,
    };
}
