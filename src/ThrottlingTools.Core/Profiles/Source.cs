using System;

namespace ThrottlingTools.Profiles;

/// <summary>Specifies what kind of publication a source is.</summary>
public enum SourceKind
{
    /// <summary>Documentation that a vendor keeps.</summary>
    Documentation,
    /// <summary>An announcement of a product team.</summary>
    Announcement,
    /// <summary>A blog post.</summary>
    Blog,
    /// <summary>What a server printed, or a file that it ships with, as somebody published it.</summary>
    PublishedOutput,
    /// <summary>Rows of a server's log, as somebody published them.</summary>
    PublishedLog,
    /// <summary>A guide of the vendor of another product.</summary>
    VendorGuide,
    /// <summary>A question and its answers.</summary>
    QuestionThread,
    /// <summary>An issue or a pull request of a project.</summary>
    IssueThread,
    /// <summary>The code and the tests of a project.</summary>
    Repository,
    /// <summary>A standard.</summary>
    Standard,
}

/// <summary>Represents a publication that values and rules are taken from, and the place in it. Immutable.</summary>
/// <remarks>
/// As text it is publisher, title, year and place:
/// <c>Microsoft Learn: EWS throttling in Exchange (2022), table 1</c>.
/// </remarks>
public sealed record Source
{
    internal Source(string key, SourceKind kind, string publisher, string title, string? date, Uri uri)
    {
        Key = key;
        Kind = kind;
        Publisher = publisher;
        Title = title;
        Date = date;
        Uri = uri;
    }

    /// <summary>Gets the short name by which files, comments and help name the publication.</summary>
    public string Key { get; }

    /// <summary>Gets the publication's title.</summary>
    public string Title { get; }

    /// <summary>Gets who published it.</summary>
    public string Publisher { get; }

    /// <summary>Gets the place in the publication, such as <c>table 1</c>; <c>null</c> for all of it.</summary>
    public string? Place { get; init; }

    /// <summary>
    /// Gets the date of the version that was read: a year, a month or a day (ISO 8601); <c>null</c> if it is not known.
    /// </summary>
    public string? Date { get; }

    /// <summary>Gets what kind of publication it is.</summary>
    public SourceKind Kind { get; }

    /// <summary>Gets the address at which it can be read.</summary>
    public Uri Uri { get; }

    /// <summary>Returns publisher, title, year and place.</summary>
    public override string ToString()
    {
        string year = Date is null ? "" : $" ({Date.Substring(0, 4)})";
        return $"{Publisher}: {Title}{year}" + (Place is null ? "" : $", {Place}");
    }
}
