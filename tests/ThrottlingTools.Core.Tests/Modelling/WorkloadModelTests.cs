using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using ThrottlingTools.Budgets;
using ThrottlingTools.Profiles;
using Xunit;

namespace ThrottlingTools.Modelling;

public sealed class WorkloadModelTests
{
    private static readonly ThrottlingProfile Exchange2016 = ProfileCatalogue.Get(ExchangeRelease.Exchange2016);

    [Fact]
    public void Within_the_burst_requests_take_their_service_time_and_the_latency()
    {
        WorkloadResult result = Run(new WorkloadClient { Requests = 100, Operations = [Call(2)] });

        Assert.Equal(TimeSpan.FromMilliseconds(100 * 22), result.TimeToFinish);
        Assert.Equal(TimeSpan.FromMilliseconds(22), result.Total.Latency!.Percentile99);
        Assert.Equal(100 / 2.2, result.Total.RequestsPerSecond, 9);
        Assert.Equal(TimeSpan.FromMilliseconds(200), result.Total.ChargedTime);
        Assert.Equal(TimeSpan.Zero, result.Total.Delays.Total);
        Assert.Equal("", result.BindingLimit);
        Assert.Equal(result.Elapsed, result.TimeInBurst);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(10, 1)]
    [InlineData(1, 4)]
    [InlineData(50, 1)]
    public void It_agrees_with_the_batch_model(int batchSize, int threads)
    {
        ServiceTimes times = ServiceTimes.Default.With(EwsOperation.GetItem, Time(2, 400));
        BatchSizeResult batches = Assert.Single(BatchModel.Predict(Exchange2016, new BatchModelOptions
        {
            ServiceTimes = times, BatchSizes = [batchSize], Concurrency = threads, ItemSizeInBytes = 0,
        }, cancellation: TestContext.Current.CancellationToken));

        WorkloadResult result = Model(new WorkloadScenario(Exchange2016,
        [
            new WorkloadClient
            {
                Threads = threads,
                Requests = 1000 / batchSize,
                Operations = [new(EwsOperation.GetItem) { BatchSize = batchSize, ItemSizeInBytes = 0 }],
            },
        ])
        { ServiceTimes = times });

        Assert.Equal(batches.Elapsed, result.TimeToFinish);
        Assert.Equal(batches.Delay, result.Total.Delays.MicroDelay + result.Total.Delays.BatchRecharge);
        Assert.Equal(batches.Items, result.Total.Items);
        Assert.Equal(batches.Errors, result.Total.Errors);
    }

    // A load of one busy second a second reaches 0 after 300 / (1 - 0.25) = 400 s
    [Fact]
    public void A_steady_load_uses_the_burst_up_when_the_closed_form_says()
    {
        WorkloadResult result = Run(new WorkloadClient { Operations = [Call(1000)] }, latency: 0, duration: 3600);

        Assert.InRange(result.BurstGoneAfter!.Value.TotalSeconds, 400, 402);
        Assert.Equal("EwsMaxBurst", result.BindingLimit);
        Assert.Equal(new Unlimited(300_000), result.BindingValue);
        Assert.True(result.Total.Delays.MicroDelay > TimeSpan.Zero);
        Assert.InRange(result.TimeInBurst.TotalSeconds, 400, 402);
        Assert.Equal(3600, (result.TimeInBurst + result.TimeInMicroDelay + result.TimeLockedOut).TotalSeconds, 6);
        Assert.Contains(result.Assumptions, assumption => assumption.Id == AssumptionUse.MicroDelay);
    }

    [Fact]
    public void A_load_of_many_threads_is_locked_out_and_waits_for_the_hint()
    {
        WorkloadResult result = Run(
            new WorkloadClient { Threads = 20, Operations = [Call(30_000)] }, latency: 0, duration: 3600);

        Assert.NotNull(result.CutoffAfter);
        Assert.True(result.CutoffAfter > result.BurstGoneAfter);
        WorkloadErrorCount error = Assert.Single(result.Total.ErrorsByCode);
        Assert.Equal(("ErrorServerBusy", "EwsCutoffBalance"), (error.ResponseCode, error.Parameter));
        Assert.Equal(result.Total.Delays.BackOff, error.BackOff);
        Assert.True(result.TimeLockedOut > TimeSpan.Zero);
        Assert.Equal("EwsCutoffBalance", result.BindingLimit);
    }

    [Fact]
    public void More_threads_than_connections_are_refused_and_named()
    {
        WorkloadResult result = Run(new WorkloadClient { Threads = 28, Requests = 1000, Operations = [Call(50)] });

        Assert.Equal("EwsMaxConcurrency", result.BindingLimit);
        Assert.Equal(new Unlimited(27), result.BindingValue);
        Assert.Equal(1000, result.Total.Completed);
        Assert.Equal(result.Total.Requests, result.Total.Completed + result.Total.Errors);
        Assert.True(result.AssumptionsUsed.HasFlag(AssumptionUse.ClientRetry));
    }

    [Fact]
    public void Impersonation_charges_each_mailbox_by_itself()
    {
        WorkloadClient client = new() { Threads = 40, Mailboxes = 20, Requests = 4000, Operations = [Call(50)] };

        WorkloadResult impersonating = Run(client with { Impersonates = true });

        Assert.Equal(20, impersonating.OwnerCount);
        Assert.Equal(0, impersonating.Total.Errors);
        Assert.Equal("Sid~mailbox1~Ews~true", impersonating.Owners.OrderBy(owner => owner.Owner).First().Owner);
        Assert.Equal(1, Run(client).OwnerCount);
        Assert.True(Run(client).Total.Errors > 0);
    }

    [Fact]
    public void Clients_on_the_same_mailboxes_share_the_budgets_of_service_accounts_there()
    {
        WorkloadClient client = new()
        {
            Threads = 14, Mailboxes = 1, Impersonates = true, Requests = 100, Operations = [Call(50)],
        };

        WorkloadResult result =
            Run(client with { Name = "a", Account = "x" }, client with { Name = "b", Account = "y" });

        Assert.Equal(1, result.OwnerCount);
        Assert.Equal("EwsMaxConcurrency", result.BindingLimit);
    }

    [Fact]
    public void A_thread_does_the_requests_of_a_mailbox_and_takes_the_next_one_then()
    {
        List<WorkloadEvent> events = [];
        WorkloadClient client = new()
        {
            Threads = 2, Mailboxes = 3, Impersonates = true, RequestsPerMailbox = 2, Operations = [Call(10)],
        };

        WorkloadResult result = Model(
            new WorkloadScenario(Exchange2016, [client]), new WorkloadRunOptions { Observer = events.Add });

        Assert.Equal(6, result.Total.Completed);
        Assert.Equal([1, 2, 1, 2, 3, 3],
            events.Where(e => e.Kind == WorkloadEventKind.Admitted).Select(e => e.Owner["Sid~mailbox".Length] - '0'));
    }

    [Theory]
    [InlineData(WorkloadArrivalKind.FixedRate)]
    [InlineData(WorkloadArrivalKind.Poisson)]
    public void Open_arrivals_come_at_their_rate(WorkloadArrivalKind kind)
    {
        WorkloadArrival arrival = kind == WorkloadArrivalKind.Poisson
            ? WorkloadArrival.Poisson(50)
            : WorkloadArrival.FixedRate(50);

        WorkloadResult result = Run(
            new WorkloadClient { Threads = 10, Arrival = arrival, Operations = [Call(2)] }, duration: 600);

        Assert.InRange(result.Total.RequestsPerSecond, 49, 51);
    }

    [Fact]
    public void Arrivals_that_find_no_thread_wait_within_the_client()
    {
        WorkloadResult result = Run(
            new WorkloadClient { Arrival = WorkloadArrival.FixedRate(100), Operations = [Call(30)] }, duration: 10);

        Assert.Equal(10 / 0.05, result.Total.Completed, 2.0);
        Assert.Equal(1000, result.Total.Completed + result.Total.Unfinished, 2.0);
    }

    [Fact]
    public void A_burst_comes_at_once_and_again_after_its_interval()
    {
        List<WorkloadEvent> events = [];
        WorkloadArrival arrival = WorkloadArrival.Burst(5, TimeSpan.FromMinutes(1));
        WorkloadClient client = new() { Threads = 10, Arrival = arrival, Requests = 8, Operations = [Call(2)] };

        Model(
            new WorkloadScenario(Exchange2016, [client]) { NetworkLatency = TimeSpan.Zero },
            new WorkloadRunOptions { Observer = events.Add });

        Assert.Equal([0, 0, 0, 0, 0, 60, 60, 60],
            events.Where(e => e.Kind == WorkloadEventKind.Admitted).Select(e => (int)e.Time.TotalSeconds));
    }

    [Fact]
    public void Back_off_is_honoured_ignored_or_given_up()
    {
        WorkloadClient client = new() { Threads = 28, Requests = 280, Operations = [Call(1000)] };

        WorkloadResult honouring = Run(client);
        WorkloadResult ignoring =
            Run(client with { BackOff = WorkloadBackOff.IgnoreHint(TimeSpan.FromMilliseconds(1)) });
        WorkloadResult leaving = Run(client with { BackOff = WorkloadBackOff.GiveUp });

        Assert.Equal(280, honouring.Total.Completed);
        Assert.Equal(280, ignoring.Total.Completed);
        Assert.True(ignoring.Total.Errors > honouring.Total.Errors);
        Assert.True(leaving.Total.Abandoned > 0);
        Assert.Equal(280, leaving.Total.Completed + leaving.Total.Abandoned);
    }

    [Fact]
    public void A_batch_over_a_minute_times_out_and_its_rest_is_sent_again()
    {
        WorkloadOperation call = new(EwsOperation.GetItem) { BatchSize = 100, ServiceTime = Time(0, 1000) };

        WorkloadResult result =
            Run(new WorkloadClient { Requests = 1, Operations = [call with { ItemSizeInBytes = 0 }] });

        Assert.Equal(1, result.Total.Completed);
        Assert.Equal(100, result.Total.Items);
        Assert.Equal(1, result.Total.Errors);
        Assert.Equal("ErrorTimeoutExpired", result.Total.ErrorsByCode[0].ResponseCode);
        Assert.Equal("BatchTimeLimitInSeconds", result.BindingLimit);
    }

    [Fact]
    public void In_2010_the_share_of_the_minute_refuses_until_the_minute_is_over()
    {
        ThrottlingProfile profile = ProfileCatalogue.Get(ExchangeRelease.Exchange2010SP3);
        WorkloadScenario scenario = new(profile, [new WorkloadClient { Threads = 4, Operations = [Call(100)] }])
        {
            Duration = TimeSpan.FromMinutes(5),
        };

        WorkloadResult result = Model(scenario);

        Assert.Equal("EWSPercentTimeInCAS", result.BindingLimit);
        Assert.InRange(result.Total.ChargedTime.TotalMinutes, 5 * 0.9, 5 * 0.92);
        Assert.True(result.TimeLockedOut > TimeSpan.FromMinutes(2));
        Assert.Null(result.Owners[0].LowestBalance);
    }

    [Fact]
    public void Other_protocols_have_budgets_of_their_own()
    {
        WorkloadScenario scenario = new(ProfileCatalogue.Get(ExchangeRelease.Exchange2013),
        [
            new WorkloadClient { Name = "ews", Threads = 27, Requests = 270, Operations = [Call(50)] },
            new WorkloadClient
            {
                Name = "owa", Protocol = BudgetType.Owa, Threads = 21, Requests = 270, Operations = [Call(50)],
            },
        ]);

        WorkloadResult result = Model(scenario);

        Assert.Equal(2, result.OwnerCount);
        Assert.Equal(0, result.Clients[0].Errors);
        Assert.Equal("OwaMaxConcurrency", Assert.Single(result.Clients[1].ErrorsByCode).Parameter);
        Assert.Equal(new Unlimited(20), result.BindingValue);
    }

    [Fact]
    public void A_protocol_that_the_profile_does_not_know_is_an_error_that_names_what_is_missing()
    {
        WorkloadClient client = new() { Protocol = BudgetType.Owa, Requests = 1 };

        ThrottlingToolsException error = Assert.Throws<ThrottlingToolsException>(() => Run(client));

        Assert.Equal("ProfileValueUnknown", error.ErrorId);
        Assert.Contains("OwaMaxBurst", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_balance_over_time_is_compact_and_keeps_its_extremes()
    {
        WorkloadResult result = Run(
            new WorkloadClient { Operations = [Call(900)], Arrival = WorkloadArrival.FixedRate(0.5), Threads = 5 },
            duration: 36_000);

        WorkloadOwnerResult owner = Assert.Single(result.Owners);
        Assert.InRange(owner.Balance.Count, 100, 500);
        Assert.Equal(owner.LowestBalance, owner.Balance.Min(point => point.Balance));
        Assert.Equal(TimeSpan.FromSeconds(300), owner.Balance.Max(point => point.Balance));
        Assert.Equal(owner.Balance.Select(point => point.Time).Order(), owner.Balance.Select(point => point.Time));
    }

    [Fact]
    public void A_budget_that_never_recharges_ends_the_model_and_says_so()
    {
        string[] limits = ["EwsMaxBurst", "EwsRechargeRate", "EwsCutoffBalance"];
        ThrottlingProfile profile = Exchange2016.With("test", limits
            .Select(name => new ThrottlingSetting(name, new Unlimited(0), SettingSource.Declared("test"), null)));

        WorkloadResult result = Model(new WorkloadScenario(profile, [new WorkloadClient { Requests = 10 }]));

        Assert.Null(result.TimeToFinish);
        Assert.Contains("30 days", result.StoppedBecause, StringComparison.Ordinal);
        Assert.Equal(1, result.Total.Unfinished);
    }

    [Fact]
    public void A_client_that_hammers_ends_at_the_most_requests_allowed()
    {
        WorkloadClient client = new()
        {
            Threads = 28, Operations = [Call(60_000)], BackOff = WorkloadBackOff.IgnoreHint(TimeSpan.FromTicks(1)),
        };
        WorkloadScenario scenario = new(Exchange2016, [client])
        {
            Duration = TimeSpan.FromHours(1), NetworkLatency = TimeSpan.Zero, MaxRequests = 100_000,
        };

        Assert.Contains("100000 requests", Model(scenario).StoppedBecause, StringComparison.Ordinal);
    }

    [Fact]
    public void It_stops_when_it_is_cancelled()
    {
        using CancellationTokenSource source = new();
        WorkloadRunOptions options = new()
        {
            Progress = progress => { if (progress.Requests > 0) source.Cancel(); },
        };
        WorkloadScenario scenario = new(Exchange2016, [new WorkloadClient { Requests = 1_000_000 }]);

        Assert.Throws<OperationCanceledException>(() => WorkloadModel.Run(scenario, options, source.Token));
    }

    [Fact]
    public void A_request_allocates_nothing()
    {
        long Allocated(int requests)
        {
            WorkloadClient client = new() { Threads = 9, Requests = requests, Operations = [Call(200)] };
            long before = GC.GetAllocatedBytesForCurrentThread();
            Run(client, latency: 0);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Allocated(1000);
        Assert.Equal(Allocated(50_000), Allocated(100_000), 20_000.0);
    }

    private static WorkloadOperation Call(double milliseconds) =>
        new(EwsOperation.GetFolder) { ServiceTime = Time(milliseconds, 0), ItemSizeInBytes = 0 };

    private static ServiceTime Time(double request, double item) =>
        new(TimeSpan.FromMilliseconds(request), TimeSpan.FromMilliseconds(item), TimeSpan.Zero);

    private static WorkloadResult Model(WorkloadScenario scenario, WorkloadRunOptions? options = null) =>
        WorkloadModel.Run(scenario, options, TestContext.Current.CancellationToken);

    private static WorkloadResult Run(params WorkloadClient[] clients) =>
        Model(new WorkloadScenario(Exchange2016, clients));

    private static WorkloadResult Run(WorkloadClient client, double latency = 20, double? duration = null) =>
        Model(new WorkloadScenario(Exchange2016, [client])
        {
            NetworkLatency = TimeSpan.FromMilliseconds(latency),
            Duration = duration is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        });
}
