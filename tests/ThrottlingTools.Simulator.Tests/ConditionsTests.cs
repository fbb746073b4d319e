using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using ThrottlingTools.Budgets;
using ThrottlingTools.Modelling;
using ThrottlingTools.Timing;
using Xunit;
using static ThrottlingTools.Simulator.Tests.Soap;

namespace ThrottlingTools.Simulator.Tests;

public sealed class ConditionsTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task Health_changes_when_its_time_has_come()
    {
        VirtualClock clock = new();
        clock.Advance(Hour); // times count from the start of the server
        EwsEndpoint endpoint = new(
            new SimulatorOptions
            {
                Health =
                [
                    new WorkloadHealth(TimeSpan.Zero) { DatabaseHealth = 100, CpuPercent = 10 },
                    new WorkloadHealth(2 * Hour) { DatabaseHealth = 20 },
                    new WorkloadHealth(Hour) { DatabaseHealth = 60 },
                ],
            },
            clock);
        List<(int?, double?)> seen = [];

        for (int i = 0; i < 3; i++)
        {
            await endpoint.SendAsync(Envelope(GetFolder()));
            seen.Add((endpoint.Conditions.DatabaseHealth, endpoint.Conditions.CpuPercent));
            clock.Advance(Hour);
        }

        Assert.Equal([(100, 10), (60, 10), (20, 10)], seen);
    }

    [Fact]
    public async Task An_ill_database_holds_calls_back_from_its_time_on()
    {
        VirtualClock clock = new();
        EwsEndpoint endpoint = new(
            new SimulatorOptions { Health = [new WorkloadHealth(Hour) { DatabaseHealth = 0 }] }, clock);

        TimeSpan before = await TimeAsync(endpoint, clock);
        clock.Advance(Hour);
        await TimeAsync(endpoint, clock);
        TimeSpan after = await TimeAsync(endpoint, clock);

        Assert.True(after > 10 * before, $"{before} before, {after} after");
    }

    [Fact]
    public async Task Measured_times_are_those_of_whole_requests_whatever_they_ask_for()
    {
        VirtualClock clock = new();
        TimeSpan[] measured = [TimeSpan.FromMilliseconds(30), TimeSpan.FromMilliseconds(500)];
        EwsEndpoint endpoint = Endpoint(clock, ServiceTimeDistribution.Empirical(measured));
        List<TimeSpan> seen = [];

        for (int i = 0; i < 40; i++)
        {
            TimeSpan start = clock.Now;
            await endpoint.SendAsync(Envelope(FindItem(Page(1 + i, 0))));
            seen.Add(clock.Now - start);
        }

        Assert.Equal(measured, seen.Distinct().Order());
    }

    [Fact]
    public async Task Drawn_times_differ_and_are_the_same_for_the_same_seed()
    {
        List<TimeSpan> first = await TimesAsync();

        Assert.Equal(first, await TimesAsync());
        Assert.True(first.Distinct().Count() > 15);

        static async Task<List<TimeSpan>> TimesAsync()
        {
            VirtualClock clock = new();
            EwsEndpoint endpoint = Endpoint(clock, ServiceTimeDistribution.Exponential);
            List<TimeSpan> times = [];
            for (int i = 0; i < 20; i++)
                times.Add(await TimeAsync(endpoint, clock, FindItem(Page(10, 0))));
            return times;
        }
    }

    private static EwsEndpoint Endpoint(VirtualClock clock, ServiceTimeDistribution distribution) => new(
        new SimulatorOptions
        {
            Conditions = new Conditions
            {
                Distributions = new Dictionary<EwsOperation, ServiceTimeDistribution>
                {
                    [EwsOperation.FindItem] = distribution,
                },
            },
        },
        clock);

    private static async Task<TimeSpan> TimeAsync(EwsEndpoint endpoint, VirtualClock clock, string? operation = null)
    {
        TimeSpan start = clock.Now;
        await endpoint.SendAsync(Envelope(operation ?? GetFolder()));
        return clock.Now - start;
    }
}
