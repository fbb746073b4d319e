using System;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Budgets;

/// <summary>
/// The find count (learn-ews-throttling): the entries of all find responses that are in memory.
/// What a call may still take is granted when it begins and released with its response. RequestServerVersion and paging
/// decide what a call gets for which not enough is left; with less than one left every call is refused.
/// </summary>
internal static class FindRules
{
    public static ThrottlingError? Check(
        Budget budget, EwsLimits ews, in BudgetRequest request, ref int granted, ref AssumptionUse used)
    {
        Unlimited limit = request.IsRestricted ? ews.FindCountLimitWithRestriction : ews.FindCountLimit;
        long room = Math.Min((long)limit, (long)ews.FindCountLimit - budget.FindCount);
        long asked = request.IsPaged
            ? Math.Min(request.Items, Math.Min((long)ews.FindPageSizeLimit, (long)limit))
            : request.Items;
        bool canBeShort = request.IsPaged && !request.IsBefore2010SP1;
        granted = (int)Math.Min(asked, Math.Max(room, 0));
        if (granted == asked || (granted > 0 && canBeShort))
            return null;
        if (canBeShort)
            used |= AssumptionUse.FindCountExhausted;
        bool isForRestriction = limit < ews.FindCountLimit && room == (long)limit;
        return new ThrottlingError(
            request.IsBefore2010SP1 ? ThrottlingError.ServerBusy : ThrottlingError.ExceededFindCountLimit,
            isForRestriction ? "EwsFindCountLimitWithRestriction" : "EwsFindCountLimit", null,
            isForRestriction ? limit : ews.FindCountLimit, null);
    }
}
