using System;
using System.Linq;
using ThrottlingTools.Profiles;
using Xunit;

namespace ThrottlingTools.Budgets;

public sealed class BudgetSnapshotTests
{
    [Fact]
    public void In_2010_it_prints_as_the_documented_line_of_the_IIS_log()
    {
        ThrottlingEngine engine = TestEngine.Of(
            ExchangeRelease.Exchange2010, ("EWSPercentTimeInAD", 50), ("EWSPercentTimeInCAS", 90),
            ("EWSPercentTimeInMailboxRPC", 60), ("EWSFindCountLimit", 1000), ("EWSMaxSubscriptions", 20));
        BudgetOwner user = new(@"DOMAIN\user");
        BudgetRequest get = new(user, EwsOperation.GetItem);
        Admission[] running = Enumerable.Range(0, 4).Select(_ => engine.Begin(get, default)).ToArray();
        ServerCharge charge = new(
            TimeSpan.FromMilliseconds(17_093), TimeSpan.Zero, TimeSpan.FromMilliseconds(15));
        engine.Complete(running[0], charge, TimeSpan.FromSeconds(18));

        Assert.Equal( // exchangedev-budget-snapshots, the budget at the end
            "Conn:3,AD:30000/30000/0%,CAS:54000/36907/28%,AB:30000/30000/0%,RPC:36000/35985/0%,FC:1000/0,Sub:20/0",
            engine.BudgetOf(user, TimeSpan.FromSeconds(18)).ToString());
    }

    [Fact]
    public void From_SP1_on_it_tells_hanging_connections_and_unlimited_parts_are_null()
    {
        ThrottlingEngine engine = TestEngine.Of(ExchangeRelease.Exchange2010SP3, ("EWSPercentTimeInAD", null));
        BudgetOwner user = new(@"DOMAIN\user");
        engine.Begin(new BudgetRequest(user, EwsOperation.GetStreamingEvents), default);

        Assert.StartsWith(
            "Conn:0,HangingConn:1,AD:$null/$null/0%,CAS:54000/54000/0%,AB:$null/$null/0%,",
            engine.BudgetOf(user, default).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void From_2013_on_it_prints_as_the_logged_snapshot_of_mobile_devices()
    {
        ThrottlingEngine engine = TestEngine.Of(
            ExchangeRelease.Exchange2013, ("EasMaxBurst", 240_000), ("EasRechargeRate", 360_000));
        BudgetOwner user = new(@"DOMAIN\user") { Type = BudgetType.Eas };
        BudgetRequest sync = new(user, EwsOperation.GetItem);
        TimeSpan live = TimeSpan.FromTicks(3_264_871);
        Admission first = engine.Begin(sync, default);
        engine.Begin(sync, default);
        engine.Complete(first, new ServerCharge(TimeSpan.FromMilliseconds(326.487)), live);

        Assert.Equal( // mwr-activesync
            @"Owner:Sid~DOMAIN\user~Eas~false,Conn:1,MaxConn:10,MaxBurst:240000,Balance:239706.2,Cutoff:600000,"
            + "RechargeRate:360000,Policy:test,IsServiceAccount:False,LiveTime:00:00:00.3264871",
            engine.BudgetOf(user, live).ToString());
    }
}
