using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using ThrottlingTools.Ews;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulator.Faults;
using Xunit;

namespace ThrottlingTools.Simulator.Tests.Faults;

public sealed class VirtualTimeTests
{
    private const int Clients = 5;
    private const int RequestsEach = 25;

    [Fact]
    public void Concurrent_requests_under_all_faults_are_the_same_for_the_same_seed_and_stay_on_their_thread()
    {
        for (int seed = 1; seed <= 15; seed++)
        {
            List<string> first = Transcript(seed);

            Assert.True(first.SequenceEqual(Transcript(seed)), $"Seed {seed} went another way the second time.");
            Assert.Equal(Clients * RequestsEach, first.Count);
        }
        Assert.NotEqual(Transcript(1), Transcript(2));
    }

    [Theory]
    [InlineData("reset-before")]
    [InlineData("reset-inside")]
    [InlineData("reset-inside:after=0")]
    [InlineData("wrong-length:by=50")]
    public void A_broken_connection_is_a_network_error_as_over_HTTP(string fault)
    {
        EventClock clock = new();
        EwsReply<EwsFolder>? reply = null;

        clock.Run(async () => reply = await new EwsClient(Endpoint(clock, 1, fault).CreateTransport(), clock)
            .GetFolderAsync(new GetFolderRequest(EwsFolderId.Parse("inbox")), default));

        Assert.Equal(EwsVerdict.Network, reply!.Error?.Verdict);
    }

    [Theory]
    [InlineData("reset-after")]
    [InlineData("duplicate")]
    [InlineData("connection-close")]
    [InlineData("slow-drip:bytes=64,pause=20")]
    public void An_answer_that_comes_in_full_is_good_as_over_HTTP(string fault)
    {
        EventClock clock = new();
        EwsReply<EwsFolder>? reply = null;

        clock.Run(async () => reply = await new EwsClient(Endpoint(clock, 1, fault).CreateTransport(), clock)
            .GetFolderAsync(new GetFolderRequest(EwsFolderId.Parse("inbox")), default));

        Assert.Null(reply!.Error);
        Assert.Equal(500, reply.Value!.TotalCount);
    }

    /// <summary>What happened, in order: who, when and how.</summary>
    private static List<string> Transcript(int seed)
    {
        EventClock clock = new();
        string[] faults = [.. FaultCatalogue.All.Select(entry => entry.Name + ":rate=0.03")];
        EwsEndpoint endpoint = Endpoint(clock, seed, faults);
        endpoint.Conditions.NetworkLatency = TimeSpan.FromMilliseconds(30);
        endpoint.Conditions.Jitter = 0.3;
        int thread = Environment.CurrentManagedThreadId;
        List<string> transcript = [];

        async Task PageAsync(int number)
        {
            EwsClient client = new(endpoint.CreateTransport(), clock);
            for (int i = 0; i < RequestsEach; i++)
            {
                EwsReply<FindItemPage> reply = await client.FindItemAsync(
                    new FindItemRequest(EwsFolderId.Parse("inbox")) { Offset = i * 20, MaxEntriesReturned = 20 },
                    default);
                Assert.Equal(thread, Environment.CurrentManagedThreadId);
                transcript.Add(
                    $"{number} {clock.Now} {reply.Error?.Verdict} {reply.Error?.ResponseCode} "
                    + string.Join(' ', reply.Value?.Items.Select(item => item.ItemId) ?? []));
            }
        }

        clock.Run(() => Task.WhenAll(Enumerable.Range(0, Clients).Select(PageAsync)));
        return transcript;
    }

    private static EwsEndpoint Endpoint(EventClock clock, int seed, params string[] faults) => new(
        new SimulatorOptions
        {
            ItemCount = 500, Seed = seed, Faults = FaultPlan.Parse(faults),
            Profile = ProfileCatalogue.Get(ExchangeRelease.Exchange2010SP3),
        },
        clock);
}
