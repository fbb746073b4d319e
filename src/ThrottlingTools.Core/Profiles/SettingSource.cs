using System;
using System.Collections.Generic;
using System.Linq;

namespace ThrottlingTools.Profiles;

/// <summary>How a value is known.</summary>
public enum ValueSource
{
    /// <summary>No public source states the value.</summary>
    Unknown,
    /// <summary>Microsoft documents it.</summary>
    Documented,
    /// <summary>It stands in a published output, log or bug report.</summary>
    Observed,
    /// <summary>A third party states it.</summary>
    Vendor,
    /// <summary>It follows from other values; the reference tells from which.</summary>
    Inferred,
    /// <summary>The policy that was read assigns it.</summary>
    Declared,
    /// <summary>It was measured on a server.</summary>
    Probed,
    /// <summary>It was read from a server's log.</summary>
    Logged,
    /// <summary>It is an assumption of this module; no publication comes near.</summary>
    Assumed,
}

/// <summary>How far a value can be relied on.</summary>
public enum Confidence
{
    /// <summary>There is no value to rely on.</summary>
    None,
    /// <summary>A single claim, or carried over from another release without evidence.</summary>
    Low,
    /// <summary>Inferred with shown reasoning, or contradicted in part.</summary>
    Medium,
    /// <summary>Documented for that release, printed in full by a server, or assigned by the policy itself.</summary>
    High,
}

/// <summary>Represents where a value or a rule comes from, and how it is known.</summary>
/// <remarks>As text it is the publications that it cites, or else what the reference says.</remarks>
/// <param name="Kind">How it is known.</param>
/// <param name="Confidence">How far it can be relied on.</param>
/// <param name="Reference">
/// Where it stands: keys of publications with the places in them, as <see cref="SourceTable.Cited"/> reads them, or a
/// policy or a file.
/// </param>
public sealed record SettingSource(ValueSource Kind, Confidence Confidence, string Reference)
{
    /// <summary>Gets the source of what no publication states.</summary>
    public static SettingSource Unknown { get; } = new(ValueSource.Unknown, Confidence.None, "");

    /// <summary>Gets the source of what this module assumes without a publication that comes near.</summary>
    public static SettingSource OwnAssumption { get; } =
        new(ValueSource.Assumed, Confidence.Low, "assumption of this module");

    /// <summary>
    /// Gets the publications that are cited, the one that counts most first; none for a policy or a file.
    /// </summary>
    public IReadOnlyList<Source> Sources => SourceTable.Cited(Reference);

    /// <summary>Gets the key of the first publication; <c>null</c> if none is cited.</summary>
    public string? Key => First?.Key;

    /// <summary>Gets the title of the first publication; <c>null</c> if none is cited.</summary>
    public string? Title => First?.Title;

    /// <summary>Gets who published the first publication; <c>null</c> if none is cited.</summary>
    public string? Publisher => First?.Publisher;

    /// <summary>Gets the place in the first publication; <c>null</c> if none is named.</summary>
    public string? Place => First?.Place;

    /// <summary>Gets the date of the first publication; <c>null</c> if it is not known.</summary>
    public string? Date => First?.Date;

    /// <summary>Gets the address of the first publication; <c>null</c> if none is cited.</summary>
    public Uri? Uri => First?.Uri;

    /// <summary>
    /// Gets whether it is less than a fact: inferred from other values, or stated by a third party alone.
    /// </summary>
    public bool IsInferred => Kind is ValueSource.Inferred or ValueSource.Vendor;

    private Source? First => FirstOf(Sources);

    /// <summary>Makes the source of what publications say; the first of them tells how it is known.</summary>
    /// <param name="reference">The publications.</param>
    internal static SettingSource Cited(string reference) =>
        new(KindOf(FirstOf(SourceTable.Cited(reference))), Confidence.High, reference);

    /// <summary>Makes the source of a value that a policy or a file assigns.</summary>
    /// <param name="reference">The policy or file.</param>
    public static SettingSource Declared(string reference) => new(ValueSource.Declared, Confidence.High, reference);

    /// <summary>
    /// Returns the publications, or what the reference says, and that a value is inferred or declared.
    /// </summary>
    public override string ToString()
    {
        if (Reference.Length == 0)
            return Kind.ToString();
        string text = string.Join(
            "; ", SourceTable.Parts(Reference).Select(part => part.Source?.ToString() ?? part.Text));
        return Kind switch
        {
            ValueSource.Inferred => (Sources.Count > 0 ? "Inferred from " : "Inferred, ") + text,
            ValueSource.Declared => "Declared, " + text,
            _ => text,
        };
    }

    private static Source? FirstOf(IReadOnlyList<Source> sources) => sources.Count > 0 ? sources[0] : null;

    private static ValueSource KindOf(Source? source) => source?.Kind switch
    {
        null => ValueSource.Unknown,
        SourceKind.VendorGuide => ValueSource.Vendor,
        SourceKind.PublishedOutput or SourceKind.PublishedLog or SourceKind.QuestionThread or SourceKind.IssueThread
            or SourceKind.Repository => ValueSource.Observed,
        _ => ValueSource.Documented,
    };
}
