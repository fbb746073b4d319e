using System;
using System.Linq;
using ThrottlingTools.Simulator.Faults;
using Xunit;

namespace ThrottlingTools.Simulator.Tests.Faults;

public sealed class FaultPlanTests
{
    [Theory]
    [InlineData("nonsense", "no fault", "reset-inside")]
    [InlineData("503:rate=2", "rate=2", "0 to 1")]
    [InlineData("503:rate=often", "rate=often", "0 to 1")]
    [InlineData("503:after=3", "no 'after'", "retry-after")]
    [InlineData("503:retry-after=-1", "retry-after=-1", "seconds")]
    [InlineData("503:rate", "no key=value", "separated by commas")]
    [InlineData("503:rate=0.1,rate=0.2", "twice", "once")]
    [InlineData("302:operation=Nothing", "no operation", "FindItem")]
    [InlineData("302:nth=0", "nth=0", "from 1 up")]
    [InlineData("302:nth=5-3", "nth=5-3", "range")]
    [InlineData("busy:hint=1.5", "hint=1.5", "whole number")]
    public void A_wrong_rule_says_what_is_wrong_and_what_is_accepted(string text, string reason, string accepted)
    {
        ThrottlingToolsException error = Assert.Throws<ThrottlingToolsException>(() => FaultPlan.Parse(text));

        Assert.Equal("InvalidFault", error.ErrorId);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains(accepted, error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fault_of_the_catalogue_is_accepted_by_its_name()
    {
        FaultPlan plan = FaultPlan.Parse(FaultCatalogue.All.Select(entry => entry.Name + ":rate=0.5"));

        Assert.Equal(FaultCatalogue.All, plan.Rules.Select(rule => rule.Fault.Description));
        Assert.Equal(
            Enum.GetValues<FaultKind>().Order(), plan.Rules.Select(rule => rule.Fault.Kind).Distinct().Order());
    }

    [Fact]
    public void A_rate_is_met_and_the_same_seed_draws_the_same_requests()
    {
        bool[] first = Draw("503:rate=0.05", seed: 7);

        Assert.Equal(first, Draw("503:rate=0.05", seed: 7));
        Assert.NotEqual(first, Draw("503:rate=0.05", seed: 8));
        Assert.InRange(first.Count(isHit => isHit), 400, 600);
        Assert.DoesNotContain(true, Draw("503:rate=0", seed: 7));
        Assert.DoesNotContain(false, Draw("503:rate=1", seed: 7));
    }

    [Fact]
    public void The_nth_counts_the_requests_of_the_operation()
    {
        FaultSchedule schedule = new(FaultPlan.Parse("302:operation=finditem,nth=2-3"), 1);
        string[] requests = ["FindItem", "GetItem", "GetItem", "FindItem", "GetItem", "FindItem", "FindItem"];

        Assert.Equal(
            [false, false, false, true, false, true, false], requests.Select(name => schedule.Next(name) is not null));
    }

    [Fact]
    public void Of_several_rules_the_first_counts()
    {
        FaultSchedule schedule = new(FaultPlan.Parse("302:nth=2", "401"), 1);

        Assert.Equal(
            [FaultKind.Unauthorized, FaultKind.Redirect, FaultKind.Unauthorized],
            Enumerable.Range(0, 3).Select(_ => schedule.Next("GetItem")!.Kind));
    }

    private static bool[] Draw(string rule, int seed)
    {
        FaultSchedule schedule = new(FaultPlan.Parse(rule), seed);
        return Enumerable.Range(0, 10_000).Select(_ => schedule.Next("GetItem") is not null).ToArray();
    }
}
