using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using ThrottlingTools.Ews;
using ThrottlingTools.Simulator;
using ThrottlingTools.Timing;
using Xunit;

namespace ThrottlingTools.Paging.Tests;

/// <summary>
/// A server that lies, now and then or always: every item comes once, or an error or a warning tells that not all did.
/// </summary>
public sealed class LyingServerTests
{
    private const int Items = 300;
    private const int Seeds = 200;

    // With it always told, the folder is as small as it says; nothing could tell.
    public static TheoryData<Lie, string> Always =>
        [.. All().Where(lie => lie != Lie.EarlyLastAndTotal).SelectMany(lie => Orders.Select(order => (lie, order)))];

    public static TheoryData<Lie, string> Once =>
        [.. All().SelectMany(lie => Orders.Select(order => (lie, order)))];

    private static string[] Orders => ["DateTimeCreated", "DateTimeReceived desc", "Subject"];

    [Theory]
    [MemberData(nameof(Once))]
    public void A_lie_that_is_told_once_costs_a_request_or_two_and_no_item(Lie lie, string order)
    {
        for (int answer = 0; answer < 6; answer++)
        {
            Outcome outcome = Run([lie], order, number => number == answer, seed: answer);

            Assert.True(outcome.IsWhole, $"Answer {answer}: {outcome}");
        }
    }

    [Theory]
    [MemberData(nameof(Always))]
    public void A_lie_that_is_always_told_is_never_silent(Lie lie, string order)
    {
        Outcome outcome = Run([lie], order, _ => true, seed: 1);

        Assert.True(outcome.IsWhole || outcome.IsTold, outcome.ToString());
    }

    [Fact]
    public void Lies_at_random_lose_nothing_double_nothing_and_are_never_silent()
    {
        List<string> failures = [];
        for (int seed = 1; seed <= Seeds; seed++)
        {
            Random random = new(seed);
            double rate = random.NextDouble() / 3;
            Outcome outcome = Run(All(), Orders[seed % Orders.Length], _ => random.NextDouble() < rate, seed);
            if (!outcome.IsWhole && !outcome.IsTold)
                failures.Add($"seed {seed}: {outcome}");
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    private static Lie[] All() => Enum.GetValues<Lie>();

    private static Outcome Run(Lie[] lies, string order, Func<int, bool> isLie, int seed)
    {
        VirtualClock clock = new();
        EwsEndpoint server = new(new SimulatorOptions { ItemCount = Items, Seed = seed }, clock);
        LyingTransport transport = new(server.CreateTransport(), lies, isLie, new Random(seed));
        FindItemRequest request = new(EwsFolderId.Parse("inbox"))
        {
            BaseShape = EwsBaseShape.IdOnly,
            Properties = ["ParentFolderId"],
            SortOrder = [EwsSortField.Parse(order)],
        };
        List<string> told = [];
        PagedFind find = new(
            new EwsClient(transport, clock), request, clock, new PagedFindOptions { PageSize = 40, ThrottleLimit = 3 },
            step =>
            {
                if (step.Kind == PagingEventKind.Short)
                    told.Add(step.ToString());
            });
        List<string> ids = [];
        try
        {
            while (find.NextPageAsync(CancellationToken.None).GetAwaiter().GetResult() is { } page)
                ids.AddRange(page.Items.Select(item => item.ItemId));
        }
        catch (ThrottlingToolsException error)
        {
            told.Add($"{error.ErrorId}: {error.Message}");
        }
        IReadOnlyList<string> there = [.. server.Mailbox.FindFolder("inbox")!.ItemIds];
        Assert.True(ids.Distinct().Count() == ids.Count, $"seed {seed}: doubled: {find.Ledger}");
        Assert.Empty(ids.Except(there));
        return new Outcome(ids.Count == Items, told.Count > 0, $"{find.Ledger} {string.Join(' ', told)}");
    }

    private sealed record Outcome(bool IsWhole, bool IsTold, string Text)
    {
        public override string ToString() => Text;
    }
}
