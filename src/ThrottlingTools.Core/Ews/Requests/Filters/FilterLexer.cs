using System;
using System.Collections.Generic;
using System.Text;

namespace ThrottlingTools.Ews;

/// <summary>Cuts a filter into its pieces.</summary>
internal sealed class FilterLexer
{
    private const string EndsWord = "(),";

    private readonly string _text;
    private int _at;

    private FilterLexer(string text) => _text = text;

    /// <summary>The pieces, the last being the end.</summary>
    /// <exception cref="ThrottlingToolsException"><c>InvalidFilter</c>: a quote or bracket is not closed.</exception>
    public static List<FilterToken> Read(string text)
    {
        FilterLexer lexer = new(text);
        List<FilterToken> tokens = [];
        do
            tokens.Add(lexer.Next());
        while (tokens[tokens.Count - 1].Kind != FilterTokenKind.End);
        return tokens;
    }

    private FilterToken Next()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
            _at++;
        int start = _at;
        if (_at == _text.Length)
            return new FilterToken(FilterTokenKind.End, "", start + 1);
        char next = _at + 1 < _text.Length ? _text[_at + 1] : ' ';
        switch (_text[_at])
        {
            case '\'' or '"':
                return new FilterToken(FilterTokenKind.Text, Quoted(_text[_at]), start + 1);
            case '[':
                return new FilterToken(FilterTokenKind.Name, Quoted(']'), start + 1);
            case '(':
                return Mark(FilterTokenKind.Open, 1);
            case '@' when next == '(':
                return Mark(FilterTokenKind.Open, 2);
            case ')':
                return Mark(FilterTokenKind.Close, 1);
            case ',':
                return Mark(FilterTokenKind.Comma, 1);
            case '!':
                _at++;
                return new FilterToken(FilterTokenKind.Operator, "not", start + 1);
            case '-' when char.IsLetter(next):
                _at++;
                return new FilterToken(FilterTokenKind.Operator, Run(char.IsLetter).ToLowerInvariant(), start + 1);
            case '$':
                _at++;
                return new FilterToken(FilterTokenKind.Variable, Run(char.IsLetterOrDigit), start + 1);
            default:
                return new FilterToken(FilterTokenKind.Word, Run(IsInWord), start + 1);
        }
    }

    private FilterToken Mark(FilterTokenKind kind, int length)
    {
        int start = _at;
        _at += length;
        return new FilterToken(kind, _text.Substring(start, length), start + 1);
    }

    private static bool IsInWord(char c) => !char.IsWhiteSpace(c) && EndsWord.IndexOf(c) < 0;

    private string Run(Func<char, bool> isIn)
    {
        int start = _at;
        while (_at < _text.Length && isIn(_text[_at]))
            _at++;
        return _text.Substring(start, _at - start);
    }

    // A doubled end stands for itself, as in PowerShell.
    private string Quoted(char end)
    {
        int start = _at++;
        StringBuilder text = new();
        while (_at < _text.Length)
        {
            char c = _text[_at++];
            if (c != end)
                text.Append(c);
            else if (_at < _text.Length && _text[_at] == end)
                text.Append(_text[_at++]);
            else
                return text.ToString();
        }
        throw Errors.InvalidFilter(_text, start + 1, $"the {_text[start]} is not closed", $"Add {end}");
    }
}
