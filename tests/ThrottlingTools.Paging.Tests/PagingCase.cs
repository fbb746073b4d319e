using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ThrottlingTools.Ews;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulator;
using ThrottlingTools.Simulator.Faults;

namespace ThrottlingTools.Paging.Tests;

/// <summary>How a run is interrupted.</summary>
internal enum Interruption
{
    None,
    Cancel,
    Crash,
    MaxItems,
}

/// <summary>Everything that one seed draws.</summary>
internal sealed record PagingCase(int Seed)
{
    private static readonly string[] Orders =
        ["DateTimeCreated", "DateTimeCreated", "DateTimeCreated", "DateTimeReceived desc", "DateTimeSent", "Subject"];

    public int Items { get; private init; }

    public int Ties { get; private init; }

    public int Mailboxes { get; private init; }

    public bool IsImpersonated { get; private init; }

    public int? PageSize { get; private init; }

    public int Parallelism { get; private init; }

    public string? Order { get; private init; }

    public int ChangeEveryMilliseconds { get; private init; }

    public ThrottlingProfile Profile { get; private init; } = null!;

    public string ProfileText { get; private init; } = "";

    public bool IsProfileKnown { get; private init; }

    public string[] Faults { get; private init; } = [];

    public int LatencyMilliseconds { get; private init; }

    public Interruption Interruption { get; private init; }

    public static PagingCase Draw(int seed)
    {
        Random random = new(seed);
        (ThrottlingProfile profile, string text) = DrawProfile(random);
        return new PagingCase(seed)
        {
            Items = random.Next(4) == 0 ? random.Next(5) : random.Next(401),
            Ties = random.Next(3) == 0 ? random.Next(60) : 0,
            Mailboxes = random.Next(3) == 0 ? random.Next(2, 6) : 1,
            IsImpersonated = random.Next(2) == 0,
            PageSize = random.Next(6) == 0 ? null : random.Next(1, 51),
            Parallelism = random.Next(1, 9),
            Order = random.Next(3) == 0 ? null : Orders[random.Next(Orders.Length)],
            ChangeEveryMilliseconds = random.Next(5) == 0 ? 0 : random.Next(5, 120),
            Profile = profile,
            ProfileText = text,
            IsProfileKnown = random.Next(2) == 0,
            Faults = DrawFaults(random),
            LatencyMilliseconds = random.Next(3) * random.Next(100),
            Interruption = (Interruption)random.Next(4),
        };
    }

    public SimulatorOptions ToOptions() => new()
    {
        ItemCount = Items, Seed = Seed, Profile = Profile, Faults = FaultPlan.Parse(Faults),
        MailboxCount = Mailboxes - 1,
    };

    public PagedFindOptions ToPaging(int run, int patience) => new()
    {
        PageSize = PageSize,
        ThrottleLimit = Parallelism,
        Profile = IsProfileKnown ? Profile : null,
        MaxItems = Interruption == Interruption.MaxItems ? 1 + ((Seed * 31 + run) % 97) : null,
        BackOff = new BackOffOptions { MaxWait = TimeSpan.FromDays(patience), Seed = Seed + run },
    };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"seed {Seed}: {Mailboxes} mailboxes{(IsImpersonated ? " impersonated" : "")} of {Items} items and {Ties} at ")
        + string.Create(CultureInfo.InvariantCulture,
            $"once, pages {PageSize}, {Parallelism} at a time, by {Order ?? "default"}, a change every ")
        + string.Create(CultureInfo.InvariantCulture,
            $"{ChangeEveryMilliseconds} ms, {LatencyMilliseconds} ms away, {ProfileText}")
        + $"{(IsProfileKnown ? " known" : "")}, [{string.Join(' ', Faults)}], {Interruption}";

    private static (ThrottlingProfile Profile, string Text) DrawProfile(Random random)
    {
        ExchangeRelease[] releases =
        [
            ExchangeRelease.Exchange2010SP1, ExchangeRelease.Exchange2010SP3, ExchangeRelease.Exchange2013,
            ExchangeRelease.Exchange2016, ExchangeRelease.Exchange2019,
        ];
        ExchangeRelease release = releases[random.Next(releases.Length)];
        List<(string Name, long Value)> limits = [];
        if (random.Next(3) == 0)
            limits.Add(("EwsMaxConcurrency", random.Next(1, 6)));
        if (random.Next(3) == 0)
            limits.Add(("EwsFindCountLimit", random.Next(5, 120)));
        if (random.Next(3) == 0)
            limits.AddRange(Budget(release, random));
        ThrottlingProfile profile = ProfileCatalogue.Get(release).With("Drawn", limits.Select(limit =>
            new ThrottlingSetting(
                limit.Name, new Unlimited(limit.Value), SettingSource.Declared("test"),
                PolicyParameterTable.Find(limit.Name))));
        return (profile, $"{release} {string.Join(' ', limits)}");
    }

    private static IEnumerable<(string, long)> Budget(ExchangeRelease release, Random random) =>
        release.UsesPercentTime()
            ? [("EWSPercentTimeInCAS", random.Next(1, 20)), ("EWSPercentTimeInMailboxRPC", random.Next(1, 20))]
            :
            [
                ("EwsMaxBurst", random.Next(5, 200)), ("EwsRechargeRate", random.Next(3600, 900_000)),
                ("EwsCutoffBalance", random.Next(1, 300)),
            ];

    private static string[] DrawFaults(Random random)
    {
        if (random.Next(3) == 0)
            return [];
        string[] names = [.. FaultCatalogue.All.Select(entry => entry.Name), "busy:hint=0", "busy:hint=700",
            "busy:hint=400000", "503:retry-after=3"];
        return [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => names[random.Next(names.Length)]).Select(
            name => string.Create(CultureInfo.InvariantCulture,
                $"{name}{(name.Contains(':', StringComparison.Ordinal) ? ',' : ':')}rate=0.{random.Next(1, 13):00}"))];
    }
}
