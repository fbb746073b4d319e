using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulator.Faults;

namespace ThrottlingTools.Simulation;

/// <summary>Completes the names of faults.</summary>
public sealed class FaultNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) =>
        FaultCatalogue.All
            .Where(entry => ProfileNameCompleter.Matching([entry.Name], wordToComplete).Any())
            .Select(entry => new CompletionResult(
                entry.Name, entry.Name, CompletionResultType.ParameterValue, entry.Meaning));
}
