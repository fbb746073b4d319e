using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace ThrottlingTools.Profiles;

/// <summary>Completes the names of policy parameters, with what they mean.</summary>
public sealed class ParameterNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) =>
        ProfileNameCompleter.Matching(PolicyParameterTable.All.Select(parameter => parameter.Name), wordToComplete)
            .Select(name => new CompletionResult(
                name, name, CompletionResultType.ParameterValue, PolicyParameterTable.Find(name)!.Meaning));
}
