using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using ThrottlingTools.Budgets;
using ThrottlingTools.Probing;
using ThrottlingTools.Profiles;
using ThrottlingTools.Timing;
using Xunit;

namespace ThrottlingTools.Core.Tests.Probing;

public sealed class ProfileExplanationTests(ITestOutputHelper output)
{
    [Fact]
    public async Task The_profile_of_the_server_explains_what_is_measured()
    {
        List<ProfileExplanation> explanations = [];
        for (int seed = 2; seed <= 80; seed += 2)
        {
            BatchCase drawn = new(seed);
            ProfileExplanation explanation = (await MeasureAsync(drawn, drawn.Options)).Explanation!;
            explanations.Add(explanation);
            if (explanation.IsExplained != true)
                output.WriteLine($"{explanation} | {drawn}");
        }
        Assert.InRange(explanations.Count(explanation => explanation.IsExplained == true), 37, 40);
    }

    [Fact]
    public async Task A_budget_that_is_smaller_than_the_profile_says_is_found_out()
    {
        BatchCase drawn = BatchCase.WithBurst(seed: 3, milliseconds: 3000);
        BatchSizeProbeOptions options = new()
        {
            Maximum = 300,
            MaxDuration = TimeSpan.FromDays(1),
            Profile = ProfileCatalogue.Get(ExchangeRelease.Exchange2016),
        };

        BatchSizeExperiment experiment = await MeasureAsync(drawn, options);

        Assert.False(experiment.Explanation!.IsExplained);
        Assert.Contains("does not explain", experiment.Explanation.Summary, StringComparison.Ordinal);
        Assert.Contains(experiment.Sizes, size => size.ItemsPerSecondHigh < size.ExplainedItemsPerSecond);
    }

    [Fact]
    public async Task Costs_that_differ_from_the_assumed_ones_are_named_and_what_cannot_be_told_is_said()
    {
        BatchCase drawn = new(2);

        ProfileExplanation explanation = (await MeasureAsync(drawn, drawn.Options)).Explanation!;

        Assert.Contains(explanation.Contradicted, finding => finding.Assumption.Id == AssumptionUse.ServiceTimes
            || finding.Assumption.Id == AssumptionUse.NetworkLatency);
        Assert.Equal(AssumptionStanding.NotExercised, Standing(explanation, AssumptionUse.MicroDelay));
        Assert.Equal(AssumptionStanding.NotExercised, Standing(explanation, AssumptionUse.LockoutDuration));
        Assert.Equal(AssumptionStanding.NotIdentifiable, Standing(explanation, AssumptionUse.ResourceHealth));
        Assert.All(explanation.Assumptions, finding => Assert.NotEmpty(finding.Finding));
    }

    private static AssumptionStanding Standing(ProfileExplanation explanation, AssumptionUse use) =>
        explanation.Assumptions.Single(finding => finding.Assumption.Id == use).Standing;

    private static async Task<BatchSizeExperiment> MeasureAsync(BatchCase drawn, BatchSizeProbeOptions options)
    {
        VirtualClock clock = new();
        BatchSizeProbe probe = new(drawn.Operation(clock), clock, options);
        while (await probe.NextSampleAsync(TestContext.Current.CancellationToken) is not null)
            continue;
        return probe.GetExperiment();
    }
}
