namespace ThrottlingTools.Ews;

/// <summary>What a piece of a filter is.</summary>
internal enum FilterTokenKind { Word, Name, Text, Variable, Operator, Open, Close, Comma, End }

/// <summary>A piece of a filter: its text without quotes, dashes or brackets, and where it begins, from 1.</summary>
internal readonly record struct FilterToken(FilterTokenKind Kind, string Text, int Position)
{
    /// <summary>As a message shows it.</summary>
    public string Shown => Kind switch
    {
        FilterTokenKind.End => "the end",
        FilterTokenKind.Operator => $"'-{Text}'",
        FilterTokenKind.Variable => $"'${Text}'",
        _ => $"'{Text}'",
    };
}
