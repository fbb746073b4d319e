using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ThrottlingTools.Budgets;

namespace ThrottlingTools.Simulator.Faults;

/// <summary>A fault, and which requests it meets; all of them if nothing selects. Immutable.</summary>
public sealed class FaultRule
{
    private const char Separator = ':';

    private FaultRule(Fault fault, string text)
    {
        Fault = fault;
        _text = text;
    }

    private readonly string _text;

    /// <summary>What goes wrong.</summary>
    public Fault Fault { get; }

    /// <summary>The share of the requests, 0 to 1; drawn from the seed.</summary>
    public double Rate { get; private init; } = 1;

    /// <summary>The only operation that it meets; <c>null</c> for all.</summary>
    public string? Operation { get; private init; }

    /// <summary>The first request that it meets, counted from 1 among those of the operation.</summary>
    public int First { get; private init; } = 1;

    /// <summary>The last request that it meets.</summary>
    public int Last { get; private init; } = int.MaxValue;

    /// <summary>
    /// Reads <c>name[:key=value,…]</c>: a name of <see cref="FaultCatalogue"/>, the parameters of the fault,
    /// <c>rate</c>, <c>operation</c>, and <c>nth</c> as a number or a range such as <c>3-5</c> or <c>3-</c>.
    /// </summary>
    /// <param name="text">The rule.</param>
    /// <exception cref="ThrottlingToolsException"><c>InvalidFault</c>, with what is accepted.</exception>
    public static FaultRule Parse(string text)
    {
        string[] parts = text.Split([Separator], 2);
        FaultDescription entry = FaultCatalogue.Find(parts[0].Trim()) ?? throw Errors.InvalidFault(
            text, $"'{parts[0].Trim()}' is no fault",
            "one of " + string.Join(", ", FaultCatalogue.All.Select(known => known.Name)));
        Dictionary<string, string> given = ReadPairs(text, parts.Length > 1 ? parts[1] : "");
        Dictionary<string, long> values = [];
        foreach (FaultParameter parameter in entry.Parameters)
            if (Take(given, parameter.Name) is { } value)
                values[parameter.Name] = ReadNumber(text, parameter, value);
        (int first, int last) = ReadRange(text, Take(given, "nth"));
        FaultRule rule = new(new Fault(entry, values), text)
        {
            Rate = ReadRate(text, Take(given, "rate")),
            Operation = ReadOperation(text, Take(given, "operation")),
            First = first,
            Last = last,
        };
        if (given.Count > 0)
            throw Errors.InvalidFault(text, $"{entry.Name} has no '{given.Keys.First()}'", string.Join(
                ", ", entry.Parameters.Select(parameter => parameter.Name).Concat(["rate", "operation", "nth"])));
        return rule;
    }

    /// <summary>As it was written.</summary>
    public override string ToString() => _text;

    private static Dictionary<string, string> ReadPairs(string text, string list)
    {
        Dictionary<string, string> pairs = new(StringComparer.OrdinalIgnoreCase);
        foreach (string pair in list.Split([','], StringSplitOptions.RemoveEmptyEntries))
        {
            string[] sides = pair.Split(['='], 2);
            if (sides.Length != 2 || sides[0].Trim().Length == 0)
                throw Errors.InvalidFault(text, $"'{pair.Trim()}' is no key=value", "key=value, separated by commas");
            if (pairs.ContainsKey(sides[0].Trim()))
                throw Errors.InvalidFault(text, $"'{sides[0].Trim()}' is given twice", "each key once");
            pairs.Add(sides[0].Trim(), sides[1].Trim());
        }
        return pairs;
    }

    private static string? Take(Dictionary<string, string> given, string key)
    {
        if (!given.TryGetValue(key, out string? value))
            return null;
        given.Remove(key);
        return value;
    }

    private static long ReadNumber(string text, FaultParameter parameter, string value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            && number >= parameter.Minimum && number <= parameter.Maximum
            ? number
            : throw Errors.InvalidFault(text, $"{parameter.Name}={value} is not accepted", string.Format(
                CultureInfo.InvariantCulture, "a whole number from {0} to {1}: {2}",
                parameter.Minimum, parameter.Maximum, parameter.Meaning));

    private static double ReadRate(string text, string? value) =>
        value is null ? 1
        : double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double rate)
            && rate is >= 0 and <= 1
            ? rate
            : throw Errors.InvalidFault(text, $"rate={value} is not accepted", "a number from 0 to 1, such as 0.05");

    private static string? ReadOperation(string text, string? value) =>
        value is null ? null
        : Enum.GetNames(typeof(EwsOperation)).FirstOrDefault(
            name => name.Equals(value, StringComparison.OrdinalIgnoreCase))
        ?? throw Errors.InvalidFault(
            text, $"'{value}' is no operation", "one of " + string.Join(", ", Enum.GetNames(typeof(EwsOperation))));

    private static (int First, int Last) ReadRange(string text, string? value)
    {
        if (value is null)
            return (1, int.MaxValue);
        string[] ends = value.Split(['-'], 2);
        if (ends.Length == 2 && ends[1].Length == 0)
            ends[1] = int.MaxValue.ToString(CultureInfo.InvariantCulture);
        return int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out int first) && first >= 1
            && int.TryParse(ends[ends.Length - 1], NumberStyles.None, CultureInfo.InvariantCulture, out int last)
            && last >= first
            ? (first, last)
            : throw Errors.InvalidFault(
                text, $"nth={value} is not accepted", "a number from 1 up, or a range: 3-5, 3-");
    }
}
