using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using ThrottlingTools.Simulator.Mailboxes;

namespace ThrottlingTools.Simulator.Queries;

/// <summary>
/// Advanced Query Syntax as QueryString takes it (public documentation: How to perform an AQS search by using EWS):
/// words, "phrases", <c>property:value</c> with comparisons and ranges, AND, OR, NOT and parentheses.
/// </summary>
internal sealed class AqsQuery
{
    private const int MaxDepth = 32;

    private static readonly Regex Token = new(
        "\\G\\s*(?:[()]|((?<name>[A-Za-z]+):\\s*)?(?<sign>[<>]=?|=)?\\s*"
        + "(\"(?<phrase>[^\"]*)\"?"
        + "|(?<word>(?<=:\\s*)(this|last|past|next|coming)\\s(week|month|year)\\b|[^\\s()\"]+))|\\S)",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase);

    private readonly List<Match> _tokens;
    private readonly AqsTerms _terms;
    private int _next;

    private AqsQuery(string text, DateTime now)
    {
        _tokens = Token.Matches(text).Cast<Match>().ToList();
        _terms = new AqsTerms(now);
    }

    /// <summary>Reads a query; what it does not understand it takes as a word.</summary>
    /// <param name="text">The query.</param>
    /// <param name="now">What today is, in UTC.</param>
    /// <returns>The test; <c>null</c> for a query that nests too deep.</returns>
    public static Func<IPropertySource, bool>? Parse(string text, DateTime now)
    {
        AqsQuery query = new(text, now);
        if (query._tokens.Count(token => token.Value.Trim() is "(" or "NOT") > MaxDepth)
            return null;
        Func<IPropertySource, bool> all = query.Or();
        while (query._next < query._tokens.Count)
        {
            query._next++; // a parenthesis too many
            Func<IPropertySource, bool> left = all, right = query.Or();
            all = source => left(source) && right(source);
        }
        return all;
    }

    private Func<IPropertySource, bool> Or()
    {
        List<Func<IPropertySource, bool>> parts = [And()];
        while (Take("OR"))
            parts.Add(And());
        return parts.Count == 1 ? parts[0] : source => parts.Exists(part => part(source));
    }

    private Func<IPropertySource, bool> And()
    {
        List<Func<IPropertySource, bool>> parts = [];
        while (_next < _tokens.Count && !Is("OR") && !Is(")"))
        {
            if (!Take("AND"))
                parts.Add(Not());
        }
        return source => parts.TrueForAll(part => part(source));
    }

    private Func<IPropertySource, bool> Not()
    {
        if (!Take("NOT"))
            return Primary();
        if (_next >= _tokens.Count)
            return _ => true;
        Func<IPropertySource, bool> inner = Not();
        return source => !inner(source);
    }

    private Func<IPropertySource, bool> Primary()
    {
        if (Take("("))
        {
            Func<IPropertySource, bool> inner = Or();
            Take(")");
            return inner;
        }
        Match token = _tokens[_next++];
        string name = token.Groups["name"].Value.ToLowerInvariant();
        bool isPhrase = token.Groups["phrase"].Success;
        string value = isPhrase ? token.Groups["phrase"].Value : token.Groups["word"].Value;
        return _terms.Term(name, token.Groups["sign"].Value, value);
    }

    private bool Take(string word)
    {
        if (!Is(word))
            return false;
        _next++;
        return true;
    }

    private bool Is(string word) => _next < _tokens.Count && !_tokens[_next].Groups["phrase"].Success
        && _tokens[_next].Value.Trim() == word;
}
