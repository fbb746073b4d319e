using System;
using System.Collections.Generic;
using System.Linq;
using ThrottlingTools.Simulator.Mailboxes;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>When the owner of a mailbox is busy: an hour on each working day, always the same one.</summary>
internal static class Agenda
{
    public const int FirstHour = 8;
    public const int LastHour = 17;

    public static IEnumerable<(DateTime Start, DateTime End)> Meetings(
        SyntheticMailbox mailbox, DateTime from, DateTime to)
    {
        for (DateTime day = from.Date; day < to; day = day.AddDays(1))
        {
            if (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
                continue;
            ulong dice = Mix.Of(mailbox.Key, (ulong)day.Ticks);
            DateTime start = day.AddHours(FirstHour + (int)(dice % (LastHour - FirstHour)));
            if (start < to && start.AddHours(1) > from)
                yield return (start, start.AddHours(1));
        }
    }

    public static bool IsBusy(SyntheticMailbox mailbox, DateTime from, DateTime to) =>
        Meetings(mailbox, from, to).Any();

    public static bool IsWorkTime(DateTime time) =>
        time.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)
        && time.Hour >= FirstHour && time.Hour < LastHour;
}
