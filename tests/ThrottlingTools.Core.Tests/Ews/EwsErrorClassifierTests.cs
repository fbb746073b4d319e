using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ThrottlingTools.Ews;
using Xunit;

namespace ThrottlingTools.Core.Tests.Ews;

public sealed class EwsErrorClassifierTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Corpus => [.. CorpusSample.Names];

    [Theory]
    [MemberData(nameof(Corpus))]
    public void Every_shape_of_the_corpus_gets_what_its_head_states(string name)
    {
        CorpusSample sample = CorpusSample.Read(name);

        EwsError? error = EwsErrorText.Find(sample.Text, Now) is [EwsError first, ..] ? first : null;

        Assert.Equal(sample.Expected, sample.Expected.Keys.ToDictionary(key => key, key => Text(error, key)));
    }

    [Fact]
    public void No_outage_of_the_corpus_is_called_throttling() => Assert.All(
        CorpusSample.All.Where(sample => sample.Verdict != nameof(EwsVerdict.Throttled)),
        sample => Assert.DoesNotContain(
            EwsErrorText.Find(sample.Text, Now), error => error.Verdict == EwsVerdict.Throttled));

    [Fact]
    public void The_corpus_holds_every_verdict_many_times() => Assert.All(
        Enum.GetNames<EwsVerdict>(), verdict => Assert.True(
            CorpusSample.All.Count(sample => sample.Verdict == verdict) >= 5, verdict));

    [Fact]
    public void Each_failure_of_a_batch_is_told()
    {
        IReadOnlyList<EwsError> errors = EwsErrorText.Find(CorpusSample.Read("BatchSecondFails.http").Text, Now);

        Assert.Equal(["ErrorServerBusy", "ErrorBatchProcessingStopped"], errors.Select(error => error.ResponseCode));
    }

    [Fact]
    public void An_answer_without_error_is_no_error() =>
        Assert.Null(EwsErrorClassifier.Classify(200, NoHeaders(), Envelopes.Page(0, 2, isLast: true), Now));

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

    [Fact]
    public void The_exception_keeps_the_error()
    {
        EwsError error = EwsErrorClassifier.Classify(500, NoHeaders(), Envelopes.Busy("5000"), Now)!;

        Assert.Same(error, error.ToException("FindItem").EwsError);
    }

    private static string Text(EwsError? error, string property) => error is null ? ""
        : property == "BackOffMilliseconds"
            ? error.BackOff?.TotalMilliseconds.ToString(CultureInfo.InvariantCulture) ?? ""
            : Convert.ToString(
                typeof(EwsError).GetProperty(property)!.GetValue(error), CultureInfo.InvariantCulture) ?? "";

    private static Dictionary<string, string> NoHeaders() => [];
}
