using System;
using System.Linq;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Budgets;

internal static class TestEngine
{
    public static ThrottlingProfile Profile(ExchangeRelease release, params (string Name, object? Value)[] changes)
    {
        SettingSource source = SettingSource.Declared("test");
        return ProfileCatalogue.Get(release).With("test", changes.Select(change => new ThrottlingSetting(
            change.Name, change.Value is int number ? new Unlimited(number) : change.Value, source, null)));
    }

    public static ThrottlingEngine Of(ExchangeRelease release, params (string Name, object? Value)[] changes) =>
        new(Profile(release, changes));

    public static void Run(this ThrottlingEngine engine, BudgetRequest request, double seconds, TimeSpan now) =>
        engine.Complete(engine.Begin(request, now), Seconds(seconds), now);

    public static ServerCharge Seconds(double seconds) => new(TimeSpan.FromSeconds(seconds));
}
