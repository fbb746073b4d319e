using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using ThrottlingTools.Ews;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Paging;

/// <summary>Completes the last word of a filter: a property, or an operator once a dash is typed.</summary>
public sealed class FilterCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        char quote = wordToComplete.StartsWith("\"", System.StringComparison.Ordinal) ? '"' : '\'';
        string text = wordToComplete.TrimStart('\'', '"');
        int start = text.LastIndexOfAny([' ', '(', '!']) + 1;
        string word = text.Substring(start);
        IReadOnlyList<EwsProperty> properties = ItemPropertyCompleter.PropertiesFor(fakeBoundParameters);
        IEnumerable<(string Name, string Meaning)> found = word.StartsWith("-", System.StringComparison.Ordinal)
            ? ProfileNameCompleter.Matching(EwsFilter.Operators, word).Select(name => (name, name))
            : ItemPropertyCompleter.Matching(word, properties.Where(property => property.IsFilterable))
                .Select(pair => (pair.Name, ItemPropertyCompleter.Describe(pair.Property)));
        return found.Select(pair => new CompletionResult(
            quote + text.Substring(0, start) + pair.Name + quote, pair.Name, CompletionResultType.ParameterValue,
            pair.Meaning));
    }
}
