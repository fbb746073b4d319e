using System;

namespace ThrottlingTools.Budgets;

/// <summary>
/// Equal items of a batch that are charged at once: those after which nothing happens but waits for the balance, which
/// add up. In 2010 those after which nothing happens at all.
/// </summary>
/// <param name="Count">How many; 0 if the next item has to be looked at by itself.</param>
/// <param name="Wait">All waits since the last charge before, that after the last of them included.</param>
/// <param name="End">When the last of them is done.</param>
internal readonly record struct ItemRun(int Count, TimeSpan Wait, TimeSpan End)
{
    /// <summary>As many items as are done before a time, the next one starting before the deadline.</summary>
    public static ItemRun Of(
        Budget budget, in ServerCharge item, TimeSpan now, int most, TimeSpan until, TimeSpan? deadline)
    {
        ItemRun longest = default;
        for (int count = most; longest.Count < most; count = (longest.Count + most + 1) / 2)
        {
            ItemRun run = budget.Limits.UsesPercentTime
                ? OfPercentTime(budget, item, now, count)
                : OfBalance(budget, item.ServerTime.Ticks, now, count);
            TimeSpan next = now + run.Wait + Times(item.ServerTime, count);
            if (run.Count > 0 && run.End < until && !(next >= deadline))
                longest = run;
            else
                most = count - 1;
        }
        return longest;
    }

    /// <summary>The charge of several items.</summary>
    public static ServerCharge Times(in ServerCharge item, int count) => new(
        Times(item.ServerTime, count), Times(item.DirectoryTime, count), Times(item.MailboxRpcTime, count));

    private static ItemRun OfBalance(Budget budget, long itemTicks, TimeSpan now, int count)
    {
        long? before = budget.Bucket.WaitOf(count - 1, itemTicks);
        long? wait = budget.Bucket.WaitOf(count, itemTicks);
        return before is null || wait is null
            ? default
            : new ItemRun(
                count, TimeSpan.FromTicks(wait.Value), now + TimeSpan.FromTicks(before.Value + itemTicks * count));
    }

    private static ItemRun OfPercentTime(Budget budget, in ServerCharge item, TimeSpan now, int count)
    {
        ServerCharge all = Times(item, count);
        TimeSpan end = now + all.ServerTime;
        bool isQuiet = end < budget.CasTime.WindowEnd
            && !budget.CasTime.Charge(all.ServerTime).IsExceeded
            && !budget.DirectoryTime.Charge(all.DirectoryTime).IsExceeded
            && !budget.MailboxRpcTime.Charge(all.MailboxRpcTime).IsExceeded;
        return isQuiet ? new ItemRun(count, TimeSpan.Zero, end) : default;
    }

    private static TimeSpan Times(TimeSpan time, int count) => TimeSpan.FromTicks(time.Ticks * count);
}
