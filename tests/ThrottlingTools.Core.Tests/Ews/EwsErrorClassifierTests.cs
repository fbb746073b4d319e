using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using ThrottlingTools.Ews;
using Xunit;

namespace ThrottlingTools.Core.Tests.Ews;

public sealed class EwsErrorClassifierTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Corpus => [.. Names()];

    [Theory]
    [MemberData(nameof(Corpus))]
    public void Every_shape_of_the_corpus_gets_what_its_head_states(string name)
    {
        Sample sample = Sample.Read(name);

        EwsError error = EwsErrorClassifier.Classify(sample.Status, sample.Headers, sample.Body, Now)!;

        Assert.Equal(sample.Expected, sample.Expected.Keys.ToDictionary(key => key, key => Text(error, key)));
    }

    [Fact]
    public void An_answer_without_error_is_no_error() =>
        Assert.Null(EwsErrorClassifier.Classify(200, NoHeaders(), Envelopes.Page(0, 2, isLast: true), Now));

    [Fact]
    public void A_hint_that_is_no_number_is_no_hint()
    {
        EwsError error = EwsErrorClassifier.Classify(500, NoHeaders(), Envelopes.Busy("soon"), Now)!;

        Assert.Equal(EwsVerdict.Throttled, error.Verdict);
        Assert.Null(error.BackOff);
    }

    [Fact]
    public void Elements_that_are_nested_without_end_are_refused()
    {
        string deep = string.Concat(Enumerable.Repeat("<a>", 100_000));
        string body = $"<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>{deep}";

        EwsError error = EwsErrorClassifier.Classify(200, NoHeaders(), body, Now)!;

        Assert.Equal(EwsVerdict.Network, error.Verdict);
        Assert.Contains("deeper", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_verdict_says_what_to_do() => Assert.All(
        Enum.GetValues<EwsVerdict>(), verdict => Assert.NotEmpty(new EwsError { Verdict = verdict }.RecommendedAction));

    private static string Text(EwsError error, string property) => property == "BackOffMilliseconds"
        ? error.BackOff!.Value.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)
        : Convert.ToString(
            typeof(EwsError).GetProperty(property)!.GetValue(error), CultureInfo.InvariantCulture) ?? "";

    private static Dictionary<string, string> NoHeaders() => [];

    private static IEnumerable<string> Names() => Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith("Corpus.", StringComparison.Ordinal)).Select(name => name[7..]);

    private sealed record Sample(
        Dictionary<string, string> Expected, int Status, Dictionary<string, string> Headers, string Body)
    {
        public static Sample Read(string name)
        {
            using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Corpus." + name)!;
            using StreamReader reader = new(stream);
            string[] parts = reader.ReadToEnd().ReplaceLineEndings("\n").Split("\n\n", 2);
            string[] head = parts[0].Split('\n');
            int status = Array.FindIndex(head, line => line.StartsWith("HTTP/", StringComparison.Ordinal));
            return new Sample(
                Pairs(head[..status].Select(line => line[2..])),
                int.Parse(head[status].Split(' ')[1], CultureInfo.InvariantCulture),
                Pairs(head[(status + 1)..]),
                parts[1]);
        }

        private static Dictionary<string, string> Pairs(IEnumerable<string> lines) => lines
            .Select(line => line.Split(": ", 2))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
    }
}
