using System;
using System.Collections.Generic;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>Reads one test of a filter: a property, an operator, and what it is compared with.</summary>
internal sealed class FilterTest
{
    private const string Operators =
        "-eq, -ne, -gt, -ge, -lt, -le, -like, -notlike, -contains, -notcontains, -in, -notin, -band or -exists";

    private readonly FilterParser _parser;
    private readonly EwsPropertyPath _property;
    private readonly FilterToken _name;

    private FilterTest(FilterParser parser)
    {
        _parser = parser;
        _name = parser.Current;
        _property = TakeProperty();
    }

    private bool IsText => _property.ValueType is null || _property.ValueType == typeof(string)
        || _property.ValueType == typeof(string[]);

    /// <summary>Reads the test that begins here.</summary>
    public static EwsRestriction Read(FilterParser parser) => new FilterTest(parser).Read();

    private EwsRestriction Read()
    {
        FilterToken sign = _parser.Current;
        if (sign.Kind != FilterTokenKind.Operator || sign.Text is "and" or "or")
            return ReadBare();
        _parser.Take();
        if (sign.Text == "exists")
            return new EwsExistsRestriction(_property);
        if (_parser.Current is { Kind: FilterTokenKind.Variable } variable && Is(variable, "null"))
            return ReadNull(sign);
        if (_property.Property is { IsFilterable: false } && _property is EwsFieldPath)
            throw _parser.Refuse(_name, $"EWS cannot look into {_property}", "-exists after it, or another property");
        (string name, bool? isCaseSensitive) = Split(sign.Text);
        bool isNegated = name.StartsWith("not", StringComparison.Ordinal);
        EwsRestriction read = (isNegated ? name.Substring(3) : name) switch
        {
            "like" => ReadLike(sign, isCaseSensitive ?? false),
            "contains" => ReadText(sign, EwsContainmentMode.Substring, isCaseSensitive ?? false),
            "in" => ReadList(isCaseSensitive),
            "band" when isCaseSensitive is null && !isNegated => ReadMask(sign),
            string comparison when !isNegated && Array.IndexOf(EwsComparisonRestriction.OperatorNames, comparison)
                is >= 0 and int index => ReadComparison(sign, (EwsComparisonOperator)index, isCaseSensitive),
            _ => throw _parser.Refuse(sign, $"{sign.Shown} is no operator of a filter", Operators),
        };
        return isNegated ? read.Negate() : read;
    }

    /// <summary>The operator without the letter that tells about casing, as in -ceq and -inotlike.</summary>
    private static (string Name, bool? IsCaseSensitive) Split(string sign) =>
        sign is "in" || sign.Length < 3 || sign[0] is not ('c' or 'i') || sign is "contains"
            ? (sign, null)
            : (sign.Substring(1), sign[0] == 'c');

    private EwsComparisonRestriction ReadBare() =>
        _property.ValueType == typeof(bool)
            ? new EwsComparisonRestriction(_property, EwsComparisonOperator.IsEqualTo, "true", null)
            : throw _parser.Unexpected(Operators);

    private EwsRestriction ReadNull(FilterToken sign)
    {
        EwsRestriction exists = new EwsExistsRestriction(_property);
        if (sign.Text is not ("eq" or "ne"))
            throw _parser.Unexpected("a value; $null goes with -eq and -ne");
        _parser.Take();
        return sign.Text == "eq" ? exists.Negate() : exists;
    }

    private EwsRestriction ReadComparison(FilterToken sign, EwsComparisonOperator comparison, bool? isCaseSensitive)
    {
        bool isEquality = comparison is EwsComparisonOperator.IsEqualTo or EwsComparisonOperator.IsNotEqualTo;
        if (_property.Property is { Kind: var kind } && !kind.IsSimple() && !isEquality)
            throw _parser.Refuse(sign, $"{_property} has no order", "-eq, -ne, -like, -contains or -exists");
        if (isCaseSensitive is { } minds)
        {
            if (!isEquality)
                throw _parser.Refuse(sign, $"{sign.Shown} is no operator of EWS", "-" + Split(sign.Text).Name);
            EwsRestriction full = ReadText(sign, EwsContainmentMode.FullString, minds);
            return comparison == EwsComparisonOperator.IsEqualTo ? full : full.Negate();
        }
        if (IsOtherProperty(_parser.Current))
            return new EwsComparisonRestriction(_property, comparison, null, TakeOther());
        return new EwsComparisonRestriction(_property, comparison, TakeValue(), null);
    }

    private EwsRestriction ReadLike(FilterToken sign, bool isCaseSensitive)
    {
        FilterToken value = _parser.Current;
        string pattern = TakeText(sign);
        if (pattern is "*" or "**")
            return new EwsExistsRestriction(_property);
        (string text, EwsContainmentMode mode) = FilterPattern.Read(pattern) ?? throw _parser.Refuse(
            value, "EWS has no match for the pattern " + value.Shown,
            "'text', 'text*' or '*text*', with ` before a wildcard that is meant as it stands");
        return new EwsContainsRestriction(_property, text, mode, isCaseSensitive);
    }

    private EwsContainsRestriction ReadText(FilterToken sign, EwsContainmentMode mode, bool isCaseSensitive)
    {
        FilterToken value = _parser.Current;
        string text = TakeText(sign);
        return text.Length > 0 || mode == EwsContainmentMode.FullString
            ? new EwsContainsRestriction(_property, text, mode, isCaseSensitive)
            : throw _parser.Refuse(value, "there is nothing to look for", "text in quotes");
    }

    private EwsRestriction ReadList(bool? isCaseSensitive)
    {
        bool isOpen = _parser.TryTake(FilterTokenKind.Open);
        List<EwsRestriction> any = [];
        do
            any.Add(isCaseSensitive is { } minds
                ? ReadText(_name, EwsContainmentMode.FullString, minds)
                : new EwsComparisonRestriction(_property, EwsComparisonOperator.IsEqualTo, TakeValue(), null));
        while (_parser.TryTake(FilterTokenKind.Comma));
        if (isOpen && !_parser.TryTake(FilterTokenKind.Close))
            throw _parser.Unexpected(", or )");
        return EwsRestriction.Any([.. any]);
    }

    private EwsRestriction ReadMask(FilterToken sign)
    {
        if (_property.ValueType is { } type && type != typeof(int) && type != typeof(long) && type != typeof(short))
            throw _parser.Refuse(sign, $"{_property} has no bits", "a property that holds a whole number");
        FilterToken value = _parser.Current;
        bool isMask = value.Kind is FilterTokenKind.Word or FilterTokenKind.Text
            && PropertyText.ReadWhole(value.Text) is >= int.MinValue and <= uint.MaxValue;
        if (!isMask)
            throw _parser.Unexpected("a mask of 32 bits such as 4 or 0x10");
        _parser.Take();
        int mask = unchecked((int)PropertyText.ReadWhole(value.Text)!.Value);
        return new EwsBitmaskRestriction(_property, mask).Negate();
    }

    private string TakeText(FilterToken sign)
    {
        if (!IsText)
            throw _parser.Refuse(sign, $"{sign.Shown} is for text, which {_property} is not", "-eq or -ne");
        if (_parser.Current.Kind is not (FilterTokenKind.Text or FilterTokenKind.Word))
            throw _parser.Unexpected("text in quotes");
        return Verified(_parser.Take());
    }

    private string TakeValue()
    {
        FilterToken token = _parser.Current;
        bool isValue = token.Kind == FilterTokenKind.Text || (token.Kind == FilterTokenKind.Word && !IsPlainText)
            || (token.Kind == FilterTokenKind.Variable && (Is(token, "true") || Is(token, "false")));
        string accepted = PropertyText.Accepted(_property);
        if (!isValue)
            throw _parser.Unexpected(accepted);
        _parser.Take();
        return PropertyText.Read(_property, Verified(token), _parser.Local)
            ?? throw _parser.Refuse(token, $"{token.Shown} is no value of {_property}", accepted);
    }

    private bool IsPlainText => IsText && _property.Property?.AllowedValues is not { Count: > 0 };

    // A bare word is a value where it can be one, as numbers, dates and words of the schema are; else a property.
    private bool IsOtherProperty(FilterToken token) =>
        token.Kind == FilterTokenKind.Name
        || (token.Kind == FilterTokenKind.Word
            && (IsPlainText || PropertyText.Read(_property, token.Text, _parser.Local) is null)
            && EwsPropertyPath.IsKnown(token.Text, _parser.IsFolder));

    private EwsPropertyPath TakeOther()
    {
        FilterToken token = _parser.Current;
        EwsPropertyPath other = TakeProperty();
        return other.ValueType == _property.ValueType || other.ValueType is null || _property.ValueType is null
            ? other
            : throw _parser.Refuse(
                token, $"{other} is of another type than {_property}", PropertyText.Accepted(_property));
    }

    private EwsPropertyPath TakeProperty()
    {
        FilterToken token = _parser.Current;
        if (token.Kind is not (FilterTokenKind.Word or FilterTokenKind.Name))
            throw _parser.Unexpected("a property such as Subject, -not or (");
        _parser.Take();
        try
        {
            return EwsPropertyPath.Parse(token.Text, _parser.IsFolder);
        }
        catch (ThrottlingToolsException unknown)
        {
            throw _parser.Refuse(token, unknown.Message.TrimEnd('.'), "a property. " + unknown.RecommendedAction);
        }
    }

    private string Verified(FilterToken token)
    {
        foreach (char c in token.Text)
            if (!XmlConvert.IsXmlChar(c) && !char.IsSurrogate(c))
                throw _parser.Refuse(token, "the text holds a character that XML cannot carry", "printable text");
        return token.Text;
    }

    private static bool Is(FilterToken token, string name) =>
        token.Text.Equals(name, StringComparison.OrdinalIgnoreCase);
}
