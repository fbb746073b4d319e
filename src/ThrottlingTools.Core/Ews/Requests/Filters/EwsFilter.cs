using System;
using System.Collections.Generic;

namespace ThrottlingTools.Ews;

/// <summary>
/// Reads filters that look like those of PowerShell, such as
/// <c>Subject -like '*invoice*' -and DateTimeReceived -ge '2026-01-01' -and -not (IsRead -eq $true)</c>.
/// <para>A test is a property, an operator and a value or another property. The operators are -eq, -ne, -gt, -ge, -lt,
/// -le, -in and -notin with a list, -like and -notlike with a star at the end or at both, -contains and -notcontains
/// for a part of a text, -band for bits, and -exists or <c>-ne $null</c>. Texts compare without casing; -ceq, -clike
/// and -ccontains mind it. A property of true or false is a test by itself. Tests join by -and, -or, -not and
/// parentheses;
/// -and beside -or needs parentheses, because PowerShell reads them from left to right and others do not.</para>
/// <para>Values are of the property's type: dates in ISO or invariant notation, local unless they say otherwise; sizes
/// with KB, MB or GB. A name with spaces stands in square brackets.</para>
/// </summary>
public static class EwsFilter
{
    /// <summary>The operators, with what joins tests.</summary>
    public static IReadOnlyList<string> Operators { get; } =
    [
        "-eq", "-ne", "-gt", "-ge", "-lt", "-le", "-like", "-notlike", "-contains", "-notcontains", "-in", "-notin",
        "-band", "-exists", "-ceq", "-cne", "-clike", "-cnotlike", "-ccontains", "-cnotcontains", "-and", "-or",
        "-not",
    ];

    /// <summary>The longest filter, in characters.</summary>
    public const int MaxLength = 32_768;

    /// <summary>The most tests and combinations that servers take (ErrorRestrictionTooLong).</summary>
    public const int MaxNodes = 255;

    /// <summary>How deep parentheses and negations may stand in each other.</summary>
    public const int MaxDepth = 32;

    /// <summary>Reads a filter of items.</summary>
    /// <param name="text">The filter.</param>
    /// <param name="local">Where dates without an offset are; <c>null</c> for the zone of this machine.</param>
    /// <exception cref="ThrottlingToolsException">
    /// <c>InvalidFilter</c>, which tells the position and what is accepted there; <c>UnknownEwsProperty</c>.
    /// </exception>
    public static EwsRestriction Parse(string text, TimeZoneInfo? local = null) =>
        FilterParser.Parse(text, isFolder: false, local ?? TimeZoneInfo.Local);

    /// <summary>Reads a filter of folders.</summary>
    /// <param name="text">The filter.</param>
    /// <param name="local">Where dates without an offset are; <c>null</c> for the zone of this machine.</param>
    /// <exception cref="ThrottlingToolsException"><inheritdoc cref="Parse"/></exception>
    public static EwsRestriction ParseFolder(string text, TimeZoneInfo? local = null) =>
        FilterParser.Parse(text, isFolder: true, local ?? TimeZoneInfo.Local);
}
