using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using ThrottlingTools.Ews;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Paging;

/// <summary>Completes the distinguished folder names of EWS.</summary>
public sealed class FolderNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) =>
        ProfileNameCompleter.Matching(EwsFolderPath.WellKnownNames, wordToComplete)
            .Select(name => new CompletionResult(name));
}
