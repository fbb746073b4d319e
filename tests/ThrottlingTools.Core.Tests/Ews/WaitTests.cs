using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Ews;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulator;
using ThrottlingTools.Simulator.Faults;
using ThrottlingTools.Timing;
using Xunit;

namespace ThrottlingTools.Core.Tests.Ews;

/// <summary>A wait that ends between two looks at the clock is not slept through.</summary>
public sealed class WaitTests
{
    public static TheoryData<int> Early => [.. Enumerable.Range(0, 30)];

    [Theory]
    [MemberData(nameof(Early))]
    public async Task A_find_goes_on_when_its_wait_is_over(int early)
    {
        RestlessClock clock = new(early);
        ScriptedTransport transport = new ScriptedTransport().Then(200, Envelopes.Page(0, 2, false))
            .Then(500, Envelopes.Busy("5000")).Then(200, Envelopes.Page(1, 3, true));
        PagedFind find = new(
            new EwsClient(transport, clock), new FindItemRequest(EwsFolderId.Parse("inbox")), clock,
            new PagedFindOptions { ThrottleLimit = 1 });

        while (await find.NextPageAsync(TestContext.Current.CancellationToken) is not null) { }

        Assert.InRange(clock.Now.TotalSeconds, 5, 6);
    }

    [Theory]
    [MemberData(nameof(Early))]
    public void A_batch_goes_on_when_its_wait_is_over(int early)
    {
        RestlessClock clock = new(early);
        EwsEndpoint endpoint = new(
            new SimulatorOptions
            {
                ItemCount = 10, Profile = ProfileCatalogue.Get(ExchangeRelease.Exchange2016),
                Faults = FaultPlan.Parse(["503:nth=1"]),
            },
            clock);
        List<BatchItemResult> results = [];
        BatchRun batch = new(
            new EwsClient(endpoint.CreateTransport(), clock), ReadBatchOperation.GetItem([]), clock,
            new BatchOptions { Pace = new PaceOptions { MaxInFlight = 1 } });

        Task run = batch.RunAsync(
            BatchInput.Of(endpoint.Mailbox.FindFolder("inbox")!.ItemIds.Select(id => new BatchItem(id))),
            results.AddRange, TestContext.Current.CancellationToken);

        Assert.True(run.IsCompletedSuccessfully, run.Status.ToString());
        Assert.Equal((10, 1), (results.Count, batch.Ledger.FailedRequests));
    }

    [Fact]
    public async Task A_batch_ends_when_its_input_does_whatever_it_looks_at_then()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        EwsClient client = new(new ScriptedTransport(), new VirtualTime());
        for (int pause = 0; pause < 20_000; pause++)
        {
            BatchInput input = new();
            BatchRun batch = new(client, ReadBatchOperation.GetItem([]), new VirtualTime());
            Task run = Task.Run(() => batch.RunAsync(input, _ => { }, cancellation), cancellation);
            Thread.SpinWait(pause % 200);
            input.Complete();

            await run.WaitAsync(TimeSpan.FromSeconds(30), cancellation);
        }
    }
}
