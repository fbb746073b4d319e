using System;
using System.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Modelling;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulator;
using Xunit;

namespace ThrottlingTools.Paging.Tests;

/// <summary>How fast a paged find gets, and how often a server has to stop it.</summary>
public sealed class PacedFindTests
{
    private static readonly ThrottlingProfile Current = ProfileCatalogue.Get(ExchangeRelease.Exchange2016);

    [Theory]
    [InlineData(50)]
    [InlineData(200)]
    public void Over_a_slow_network_it_is_three_times_as_fast_as_a_loop_and_meets_no_limit(int milliseconds)
    {
        PacedRun find = new PacedRun(Current, 100_000, milliseconds).Find(Current);
        PacedRun loop = new PacedRun(Current, 20_000, milliseconds).Loop(1000);

        Assert.InRange(find.ItemsPerSecond / loop.ItemsPerSecond, 3, double.MaxValue);
        Assert.Equal((0, 0, 0), (find.Refused, find.Ledger.CutShort, find.Ledger.Retries));
    }

    [Fact]
    public void Whoever_takes_the_pages_slowly_is_not_taken_for_a_slow_server()
    {
        PacedRun quick = new PacedRun(Current, 20_000, 50).Find(Current);
        PacedRun slow = new PacedRun(Current, 20_000, 50).Find(Current, onPage: TimeSpan.FromSeconds(40));

        Assert.InRange(slow.Ledger.Requests, 1, quick.Ledger.Requests);
    }

    /// <summary>
    /// Requests and answers each take up to so much longer, one in fifty far longer, and the server up to half more or
    /// less.
    /// </summary>
    [Theory]
    [InlineData(20, 5)]
    [InlineData(50, 5)]
    [InlineData(50, 30)]
    [InlineData(200, 5)]
    [InlineData(200, 100)]
    public void An_unsteady_network_and_server_cost_speed_and_meet_no_limit(int milliseconds, int jitter)
    {
        foreach (double service in new[] { 0, 0.5 })
        {
            Conditions conditions = new() { Jitter = service };
            PacedRun find = new PacedRun(Current, 60_000, milliseconds, conditions, jitter).Find(Current);

            Assert.Equal((0, 0, 0), (find.Refused, find.Ledger.CutShort, find.Ledger.Retries));
        }
    }

    /// <summary>Of this nothing is seen from outside: it looks like a slow network.</summary>
    [Theory]
    [InlineData(20, 40)]
    [InlineData(20, 150)]
    [InlineData(50, 40)]
    [InlineData(50, 150)]
    [InlineData(200, 150)]
    public void A_server_that_is_slow_whatever_the_size_cuts_a_few_pages_and_is_then_left_in_peace(
        int milliseconds, int baseMilliseconds)
    {
        Conditions conditions = Slow(baseMilliseconds);
        PacedRun find = new PacedRun(Current, 60_000, milliseconds, conditions).Find(Current);
        PacedRun loop = new PacedRun(Current, 20_000, milliseconds, conditions).Loop(1000);

        Assert.InRange(find.Ledger.CutShort + find.Refused, 1, 8);
        Assert.InRange(find.ItemsPerSecond / loop.ItemsPerSecond, 1.2, double.MaxValue);
    }

    [Fact]
    public void Without_a_profile_a_limit_is_learnt_with_six_refusals_at_most_and_a_loop_is_hardly_faster()
    {
        foreach (int concurrency in new[] { 1, 2, 3, 4, 27 })
            foreach (int findCount in new[] { 30, 100, 250, 1000 })
                foreach (int pageSize in new[] { 50, 1000 })
                {
                    ThrottlingProfile server = With(
                        ("EwsMaxConcurrency", concurrency), ("EwsFindCountLimit", findCount));
                    PacedRun find = new PacedRun(server, 20_000, 50).Find(null, pageSize);
                    PacedRun loop = new PacedRun(server, 20_000, 50).Loop(pageSize);
                    string drawn = $"{concurrency} at a time, {findCount} items, pages of {pageSize}: {find.Ledger}";

                    Assert.True(find.Refused <= 6, drawn);
                    Assert.True(find.ItemsPerSecond >= 0.85 * loop.ItemsPerSecond, drawn);
                }
    }

    [Theory]
    [InlineData(500, 300_000, 50)]
    [InlineData(1000, 600_000, 30)]
    [InlineData(100, 600_000, 60)]
    public void With_the_profile_the_budget_is_never_used_up_where_it_locks_others_out(
        int burst, int rechargeRate, int cutoff)
    {
        ThrottlingProfile tight = With(
            ("EwsMaxBurst", burst), ("EwsRechargeRate", rechargeRate), ("EwsCutoffBalance", cutoff));

        PacedRun find = new PacedRun(tight, 60_000, 50).Find(tight);
        PacedRun other = new PacedRun(tight, 60_000, 50).Find(null);

        Assert.Equal((0, TimeSpan.Zero), (find.Refused, find.Ledger.TimeBackedOff));
        Assert.True(find.LowestBalance >= TimeSpan.Zero, $"A balance of {find.LowestBalance} delays.");
        Assert.InRange(other.Refused, 1, int.MaxValue);
    }

    private static Conditions Slow(int milliseconds) => new()
    {
        ServiceTimes = ServiceTimes.Default.With(EwsOperation.FindItem, new ServiceTime(
            TimeSpan.FromMilliseconds(milliseconds), TimeSpan.FromMilliseconds(0.1), TimeSpan.Zero)),
    };

    private static ThrottlingProfile With(params (string Name, long Value)[] limits) => Current.With(
        "Drawn", limits.Select(limit => new ThrottlingSetting(
            limit.Name, new Unlimited(limit.Value), SettingSource.Declared("test"),
            PolicyParameterTable.Find(limit.Name))));
}
