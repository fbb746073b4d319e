using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Core.Tests.Ews;
using ThrottlingTools.Ews;
using ThrottlingTools.Probing;
using ThrottlingTools.Timing;
using Xunit;

namespace ThrottlingTools.Core.Tests.Probing;

public sealed class BatchSizeProbeTests
{
    private static readonly int[] Sizes = [1, 2, 5, 10, 20, 50, 100];

    private readonly VirtualClock _clock = new();

    [Fact]
    public async Task The_smallest_size_within_five_percent_of_the_fastest_is_best()
    {
        // 100 ms a request and 10 ms an item, but from 50 items on the server is no faster for larger batches.
        CostServer server = new(_clock, size => size <= 50 ? 100 + (10 * size) : 12 * size);

        IReadOnlyList<BatchSizeMeasurement> results = await RunAsync(server, 100);

        Assert.Equal([1, 2, 5, 10, 20, 50, 100], results.Select(result => result.BatchSize));
        BatchSizeMeasurement best = results.Single(result => result.IsBest);
        Assert.Equal(50, best.BatchSize);
        Assert.Equal(50 / 0.6, best.ItemsPerSecond!.Value, 6);
        Assert.All(results, result =>
            Assert.Equal((3, 3 * result.BatchSize, 0), (result.Requests, result.Items, result.Errors)));
        Assert.All(results, result => Assert.NotEmpty(result.Reason));
    }

    [Fact]
    public async Task The_order_is_drawn_by_seed_and_the_warm_up_is_not_counted()
    {
        CostServer first = new(_clock, _ => 10);
        CostServer second = new(_clock, _ => 10);
        CostServer other = new(_clock, _ => 10);

        await RunAsync(first, 100, new BatchSizeProbeOptions { BatchSizes = Sizes, Seed = 7 });
        await RunAsync(second, 100, new BatchSizeProbeOptions { BatchSizes = Sizes, Seed = 7 });
        await RunAsync(other, 100, new BatchSizeProbeOptions { BatchSizes = Sizes, Seed = 8 });

        Assert.Equal(first.Sizes, second.Sizes);
        Assert.NotEqual(first.Sizes, other.Sizes);
        Assert.Equal(1 + (7 * 3), first.Sizes.Count);
        Assert.Equal(1, first.Sizes[0]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(9)]
    public async Task No_more_requests_are_sent_than_allowed(int limit)
    {
        CostServer server = new(_clock, _ => 10);
        BatchSizeProbeOptions options = new() { BatchSizes = Sizes, MaxRequests = limit };
        BatchSizeProbe probe = Probe(server, 100, options);

        while (await probe.NextSampleAsync(CancellationToken.None) is not null)
            continue;

        Assert.Equal(limit, server.Sizes.Count);
        Assert.Contains($"{limit} requests", probe.StoppedBecause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lockout_ends_the_probe_and_keeps_what_was_measured()
    {
        CostServer server = new(_clock, _ => 10) { Refuse = n => n == 5 ? Envelopes.Busy("297749") : null };
        BatchSizeProbe probe = Probe(server, 100);
        List<BatchSizeSample> samples = [];

        while (await probe.NextSampleAsync(CancellationToken.None) is { } sample)
            samples.Add(sample);

        Assert.Equal(5, server.Sizes.Count);
        Assert.Equal(4, samples.Count);
        Assert.Equal(TimeSpan.FromMilliseconds(297749), probe.Lockout!.BackOff);
        Assert.Contains(probe.GetExperiment().Sizes, result => result.IsBest);
        Assert.Contains(probe.GetExperiment().Sizes, result => result.LimitedBy == "ErrorServerBusy");
    }

    [Fact]
    public async Task A_concurrency_refusal_is_waited_out_and_the_size_is_measured_again()
    {
        string refusal = Envelopes.Fault("ErrorExceededConnectionCount",
            "<t:MessageXml><t:Value Name=\"Policy\">MaxConcurrency</t:Value>"
            + "<t:Value Name=\"BackOffMilliseconds\">2000</t:Value></t:MessageXml>");
        CostServer server = new(_clock, _ => 10) { Refuse = n => n == 2 ? refusal : null };

        IReadOnlyList<BatchSizeMeasurement> results =
            await RunAsync(server, 10, new BatchSizeProbeOptions { BatchSizes = [10], Repeat = 2 });

        Assert.Equal((3, 20, 1), (results[0].Requests, results[0].Items, results[0].Errors));
        Assert.Equal("EwsMaxConcurrency", results[0].LimitedBy);
        Assert.Equal(TimeSpan.FromMilliseconds(2040), _clock.Now);
    }

    [Fact]
    public async Task A_size_that_times_out_is_not_asked_for_again_nor_is_a_larger_one()
    {
        CostServer server = new(_clock, _ => 10);
        server.Refuse = _ => server.Sizes[^1] >= 20 ? Envelopes.Fault("ErrorTimeoutExpired") : null;

        IReadOnlyList<BatchSizeMeasurement> results = await RunAsync(server, 100);

        Assert.InRange(server.Sizes.Count(size => size >= 20), 1, 3);
        Assert.Equal(10, results.Single(result => result.IsBest).BatchSize);
        Assert.Contains(results, result => result.TimedOut == 1);
    }

    [Fact]
    public async Task Sizes_above_the_number_of_items_are_left_out_and_say_so()
    {
        CostServer server = new(_clock, _ => 10);

        IReadOnlyList<BatchSizeMeasurement> results = await RunAsync(server, 12);

        Assert.All(results.Where(result => result.BatchSize > 12), result =>
        {
            Assert.Equal(0, result.Requests);
            Assert.Contains("12 items", result.Reason, StringComparison.Ordinal);
        });
    }

    private async Task<IReadOnlyList<BatchSizeMeasurement>> RunAsync(
        CostServer server, int items, BatchSizeProbeOptions? options = null)
    {
        BatchSizeProbe probe = Probe(server, items, options);
        while (await probe.NextSampleAsync(CancellationToken.None) is not null)
            continue;
        return probe.GetExperiment().Sizes;
    }

    private IBatchOperation Operation(CostServer server, ProbeItems supply) =>
        BatchOperations.Read(EwsOperation.GetItem, new EwsClient(server, _clock), supply);

    private BatchSizeProbe Probe(CostServer server, int items, BatchSizeProbeOptions? options = null)
    {
        ProbeItems supply = new(Enumerable.Range(0, items).Select(i => new ProbeItem($"item{i}")));
        return new BatchSizeProbe(Operation(server, supply), _clock,
            options ?? new BatchSizeProbeOptions { BatchSizes = Sizes });
    }

    /// <summary>A server whose batches cost what a formula says, in virtual time.</summary>
    private sealed class CostServer(VirtualClock clock, Func<int, int> milliseconds) : IEwsTransport
    {
        public List<int> Sizes { get; } = [];

        /// <summary>The fault for the n-th request, counted from 1; null to answer.</summary>
        public Func<int, string?> Refuse { get; set; } = _ => null;

        public Task<EwsHttpResponse> SendAsync(EwsHttpRequest request, CancellationToken cancellationToken)
        {
            int size = XElement.Parse(Encoding.UTF8.GetString(request.Body)).Descendants()
                .Count(element => element.Name.LocalName == "ItemId");
            Sizes.Add(size);
            clock.Advance(TimeSpan.FromMilliseconds(milliseconds(size)));
            string? fault = Refuse(Sizes.Count);
            string body = fault ?? Envelopes.Items([.. Enumerable.Range(0, size).Select(Envelopes.ItemMessage)]);
            MemoryStream stream = new(Encoding.UTF8.GetBytes(body));
            return Task.FromResult(new EwsHttpResponse(
                fault is null ? 200 : 500, new Dictionary<string, string>(), stream));
        }
    }
}
