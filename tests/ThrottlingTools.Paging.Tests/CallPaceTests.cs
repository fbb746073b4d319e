using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using ThrottlingTools.Ews;
using ThrottlingTools.Profiles;
using Xunit;

namespace ThrottlingTools.Paging.Tests;

public sealed class CallPaceTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Concurrency_and_find_count_are_never_passed_whatever_happens() => Prop.ForAll(
        Steps(), Gen.Choose(1, 30).ToArbitrary(), Gen.Choose(1, 1200).ToArbitrary(),
        (steps, concurrency, findCount) =>
        {
            CallPace pace = new(new PaceOptions
            {
                Limits = new PaceLimits { MaxConcurrency = concurrency, MaxItemsInFlight = findCount },
                MaxInFlight = 50,
            });
            return Play(pace, steps).All(state => state.Calls <= concurrency && state.Items <= findCount);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Nobody_calls_before_a_hint_is_over_and_no_hint_is_cut() => Prop.ForAll(
        Gen.Choose(1, 1_700_000).ToArbitrary(),
        milliseconds =>
        {
            CallPace pace = new(new PaceOptions());
            TimeSpan hint = TimeSpan.FromMilliseconds(milliseconds);
            PaceChange change = pace.Fail(pace.TryStart(100, TimeSpan.Zero)!, Busy(hint), Second);
            return change.Wait == hint && pace.TryStart(100, Second + hint - TimeSpan.FromTicks(1)) is null
                && pace.TryStart(100, Second + hint) is not null;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Without_calls_under_way_one_may_always_go_once_the_wait_is_over() => Prop.ForAll(
        Steps(),
        steps =>
        {
            CallPace pace = new(new PaceOptions
            {
                Limits = PaceLimits.OfFinds(ProfileCatalogue.Get(ExchangeRelease.Exchange2016), isRestricted: false),
            });
            _ = Play(pace, steps).ToList();
            TimeSpan later = TimeSpan.FromDays(400);
            return pace.TryStart(2, later) is { Items: 2 };
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_find_count_that_was_learnt_grows_back_and_no_further()
    {
        CallPace pace = new(new PaceOptions { MaxInFlight = 8 });
        EwsError refused = new() { Verdict = EwsVerdict.Throttled, ResponseCode = "ErrorExceededFindCountLimit" };
        pace.Fail(pace.TryStart(100, TimeSpan.Zero)!, refused, TimeSpan.Zero);

        for (int second = 10; second < 10_000; second++)
        {
            PaceTicket ticket = pace.TryStart(1000, TimeSpan.FromSeconds(second))!;
            pace.Succeed(ticket, ticket.Items, isCut: false, TimeSpan.Zero, TimeSpan.FromSeconds(second));
        }

        Assert.Equal(1000, pace.NextItems);
    }

    [Fact]
    public void Throttling_halves_the_calls_at_a_time_and_successes_bring_them_back()
    {
        CallPace pace = new(new PaceOptions
        {
            Limits = new PaceLimits { MaxConcurrency = 20 }, MaxInFlight = 8, Reserve = 0,
        });
        pace.Fail(pace.TryStart(100, TimeSpan.Zero)!, Busy(Second), Second);
        Assert.Equal(4, pace.MaxInFlight);

        TimeSpan now = Second * 2;
        for (int i = 0; i < 200; i++, now += Second)
            pace.Succeed(pace.TryStart(int.MaxValue, now)!, 1000, isCut: false, Second / 10, now + Second / 10);

        Assert.Equal((8, 1000), (pace.MaxInFlight, pace.ItemsPerCall));
    }

    [Fact]
    public void Failures_of_calls_that_were_under_way_together_count_once()
    {
        CallPace pace = new(new PaceOptions { Limits = new PaceLimits { MaxConcurrency = 20 }, Reserve = 0 });
        PaceTicket[] calls = [.. Enumerable.Range(0, 8).Select(_ => pace.TryStart(100, TimeSpan.Zero)!)];

        foreach (PaceTicket call in calls)
            pace.Fail(call, Busy(Second * 10), Second);

        Assert.Equal((4, Second * 11), (pace.MaxInFlight, pace.WaitUntil));
        Assert.Equal(Second * 10, pace.TimeBackedOff(Second * 60));
    }

    [Fact]
    public void A_page_that_is_cut_teaches_the_cap_without_a_failure()
    {
        CallPace pace = new(new PaceOptions { InitialItemsPerCall = 1000 });

        pace.Succeed(pace.TryStart(1000, TimeSpan.Zero)!, 250, isCut: true, Second, Second);

        Assert.Equal(250, pace.ItemsPerCall);
        Assert.Equal(TimeSpan.Zero, pace.TimeUntilStart(Second));
    }

    private static EwsError Busy(TimeSpan hint) => new()
    {
        Verdict = EwsVerdict.Throttled, ResponseCode = "ErrorServerBusy", BackOff = hint,
        BackOffOrigin = BackOffOrigin.BackOffMilliseconds,
    };

    private static Arbitrary<int[]> Steps() => Gen.Choose(0, 1_000_000).ArrayOf().ToArbitrary();

    /// <summary>Starts, ends and fails calls as the numbers say.</summary>
    private static IEnumerable<(int Calls, int Items)> Play(CallPace pace, int[] steps)
    {
        List<PaceTicket> calls = [];
        TimeSpan now = TimeSpan.Zero;
        foreach (int step in steps)
        {
            now += TimeSpan.FromMilliseconds(step % 977);
            if (step % 3 > 0 && pace.TryStart(1 + step % 1500, now) is { } ticket)
                calls.Add(ticket);
            else if (calls.Count > 0)
            {
                PaceTicket call = calls[step % calls.Count];
                calls.Remove(call);
                End(pace, call, step / 7, now);
            }
            yield return (calls.Count, calls.Sum(call => call.Items));
        }
        foreach (PaceTicket call in calls)
            pace.Abandon(call);
    }

    private static void End(CallPace pace, PaceTicket call, int how, TimeSpan now)
    {
        switch (how % 6)
        {
            case 0: pace.Fail(call, Busy(TimeSpan.FromMilliseconds(how % 5000)), now); break;
            case 1: pace.Fail(call, new EwsError { Verdict = EwsVerdict.Timeout }, now); break;
            case 2:
                pace.Fail(call, new EwsError
                {
                    Verdict = EwsVerdict.Throttled, ResponseCode = "ErrorExceededFindCountLimit",
                }, now);
                break;
            case 3: pace.Succeed(call, call.Items / 2, isCut: true, now - call.StartedAt, now); break;
            default: pace.Succeed(call, call.Items, isCut: false, now - call.StartedAt, now); break;
        }
    }
}
