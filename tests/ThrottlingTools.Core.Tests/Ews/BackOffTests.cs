using System;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using ThrottlingTools.Ews;
using Xunit;

namespace ThrottlingTools.Core.Tests.Ews;

public sealed class BackOffTests
{
    [Fact]
    public void A_stated_wait_is_never_shortened_and_never_lengthened() => Prop.ForAll(
        Gen.Choose(1, 1_700_000).ToArbitrary(),
        milliseconds => Next(new BackOffOptions(), Busy(milliseconds)) == TimeSpan.FromMilliseconds(milliseconds))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Waits_of_our_own_double_up_to_the_maximum_and_are_the_same_for_the_same_seed()
    {
        BackOffOptions options = new() { Jitter = 0, MaximumDelay = TimeSpan.FromSeconds(5) };

        Assert.Equal([1, 2, 4, 5, 5], Waits(options, 5).Select(wait => wait.TotalSeconds));
        Assert.Equal(Waits(new BackOffOptions { Seed = 3 }, 5), Waits(new BackOffOptions { Seed = 3 }, 5));
        Assert.NotEqual(Waits(new BackOffOptions { Seed = 3 }, 5), Waits(new BackOffOptions { Seed = 4 }, 5));
    }

    [Fact]
    public void The_longest_wait_counts_all_waits_since_the_last_success()
    {
        BackOff backOff = new(new BackOffOptions { MaxWait = TimeSpan.FromSeconds(10) });

        Assert.NotNull(backOff.Next(Busy(6000)));
        Assert.Null(backOff.Next(Busy(6000)));
        backOff.Reset();
        Assert.NotNull(backOff.Next(Busy(6000)));
    }

    private static EwsError Busy(int milliseconds) => new()
    {
        Verdict = EwsVerdict.Throttled,
        BackOff = TimeSpan.FromMilliseconds(milliseconds),
        BackOffOrigin = BackOffOrigin.BackOffMilliseconds,
    };

    private static TimeSpan? Next(BackOffOptions options, EwsError error) =>
        new BackOff(options).Next(error);

    private static TimeSpan[] Waits(BackOffOptions options, int count)
    {
        BackOff backOff = new(options);
        EwsError outage = new() { Verdict = EwsVerdict.Outage };
        return [.. Enumerable.Range(0, count).Select(_ => backOff.Next(outage)!.Value)];
    }
}
