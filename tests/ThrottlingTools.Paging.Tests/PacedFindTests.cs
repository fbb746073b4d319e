using ThrottlingTools.Profiles;
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
        Assert.Equal((0, 0, 0), (find.Refused, find.Ledger.Reconnected, find.Ledger.Retries));
    }
}
