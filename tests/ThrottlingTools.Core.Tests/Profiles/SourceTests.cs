using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Ews;
using ThrottlingTools.Modelling;
using Xunit;

namespace ThrottlingTools.Profiles;

public sealed partial class SourceTests
{
    private static readonly Assembly Core = typeof(Source).Assembly;

    public static TheoryData<string> Resources => new(Core.GetManifestResourceNames()
        .Where(name => name.EndsWith(".xml", StringComparison.Ordinal)));

    [Fact]
    public void Every_publication_has_a_title_a_publisher_and_an_address_and_prints_with_its_year_and_place()
    {
        Assert.Equal(SourceTable.All.Count, SourceTable.All.Select(source => source.Uri).Distinct().Count());
        foreach (Source source in SourceTable.All)
        {
            Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", source.Key);
            Assert.NotEmpty(source.Title);
            Assert.NotEmpty(source.Publisher);
            Assert.Equal(Uri.UriSchemeHttps, source.Uri.Scheme);
            Assert.True(source.Date is null || DateText().IsMatch(source.Date), source.Key);
        }
        Source cited = Assert.Single(SourceTable.Cited("learn-ews-throttling, table 1"));
        Assert.Equal("Microsoft Learn: EWS throttling in Exchange (2022), table 1", cited.ToString());
        Assert.Equal("table 1", cited.Place);
    }

    [Theory]
    [MemberData(nameof(Resources))]
    public void Every_reference_of_the_data_files_resolves(string resource)
    {
        foreach (string reference in References(resource))
            AssertResolves(reference);
    }

    [Fact]
    public void Every_parameter_assumption_cost_and_response_code_cites_a_publication_or_says_that_it_assumes()
    {
        foreach (PolicyParameter parameter in PolicyParameterTable.All)
            AssertResolves(parameter.Source.Reference);
        foreach (EwsOperation operation in Enum.GetValues<EwsOperation>())
            AssertResolves(ServiceTimes.Default.SourceOf(operation).Reference);
        foreach (string code in EwsResponseCodes.Known)
            AssertResolves(EwsResponseCodes.Rule(code).Source);
        foreach (Assumption assumption in Assumptions.All.Where(a => a.Source.Kind != ValueSource.Assumed))
            AssertResolves(assumption.Source.Reference);
        Assert.Equal(
            [AssumptionUse.NetworkLatency, AssumptionUse.SimulatorLimits],
            Assumptions.All.Where(a => a.Source.Kind == ValueSource.Assumed).Select(a => a.Id));
    }

    [Fact]
    public void Every_error_rule_and_every_constant_that_names_a_publication_resolves()
    {
        IEnumerable<string> constants = Core.GetTypes()
            .SelectMany(type => type.GetFields(
                BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .SelectMany(field => field.IsLiteral && field.FieldType == typeof(string)
                ? [(string)field.GetRawConstantValue()!]
                : field.FieldType == typeof(EwsErrorRule) ? new[] { ((EwsErrorRule)field.GetValue(null)!).Source } : [])
            .Where(text => KeyWithPlace().IsMatch(text) && SourceTable.Cited(text).Count > 0);
        Assert.All(constants, AssertResolves);
    }

    [Fact]
    public void No_publication_is_listed_that_nothing_cites()
    {
        string text = string.Concat(Repository.Files("src", ".cs", ".xml")
            .Where(path => Path.GetFileName(path) is not "Sources.xml").Select(File.ReadAllText));
        Assert.All(SourceTable.All, source => Assert.Contains(source.Key, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_key_in_a_comment_or_text_of_the_code_resolves()
    {
        foreach (string file in Repository.Files("src", ".cs", ".xml").Concat(Repository.Files("tests", ".cs")))
        {
            foreach (Match match in Key().Matches(File.ReadAllText(file)))
                Assert.True(SourceTable.Find(match.Value) is not null, $"{file} cites {match.Value}.");
        }
    }

    // Keys and section numbers of papers that no user has.
    [Fact]
    public void No_file_of_the_repository_cites_what_no_user_can_look_up()
    {
        IEnumerable<string> files = new[] { "src", "module", "docs", "tests" }
            .SelectMany(folder => Repository.Files(
                folder, ".cs", ".xml", ".ps1", ".psm1", ".ps1xml", ".txt", ".md", ".yaml"))
            .Concat(["README.md", "CHANGELOG.md"])
            .Where(path => Path.GetFileName(path) is not "SourceTests.cs" and not "Sources.Tests.ps1");
        foreach (string file in files)
        {
            foreach (Match match in PrivateKey().Matches(File.ReadAllText(Repository.Path(file))))
                Assert.Fail($"{file} cites {match.Value}.");
        }
    }

    internal static void AssertResolves(string reference)
    {
        Assert.NotEmpty(SourceTable.Cited(reference));
        foreach ((string text, Source? source) in SourceTable.Parts(reference))
            Assert.True(source is not null || !KeyWithPlace().IsMatch(text), $"'{text}' of '{reference}' is unknown.");
    }

    private static string[] References(string resource)
    {
        using Stream stream = Core.GetManifestResourceStream(resource)!;
        return XElement.Load(stream).DescendantsAndSelf().Attributes("reference").Select(a => a.Value).ToArray();
    }

    [GeneratedRegex(
        @"(?<![\w/.-])(learn|exchangedev|exchange-team|qna|css-exchange|rfc)-[a-z0-9]+(-[a-z0-9]+)*(?![\w/-])")]
    private static partial Regex Key();

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*(,|$)")]
    private static partial Regex KeyWithPlace();

    [GeneratedRegex(@"^\d{4}(-\d\d(-\d\d)?)?$")]
    private static partial Regex DateText();

    [GeneratedRegex(
        @"\b[Ff]acts,? (\d+\.\d|[CU]\d)|\b(QAZ|KIN|ODX|OXD|EWSRS|XLIB|GTL|PSD|JPM)\b(?!/)|[(,] ?[CU]\d{1,2}\)")]
    private static partial Regex PrivateKey();
}
