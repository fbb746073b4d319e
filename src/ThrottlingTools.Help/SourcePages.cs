using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Help;

/// <summary>Writes the pages that list every publication the module cites: a help topic and a Markdown file.</summary>
internal static class SourcePages
{
    private const string Introduction =
        "Every value and rule of this module names its source: the key of a publication, and the place in it.";

    /// <summary>Writes a page to a file, unless the file holds it already.</summary>
    public static void Write(string path, string text)
    {
        if (File.Exists(path) && File.ReadAllText(path) == text)
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path, text);
    }

    /// <summary>Makes the page for people who read the repository.</summary>
    public static string Markdown(IReadOnlyCollection<Source> sources)
    {
        StringBuilder page = new();
        page.Append("# Sources\n\n")
            .Append("<!-- Made from src/ThrottlingTools.Core/Profiles/Data/Sources.xml by the build. -->\n\n");
        page.Append(Introduction).Append('\n');
        foreach (IGrouping<SourceKind, Source> kind in sources.GroupBy(source => source.Kind))
        {
            page.Append("\n## ").Append(Heading(kind.Key)).Append("\n\n| Key | Publication | Date |\n|---|---|---|\n");
            foreach (Source source in kind)
                {
                string link = $"[{Escape(Name(source))}]({source.Uri.AbsoluteUri})";
                page.Append("| `").Append(source.Key).Append("` | ").Append(link).Append(" | ")
                    .Append(source.Date).Append(" |\n");
            }
        }
        return page.ToString();
    }

    /// <summary>Makes the help topic.</summary>
    public static string AboutTopic(IReadOnlyCollection<Source> sources)
    {
        StringBuilder topic = new();
        topic.Append("TOPIC\n    about_ThrottlingTools_Sources\n\nSHORT DESCRIPTION\n")
            .Append("    Lists the publications that the values and rules of this module are taken from.\n\n")
            .Append("LONG DESCRIPTION\n    ").Append(Introduction).Append('\n')
            .Append("    A setting of a profile shows it as Source, and its address as Uri:\n\n")
            .Append("        PS> (Get-EwsThrottlingProfile Exchange2016).Settings | ")
            .Append("Where-Object Parameter -like Ews*\n\n")
            .Append("    A date is that of the version that was read.\n");
        foreach (IGrouping<SourceKind, Source> kind in sources.GroupBy(source => source.Kind))
        {
            topic.Append("\n    ").Append(Heading(kind.Key)).Append('\n');
            foreach (Source source in kind)
            {
                string date = source.Date is null ? "" : $" ({source.Date})";
                topic.Append("\n        ").Append(source.Key).Append(date)
                    .Append("\n            ").Append(Name(source))
                    .Append("\n            ").Append(source.Uri.AbsoluteUri).Append('\n');
            }
        }
        return topic.Append("\nKEYWORDS\n    Exchange, EWS, throttling, source, citation\n").ToString();
    }

    private static string Name(Source source) => $"{source.Publisher}: {source.Title}";

    private static string Escape(string text) => text.Replace("[", "\\[").Replace("]", "\\]").Replace("|", "\\|");

    private static string Heading(SourceKind kind) => kind switch
    {
        SourceKind.Documentation => "Documentation",
        SourceKind.Announcement => "Announcements",
        SourceKind.Blog => "Blog posts",
        SourceKind.PublishedOutput => "Published outputs and files of servers",
        SourceKind.PublishedLog => "Published logs of servers",
        SourceKind.VendorGuide => "Guides of other vendors",
        SourceKind.QuestionThread => "Questions and answers",
        SourceKind.IssueThread => "Issues and pull requests",
        SourceKind.Repository => "Code and tests of projects",
        _ => "Standards",
    };
}
