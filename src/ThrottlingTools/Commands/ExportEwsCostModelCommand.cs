using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using ThrottlingTools.Budgets;
using ThrottlingTools.Modelling;
using ThrottlingTools.Pipeline;
using ThrottlingTools.Yaml;

namespace ThrottlingTools.Commands;

/// <summary>Writes what operations cost in server time to a YAML or JSON file that can be used again.</summary>
/// <remarks>
/// <para>
/// Without -CostModel it writes the costs that the models assume, each operation with its source: a base a request, an
/// amount an item, an amount a KB, and how much requests spread. No public source tells what an item costs; whoever
/// knows better changes the file, and gives it to Test-EwsBatchSize -CostModel. A scenario file takes the same keys
/// under serviceTimes.
/// </para>
/// <para>With a fit of measured requests it keeps what was measured. The file is written whole or not at all.</para>
/// </remarks>
/// <example>
/// <code>PS> Export-EwsCostModel ./costs.yaml -Force
/// PS> Test-EwsBatchSize Exchange2016 -Operation CreateItem -CostModel ./costs.yaml</code>
/// <para>Writes the assumed costs of all operations, and predicts by that file.</para>
/// </example>
/// <example>
/// <code>PS> Export-EwsCostModel ./reading.json -Operation GetItem, ExportItems -Force</code>
/// <para>Writes the costs of two operations; the others keep their defaults when the file is used.</para>
/// </example>
[Cmdlet(VerbsData.Export, "EwsCostModel", SupportsShouldProcess = true)]
public sealed class ExportEwsCostModelCommand : EwsCmdlet
{
    /// <summary>The file to write; its ending tells the format: .yaml, .yml or .json.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>
    /// A cost model, another file of one, or a fit; a fit is that of the one -Operation. Without it the defaults.
    /// </summary>
    [Parameter(Position = 1, ValueFromPipeline = true)]
    public object? CostModel { get; set; }

    /// <summary>The operations to write. The default is all of them; for a fit it is GetItem.</summary>
    [Parameter]
    public EwsOperation[] Operation { get; set; } = [];

    /// <summary>The part of a fitted base that is the network's, there and back. The default is 0.</summary>
    [Parameter]
    [ValidateTimeSpan(0, ValidateTimeSpanAttribute.Day)]
    public TimeSpan NetworkLatency { get; set; }

    /// <summary>Replaces the file if it is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        string path = this.FullPath(Path);
        object? model = CostModel is PSObject wrapped ? wrapped.BaseObject : CostModel;
        bool isOfOne = model is CostModelFit or ServiceTime;
        EwsOperation one = Operation.Length > 0 ? Operation[0] : EwsOperation.GetItem;
        if (isOfOne && Operation.Length > 1)
            throw Errors.InvalidSetting(
                "Operation", string.Join(", ", Operation), "the one operation that was fitted", null);
        IEnumerable<EwsOperation> operations = isOfOne ? [one]
            : Operation.Length > 0 ? Operation
            : Enum.GetValues(typeof(EwsOperation)).Cast<EwsOperation>();
        ServiceTimes times = this.Read(model, one, NetworkLatency);
        if (ShouldProcess(path, "write a cost model"))
            CostModelFile.Write(path, times, operations, Force);
    }
}
