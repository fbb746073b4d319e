using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using ThrottlingTools.Ews;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Paging;

/// <summary>
/// Completes the names of properties of items, or of folders with -FindFolder: plain ones, or FieldURIs once a colon is
/// typed.
/// </summary>
public sealed class ItemPropertyCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) =>
        Matching(wordToComplete, PropertiesFor(fakeBoundParameters)).Select(pair => new CompletionResult(
            pair.Name, pair.Name, CompletionResultType.ParameterValue, Describe(pair.Property)));

    /// <summary>The properties of what the command line asks for.</summary>
    internal static IReadOnlyList<EwsProperty> PropertiesFor(IDictionary boundParameters) =>
        boundParameters.Contains("FindFolder") ? EwsPropertyTable.Folders : EwsPropertyTable.Items;

    /// <summary>The properties whose name begins with a word, each by the name that is to be typed.</summary>
    internal static IEnumerable<(string Name, EwsProperty Property)> Matching(
        string word, IEnumerable<EwsProperty> properties)
    {
        bool isUri = word.IndexOf(':') >= 0;
        IEnumerable<(string Name, EwsProperty Property)> named = isUri
            ? properties.Select(property => (property.FieldUri, property))
            : properties.GroupBy(property => property.Name).Select(group => (group.Key, group.First()));
        return named.Where(pair => ProfileNameCompleter.Matching([pair.Name], word).Any())
            .OrderBy(pair => pair.Name, System.StringComparer.Ordinal);
    }

    /// <summary>FieldURI, type and what else is to be known of a property.</summary>
    internal static string Describe(EwsProperty property) =>
        $"{property.FieldUri}, {property.ValueType.Name}"
        + (property.AllowedValues.Count > 0 ? ": " + string.Join(", ", property.AllowedValues) : "")
        + (property.IsInFind ? "" : ". A find does not return it.");
}
