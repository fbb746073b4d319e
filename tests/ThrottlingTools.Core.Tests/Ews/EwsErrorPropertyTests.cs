using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using ThrottlingTools.Ews;
using Xunit;

namespace ThrottlingTools.Core.Tests.Ews;

/// <summary>What holds for answers that nobody has seen yet. Each failure names its seed.</summary>
public sealed class EwsErrorPropertyTests
{
    private const int Rounds = 4000;

    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // What makes an answer throttling; nothing else does.
    private static readonly string[] Marks =
    [
        "ErrorServerBusy", "ServerBusy", "ErrorExceeded", "ErrorTooManyObjectsOpened", "ErrorSubmissionQuotaExceeded",
        "budget", "throttled", "cannot service this request", "exceeded the", "concurrent connections", "Micro delay",
        "' Ews '", "'Ews'", "'MaxConcurrency'",
    ];

    private static readonly CorpusSample[] Samples = [.. CorpusSample.All];

    [Fact]
    public void Damaged_answers_are_judged_without_failing()
    {
        for (int seed = 0; seed < Rounds; seed++)
            Judge(Damage(Samples[seed % Samples.Length].Text, new Random(seed)), seed);
    }

    [Fact]
    public void Any_bytes_are_judged_without_failing()
    {
        for (int seed = 0; seed < Rounds; seed++)
        {
            Random random = new(seed);
            byte[] bytes = new byte[random.Next(2000)];
            random.NextBytes(bytes);
            Judge(Encoding.UTF8.GetString(bytes), seed);
            Judge("HTTP/1.1 " + random.Next(700) + "\r\n\r\n<s:Envelope" + Encoding.Latin1.GetString(bytes), seed);
        }
    }

    [Fact]
    public void No_outage_becomes_throttling_by_damage_to_its_body_or_by_another_status()
    {
        CorpusSample[] others = [.. Samples.Where(sample => sample.Verdict is not ("Throttled" or ""))];
        int judged = 0;
        for (int seed = 0; seed < Rounds; seed++)
        {
            Random random = new(seed);
            string text = Damage(others[seed % others.Length].Text, random);
            if (SavedResponse.Find(text) is not { } response || Marks.Any(mark => response.Body.Contains(mark,
                StringComparison.OrdinalIgnoreCase)))
                continue;
            int status = random.Next(100, 600);
            // These two say it by themselves: 429, and 503 with a wait and nothing else (learn-ews-throttling, table
            // 4).
            if (status == 429 || (status == 503 && string.IsNullOrWhiteSpace(response.Body)))
                continue;
            EwsError? error = EwsErrorClassifier.Classify(status, response.Headers, response.Body, Now);
            Assert.True(error?.Verdict != EwsVerdict.Throttled, $"Seed {seed}, status {status}: {response.Body}");
            judged++;
        }
        Assert.True(judged > Rounds / 2, $"Only {judged} were judged.");
    }

    private const int Day = 24 * 60 * 60 * 1000;

    [Fact]
    public void A_wait_is_what_the_server_states_up_to_a_day_and_beyond_it_none()
    {
        for (int seed = 0; seed < Rounds; seed++)
        {
            int stated = new Random(seed).Next(seed % 2 == 0 ? 2 * Day : int.MaxValue);
            EwsError error = EwsErrorClassifier.Classify(
                500, new Dictionary<string, string>(), Envelopes.Busy($"{stated}"), Now)!;
            TimeSpan? wait = stated <= Day ? TimeSpan.FromMilliseconds(stated) : null;
            Assert.True(error.BackOff == wait, $"Seed {seed}: {error.BackOff}");
            Assert.True(error.IgnoredBackOff is null == wait is not null, $"Seed {seed}: {error.IgnoredBackOff}");
        }
    }

    [Theory]
    [InlineData("'")]
    [InlineData("'MaxConcurrency', '27', ")]
    [InlineData("policy part '")]
    [InlineData("Envelope>")]
    [InlineData("</Envelope>")]
    [InlineData("<Envelope>")]
    [InlineData("ErrorX ")]
    [InlineData("HTTP ")]
    [InlineData("(")]
    [InlineData("BackOffMilliseconds")]
    [InlineData("bearer aaaaaaa ")]
    [InlineData("://a")]
    [InlineData("# \n")]
    [InlineData("HTTP/1.1 100\n\n")]
    [InlineData("<Envelope></Envelope>")]
    public void A_text_that_repeats_itself_a_hundred_thousand_times_is_judged(string piece) =>
        Judge(string.Concat(Enumerable.Repeat(piece, 100_000)), 0);

    private static void Judge(string text, int seed)
    {
        try
        {
            foreach (EwsError error in EwsErrorText.Find(text, Now))
            {
                EwsErrorExplanation explanation = new(error);
                Assert.NotEmpty(explanation.Explanation);
                Assert.NotEmpty(explanation.RecommendedAction);
                Assert.NotEmpty(explanation.Source.ToString());
                Assert.True(error.BackOff is null || error.BackOff >= TimeSpan.Zero);
                Assert.Equal(error.BackOff is null, error.BackOffOrigin == BackOffOrigin.None);
            }
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"Seed {seed}: {exception.Message}", exception);
        }
    }

    private static string Damage(string text, Random random)
    {
        StringBuilder damaged = new(text);
        for (int i = random.Next(1, 6); i > 0 && damaged.Length > 1; i--)
        {
            int at = random.Next(damaged.Length);
            int length = random.Next(Math.Min(40, damaged.Length - at));
            switch (random.Next(5))
            {
                case 0: damaged.Remove(at, length); break;
                case 1: damaged.Insert(at, (char)random.Next(0x10000)); break;
                case 2: damaged.Insert(at, damaged.ToString(at, length)); break;
                case 3: damaged.Length = at; break;
                default: damaged[at] = "<>&'\"/0: \n"[random.Next(10)]; break;
            }
        }
        return damaged.ToString();
    }
}
