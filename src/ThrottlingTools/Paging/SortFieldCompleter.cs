using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using ThrottlingTools.Ews;

namespace ThrottlingTools.Paging;

/// <summary>Completes what items can be ordered by: a property and, behind it, the direction.</summary>
public sealed class SortFieldCompleter : IArgumentCompleter
{
    private static readonly string[] Directions = ["", " desc"];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        string word = wordToComplete.Trim('\'', '"').Split(' ')[0];
        return ItemPropertyCompleter.Matching(word, EwsPropertyTable.Items.Where(property => property.IsSortable))
            .SelectMany(pair => Directions.Select(direction => new CompletionResult(
                direction.Length == 0 ? pair.Name : $"'{pair.Name}{direction}'", pair.Name + direction,
                CompletionResultType.ParameterValue, ItemPropertyCompleter.Describe(pair.Property))));
    }
}
