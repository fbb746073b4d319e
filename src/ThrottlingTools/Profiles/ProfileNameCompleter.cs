using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace ThrottlingTools.Profiles;

/// <summary>Completes the names of the catalogue's profiles.</summary>
public sealed class ProfileNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) =>
        Matching(ProfileCatalogue.Names, wordToComplete).Select(name => new CompletionResult(name));

    internal static IEnumerable<string> Matching(IEnumerable<string> names, string word, bool isPrefix = true)
    {
        WildcardPattern pattern = new(word.Trim('\'', '"') + (isPrefix ? "*" : ""), WildcardOptions.IgnoreCase);
        return names.Where(pattern.IsMatch);
    }
}
