using System;
using System.IO;
using System.Linq;
using System.Xml;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using ThrottlingTools.Ews;
using Xunit;

namespace ThrottlingTools.Core.Tests.Ews.Requests;

public sealed class EwsFilterTests
{
    private static readonly TimeZoneInfo Berlin =
        TimeZoneInfo.CreateCustomTimeZone("Test", TimeSpan.FromHours(1), "Test", "Test");

    [Theory]
    [InlineData("Subject -eq 'a'", "<IsEqualTo>{item:Subject}<C a/></IsEqualTo>")]
    [InlineData("Subject -ne \"it's\"", "<IsNotEqualTo>{item:Subject}<C it's/></IsNotEqualTo>")]
    [InlineData("Size -gt 5MB", "<IsGreaterThan>{item:Size}<C 5242880/></IsGreaterThan>")]
    [InlineData("Size -ge 1.5KB", "<IsGreaterThanOrEqualTo>{item:Size}<C 1536/></IsGreaterThanOrEqualTo>")]
    [InlineData("Size -lt 0x10", "<IsLessThan>{item:Size}<C 16/></IsLessThan>")]
    [InlineData("Size -le -1", "<IsLessThanOrEqualTo>{item:Size}<C -1/></IsLessThanOrEqualTo>")]
    [InlineData("IsRead -eq $true", "<IsEqualTo>{message:IsRead}<C true/></IsEqualTo>")]
    [InlineData("IsRead -eq false", "<IsEqualTo>{message:IsRead}<C false/></IsEqualTo>")]
    [InlineData("!IsRead", "<Not><IsEqualTo>{message:IsRead}<C true/></IsEqualTo></Not>")]
    [InlineData("importance -eq high", "<IsEqualTo>{item:Importance}<C High/></IsEqualTo>")]
    [InlineData(
        "DateTimeReceived -ge '2026-01-31T08:00:00Z'",
        "<IsGreaterThanOrEqualTo>{item:DateTimeReceived}<C 2026-01-31T08:00:00Z/></IsGreaterThanOrEqualTo>")]
    [InlineData(
        "DateTimeReceived -lt 2026-02-01",
        "<IsLessThan>{item:DateTimeReceived}<C 2026-01-31T23:00:00Z/></IsLessThan>")]
    [InlineData(
        "DateTimeReceived -lt '02/01/2026 00:00:00'",
        "<IsLessThan>{item:DateTimeReceived}<C 2026-01-31T23:00:00Z/></IsLessThan>")]
    [InlineData(
        "LastModifiedTime -gt DateTimeReceived",
        "<IsGreaterThan>{item:LastModifiedTime}{item:DateTimeReceived}</IsGreaterThan>")]
    [InlineData("Subject -like '*a*'", "<Contains Substring IgnoreCase>{item:Subject}<C a/></Contains>")]
    [InlineData("Subject -clike 'a*'", "<Contains Prefixed Exact>{item:Subject}<C a/></Contains>")]
    [InlineData("Subject -like 'a'", "<Contains FullString IgnoreCase>{item:Subject}<C a/></Contains>")]
    [InlineData("Subject -like '`*a`?*'", "<Contains Prefixed IgnoreCase>{item:Subject}<C *a?/></Contains>")]
    [InlineData("Subject -contains 'a*b'", "<Contains Substring IgnoreCase>{item:Subject}<C a*b/></Contains>")]
    [InlineData("Subject -ceq 'a'", "<Contains FullString Exact>{item:Subject}<C a/></Contains>")]
    [InlineData("From -contains 'ada'", "<Contains Substring IgnoreCase>{message:From}<C ada/></Contains>")]
    [InlineData(
        "Subject -notlike 'a*'", "<Not><Contains Prefixed IgnoreCase>{item:Subject}<C a/></Contains></Not>")]
    [InlineData("Subject -like '*'", "<Exists>{item:Subject}</Exists>")]
    [InlineData("Categories -exists", "<Exists>{item:Categories}</Exists>")]
    [InlineData("Attachments -exists", "<Exists>{item:Attachments}</Exists>")]
    [InlineData("Categories -eq $null", "<Not><Exists>{item:Categories}</Exists></Not>")]
    [InlineData("Categories -ne $null", "<Exists>{item:Categories}</Exists>")]
    [InlineData(
        "Importance -in High, Low",
        "<Or><IsEqualTo>{item:Importance}<C High/></IsEqualTo><IsEqualTo>{item:Importance}<C Low/></IsEqualTo></Or>")]
    [InlineData("Subject -notin @('a')", "<Not><IsEqualTo>{item:Subject}<C a/></IsEqualTo></Not>")]
    [InlineData("0x0E07:Integer -band 0x10", "<Not><Excludes>{0x0E07:Integer}<Bitmask 16/></Excludes></Not>")]
    [InlineData("-not (0x0E07:Integer -band 4)", "<Excludes>{0x0E07:Integer}<Bitmask 4/></Excludes>")]
    [InlineData(
        "[PublicStrings/Case Number:Integer] -eq 7",
        "<IsEqualTo>{PublicStrings/Case Number:Integer}<C 7/></IsEqualTo>")]
    [InlineData("IsRead -and HasAttachments -and Size -gt 1",
        "<And><IsEqualTo>{message:IsRead}<C true/></IsEqualTo><IsEqualTo>{item:HasAttachments}<C true/></IsEqualTo>"
        + "<IsGreaterThan>{item:Size}<C 1/></IsGreaterThan></And>")]
    [InlineData("IsRead -and (Size -lt 1 -OR -NOT HasAttachments)",
        "<And><IsEqualTo>{message:IsRead}<C true/></IsEqualTo><Or><IsLessThan>{item:Size}<C 1/></IsLessThan>"
        + "<Not><IsEqualTo>{item:HasAttachments}<C true/></IsEqualTo></Not></Or></And>")]
    public void A_filter_becomes_the_restriction_it_reads_like(string filter, string expected) =>
        Assert.Equal(expected, Short(EwsFilter.Parse(filter, Berlin)));

    [Theory]
    [InlineData("", 1, "a property such as Subject")]
    [InlineData("Subject", 8, "-eq, -ne")]
    [InlineData("Subject =  'a'", 9, "-eq, -ne")]
    [InlineData("Subject -match 'a'", 9, "-like")]
    [InlineData("Subject -eq invoice", 13, "text in quotes")]
    [InlineData("Subjekt -eq 'a'", 1, "Did you mean Subject?")]
    [InlineData("Subject -eq 'a", 13, "Add '")]
    [InlineData("Subject -eq 'a' Size -gt 1", 17, "-and, -or or the end")]
    [InlineData("Subject -eq 'a' -and", 21, "a property such as Subject")]
    [InlineData("(IsRead -or HasAttachments", 27, "-and, -or or )")]
    [InlineData("IsRead -and HasAttachments -or IsDraft", 28, "parentheses")]
    [InlineData("Size -gt huge", 10, "a whole number")]
    [InlineData("Size -gt 1.5", 10, "a whole number")]
    [InlineData("Size -like '5*'", 6, "-eq or -ne")]
    [InlineData("DateTimeReceived -gt yesterday", 22, "a date such as")]
    [InlineData("DateTimeReceived -gt '08:00'", 22, "a date such as")]
    [InlineData("DateTimeReceived -gt Subject", 22, "a date such as")]
    [InlineData("Importance -eq urgent", 16, "Low, Normal, High")]
    [InlineData("IsRead -eq maybe", 12, "$true or $false")]
    [InlineData("Subject -like '*a'", 15, "'text*'")]
    [InlineData("Subject -like 'a?c'", 15, "'text*'")]
    [InlineData("Subject -contains ''", 19, "text in quotes")]
    [InlineData("Categories -gt 'a'", 12, "-exists")]
    [InlineData("Attachments -eq 'a'", 1, "-exists")]
    [InlineData("Size -gt $null", 10, "$null goes with -eq and -ne")]
    [InlineData("Subject -band 4", 9, "whole number")]
    [InlineData("Size -band 0x100000000", 12, "a mask of 32 bits")]
    [InlineData("Subject -eq '\u0001'", 13, "printable text")]
    [InlineData("0x9000:String -eq 'a'", 1, "0x0E08:Integer")]
    public void A_wrong_filter_tells_where_and_what_is_accepted(string filter, int position, string accepted)
    {
        ThrottlingToolsException error =
            Assert.Throws<ThrottlingToolsException>(() => EwsFilter.Parse(filter, Berlin));

        Assert.Equal("InvalidFilter", error.ErrorId);
        Assert.Contains($"character {position}:", error.Message, StringComparison.Ordinal);
        Assert.Contains(accepted, error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void Depth_nodes_and_length_have_limits()
    {
        string Deep(int depth) => new string('(', depth) + "IsRead" + new string(')', depth);
        string Wide(int tests) => string.Join(" -or ", Enumerable.Repeat("IsRead", tests));

        Assert.NotNull(EwsFilter.Parse(Deep(EwsFilter.MaxDepth - 1)));
        Assert.NotNull(EwsFilter.Parse(Wide(EwsFilter.MaxNodes - 1)));
        foreach (string filter in new[]
            { Deep(EwsFilter.MaxDepth), Deep(15_000), Wide(EwsFilter.MaxNodes), new string(' ', 40_000) })
            Assert.Equal("InvalidFilter",
                Assert.Throws<ThrottlingToolsException>(() => EwsFilter.Parse(filter)).ErrorId);
    }

    [Fact]
    public void Folders_are_filtered_by_their_own_properties()
    {
        Assert.Equal(
            "<Contains Prefixed IgnoreCase>{folder:DisplayName}<C Pro/></Contains>",
            Short(EwsFilter.ParseFolder("DisplayName -like 'Pro*'")));
        Assert.Throws<ThrottlingToolsException>(() => EwsFilter.ParseFolder("Subject -eq 'a'"));
    }

    [Fact]
    public void A_filter_is_read_as_it_is_printed() => Prop.ForAll(
        RandomRestriction.Any.ToArbitrary(),
        tree => Xml(EwsFilter.Parse(tree.ToString(), Berlin)) == Xml(tree)).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_text_is_a_filter_or_an_error_that_says_so() => Prop.ForAll(
        RandomRestriction.Broken.ToArbitrary(),
        text =>
        {
            try
            {
                return EwsFilter.Parse(text, Berlin).NodeCount > 0;
            }
            catch (ThrottlingToolsException error)
            {
                return error.ErrorId == "InvalidFilter";
            }
        }).QuickCheckThrowOnFailure();

    private static string Xml(EwsRestriction restriction)
    {
        using StringWriter text = new();
        using (XmlWriter writer = XmlWriter.Create(text))
            restriction.WriteTo(writer);
        return text.ToString();
    }

    /// <summary>The elements without what is the same everywhere.</summary>
    private static string Short(EwsRestriction restriction) => Short(XElement.Parse(Xml(restriction)));

    private static string Short(XElement element) => element.Name.LocalName switch
    {
        "FieldURI" => $"{{{element.Attribute("FieldURI")!.Value}}}",
        "ExtendedFieldURI" when element.Attribute("PropertyTag") is { } tag =>
            $"{{{tag.Value}:{element.Attribute("PropertyType")!.Value}}}",
        "ExtendedFieldURI" => $"{{{element.Attributes().First(a => !a.IsNamespaceDeclaration).Value}/"
            + $"{element.Attribute("PropertyName")!.Value}:{element.Attribute("PropertyType")!.Value}}}",
        "FieldURIOrConstant" => Short(element.Elements().Single()),
        "Constant" => $"<C {element.Attribute("Value")!.Value}/>",
        "Bitmask" => $"<Bitmask {element.Attribute("Value")!.Value}/>",
        string name => $"<{string.Join(" ", new[] { name }.Concat(element.Attributes()
            .Where(attribute => !attribute.IsNamespaceDeclaration).Select(attribute => attribute.Value)))}>"
            + $"{string.Concat(element.Elements().Select(Short))}</{name}>",
    };
}
