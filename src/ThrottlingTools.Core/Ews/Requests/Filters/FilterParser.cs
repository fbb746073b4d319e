using System;
using System.Collections.Generic;

namespace ThrottlingTools.Ews;

/// <summary>Reads the combinations of a filter by descent; <see cref="FilterTest"/> reads its tests.</summary>
internal sealed class FilterParser
{
    private readonly string _text;
    private readonly List<FilterToken> _tokens;
    private int _at;
    private int _depth;

    private FilterParser(string text, bool isFolder, TimeZoneInfo local)
    {
        _text = text;
        IsFolder = isFolder;
        Local = local;
        _tokens = FilterLexer.Read(text);
    }

    public bool IsFolder { get; }

    public TimeZoneInfo Local { get; }

    public FilterToken Current => _tokens[_at];

    public static EwsRestriction Parse(string text, bool isFolder, TimeZoneInfo local)
    {
        if (text.Length > EwsFilter.MaxLength)
            throw Errors.InvalidFilter(
                text, EwsFilter.MaxLength, "the filter is too long", $"At most {EwsFilter.MaxLength} characters");
        FilterParser parser = new(text, isFolder, local);
        EwsRestriction read = parser.Combination();
        if (parser.Current.Kind != FilterTokenKind.End)
            throw parser.Unexpected("-and, -or or the end");
        return read.NodeCount <= EwsFilter.MaxNodes
            ? read
            : throw Errors.InvalidFilter(
                text, 1, $"it takes {read.NodeCount} nodes, and servers take {EwsFilter.MaxNodes}",
                "Use fewer tests, or several finds");
    }

    public FilterToken Take() => _tokens[_at++];

    public bool TryTake(FilterTokenKind kind)
    {
        if (Current.Kind != kind)
            return false;
        _at++;
        return true;
    }

    public ThrottlingToolsException Unexpected(string accepted) => Refuse(Current, $"{Current.Shown} is not accepted",
        accepted);

    public ThrottlingToolsException Refuse(FilterToken token, string reason, string accepted) =>
        Errors.InvalidFilter(_text, token.Position, reason, "Accepted there: " + accepted);

    private EwsRestriction Combination()
    {
        List<EwsRestriction> operands = [Unary()];
        string? joint = null;
        while (Current is { Kind: FilterTokenKind.Operator, Text: "and" or "or" })
        {
            if (joint is not null && joint != Current.Text)
                throw Refuse(
                    Current, $"{Current.Shown} follows '-{joint}' without parentheses",
                    "parentheses that tell which of the two comes first");
            joint = Take().Text;
            operands.Add(Unary());
        }
        return joint == "or" ? EwsRestriction.Any([.. operands]) : EwsRestriction.All([.. operands]);
    }

    private EwsRestriction Unary()
    {
        if (++_depth > EwsFilter.MaxDepth)
            throw Refuse(Current, "it stands too deep", $"{EwsFilter.MaxDepth} levels of parentheses and -not");
        EwsRestriction read = Current is { Kind: FilterTokenKind.Operator, Text: "not" } ? Negation()
            : TryTake(FilterTokenKind.Open) ? Inner()
            : FilterTest.Read(this);
        _depth--;
        return read;
    }

    private EwsRestriction Negation()
    {
        Take();
        return Unary().Negate();
    }

    private EwsRestriction Inner()
    {
        EwsRestriction inner = Combination();
        return TryTake(FilterTokenKind.Close) ? inner : throw Unexpected("-and, -or or )");
    }
}
