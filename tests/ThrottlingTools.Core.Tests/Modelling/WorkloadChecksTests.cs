using System;
using ThrottlingTools.Budgets;
using ThrottlingTools.Profiles;
using Xunit;

namespace ThrottlingTools.Modelling;

public sealed class WorkloadChecksTests
{
    private static readonly ThrottlingProfile Exchange2016 = ProfileCatalogue.Get(ExchangeRelease.Exchange2016);

    private static readonly WorkloadClient Valid = new() { Requests = 1 };

    public static TheoryData<string, WorkloadScenario> Impossible()
    {
        WorkloadScenario Of(WorkloadClient client) => new(Exchange2016, [client]);
        WorkloadScenario Calling(WorkloadOperation operation) => Of(Valid with { Operations = [operation] });
        TimeSpan negative = TimeSpan.FromSeconds(-1);
        return new()
        {
            { "Clients", new WorkloadScenario(Exchange2016, []) },
            { "Clients.Name", new WorkloadScenario(Exchange2016, [Valid, Valid]) },
            { "Clients.Name", Of(Valid with { Name = " " }) },
            { "Duration", Of(Valid) with { Duration = TimeSpan.Zero } },
            { "Duration", Of(Valid) with { Duration = TimeSpan.MaxValue } },
            { "Duration", Of(Valid with { Requests = null }) },
            { "NetworkLatency", Of(Valid) with { NetworkLatency = negative } },
            { "MaxRequests", Of(Valid) with { MaxRequests = 0 } },
            { "Health.At", Of(Valid) with { Health = [new(TimeSpan.FromSeconds(2)), new(TimeSpan.FromSeconds(1))] } },
            { "Health.CpuPercent", Of(Valid) with { Health = [new(default) { CpuPercent = double.NaN }] } },
            { "Health.DatabaseHealth", Of(Valid) with { Health = [new(default) { DatabaseHealth = -1 }] } },
            { "Account", Of(Valid with { Account = "" }) },
            { "Mailboxes", Of(Valid with { Mailboxes = 0 }) },
            { "Mailboxes", Of(Valid with { Mailboxes = int.MaxValue }) },
            { "MailboxName", Of(Valid with { Mailboxes = 2, MailboxName = "same" }) },
            { "Threads", Of(Valid with { Threads = 0 }) },
            { "Threads", Of(Valid with { Threads = int.MaxValue }) },
            { "Requests", Of(Valid with { Requests = 0 }) },
            { "Requests", Of(Valid with { RequestsPerMailbox = 1 }) },
            { "RequestsPerMailbox", Of(Valid with { Requests = null, RequestsPerMailbox = -1 }) },
            {
                "RequestsPerMailbox",
                Of(Valid with { Requests = null, RequestsPerMailbox = 1, Arrival = WorkloadArrival.FixedRate(1) })
            },
            { "Items", Of(new WorkloadClient { Items = 0 }) },
            { "Items", Of(Valid with { Items = 5 }) },
            { "Items", Of(new WorkloadClient { Items = 5, RequestsPerMailbox = 1 }) },
            { "Items", Of(new WorkloadClient { Items = 5, Arrival = WorkloadArrival.FixedRate(1) }) },
            { "StartAt", Of(Valid with { StartAt = negative }) },
            { "StopAt", Of(Valid with { StopAt = TimeSpan.Zero }) },
            { "Operations", Of(Valid with { Operations = [] }) },
            { "Weight", Calling(new(EwsOperation.GetItem) { Weight = 0 }) },
            { "Weight", Calling(new(EwsOperation.GetItem) { Weight = double.NaN }) },
            { "BatchSize", Calling(new(EwsOperation.GetItem) { BatchSize = 0 }) },
            { "ItemSizeInBytes", Calling(new(EwsOperation.GetItem) { ItemSizeInBytes = -1 }) },
            { "UnchargedTime", Calling(new(EwsOperation.GetItem) { UnchargedTime = negative }) },
            { "ServiceTime", Calling(Folder(negative)) },
            { "Search", Calling(new(EwsOperation.GetItem) { Search = new SearchQuery(SearchKind.Aqs, "f", "r", 1) }) },
            {
                "Arrival",
                Calling(new(EwsOperation.GetItem) { ServiceTime = default(ServiceTime) }) with
                {
                    NetworkLatency = TimeSpan.Zero,
                    Duration = TimeSpan.FromSeconds(1),
                    Clients =
                    [
                        Valid with
                        {
                            Requests = null,
                            Operations = [new(EwsOperation.GetItem) { ServiceTime = default(ServiceTime) }],
                        },
                    ],
                }
            },
        };
    }

    [Theory]
    [MemberData(nameof(Impossible), DisableDiscoveryEnumeration = true)]
    public void An_impossible_scenario_names_what_is_wrong_and_what_is_accepted(string name, WorkloadScenario scenario)
    {
        ThrottlingToolsException error = Assert.Throws<ThrottlingToolsException>(
            () => WorkloadModel.Run(scenario, cancellation: TestContext.Current.CancellationToken));

        Assert.Equal("InvalidSetting", error.ErrorId);
        Assert.Contains($"{name}:", error.Message, StringComparison.Ordinal);
        Assert.NotEqual("", error.RecommendedAction);
    }

    [Fact]
    public void Wrong_numbers_are_refused_where_they_are_made()
    {
        Action[] wrong =
        [
            () => WorkloadArrival.Closed(TimeSpan.FromTicks(-1)),
            () => WorkloadArrival.FixedRate(0),
            () => WorkloadArrival.Poisson(double.NaN),
            () => WorkloadArrival.Poisson(double.PositiveInfinity),
            () => WorkloadArrival.Burst(0, TimeSpan.FromSeconds(1)),
            () => WorkloadArrival.Burst(1, TimeSpan.Zero),
            () => WorkloadBackOff.IgnoreHint(TimeSpan.Zero),
            () => ServiceTimeDistribution.Lognormal(0),
            () => ServiceTimeDistribution.Empirical([]),
            () => ServiceTimeDistribution.Empirical([TimeSpan.FromTicks(-1)]),
        ];

        Assert.All(wrong, make => Assert.ThrowsAny<ArgumentException>(make));
    }

    [Fact]
    public void A_thousand_million_requests_are_refused_with_an_estimate_in_closed_form()
    {
        WorkloadScenario scenario = new(Exchange2016, [new WorkloadClient
        {
            Requests = 1_000_000_000,
            Operations = [Folder(TimeSpan.FromMilliseconds(5))],
        }]);

        ThrottlingToolsException error = Assert.Throws<ThrottlingToolsException>(
            () => WorkloadModel.Run(scenario, cancellation: TestContext.Current.CancellationToken));

        Assert.Equal("WorkloadTooLarge", error.ErrorId);
        Assert.Contains("1,000,000,000 requests of 5 ms", error.Message, StringComparison.Ordinal);
        Assert.Contains("60,000 requests at once and 50 a second", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 100, 3600.0 / 0.1)]
    [InlineData(4, 100, 4 * 3600.0 / 0.1)]
    [InlineData(1, 10, 3600.0 / 0.01)]
    public void The_estimate_is_what_is_sent_while_nothing_holds_it_up(int threads, int milliseconds, double requests)
    {
        WorkloadScenario scenario = new(Exchange2016, [new WorkloadClient
        {
            Threads = threads,
            Operations = [Folder(TimeSpan.FromMilliseconds(milliseconds))],
        }])
        {
            Duration = TimeSpan.FromHours(1),
            NetworkLatency = TimeSpan.Zero,
        };

        Assert.Equal(requests, WorkloadModel.Estimate(scenario).Requests, requests / 100);
    }

    [Fact]
    public void The_largest_scenario_that_is_accepted_fits_into_memory()
    {
        WorkloadClient client = new()
        {
            Mailboxes = 100_000, Threads = 100_000, Impersonates = true, RequestsPerMailbox = 1,
        };

        WorkloadResult result = WorkloadModel.Run(
            new WorkloadScenario(Exchange2016, [client]), cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(100_000, result.Total.Completed);
        Assert.Equal(100_000, result.OwnerCount);
        Assert.Equal(10, result.Owners.Count);
    }

    private static WorkloadOperation Folder(TimeSpan time) =>
        new(EwsOperation.GetFolder) { ServiceTime = new ServiceTime(time, default, default), ItemSizeInBytes = 0 };
}
