using System;
using System.Collections.Generic;

namespace ThrottlingTools.Budgets;

/// <summary>
/// What searches cost (learn-ews-throttling). An AQS search is answered from the content index and has a time
/// limit in 2010. A store search looks at every item of its scope the first time, may time out, and leaves a
/// restriction behind that makes similar searches quick for three days at most.
/// </summary>
internal sealed class SearchRules
{
    private readonly AssumptionSet _assumptions;
    private readonly Dictionary<(string Account, string Folder, string Restriction), TimeSpan> _restrictions = [];

    public SearchRules(AssumptionSet assumptions) => _assumptions = assumptions;

    /// <summary>Runs a search in a request that may still take a time, or without limit.</summary>
    public SearchWork Run(in Admission admission, SearchQuery query, TimeSpan? requestLeft, TimeSpan now) =>
        query.Kind == SearchKind.Aqs
            ? RunAqs(admission, requestLeft)
            : RunStore(admission, query, requestLeft, now);

    private SearchWork RunAqs(in Admission admission, TimeSpan? requestLeft)
    {
        TimeSpan time = _assumptions.FastSearchTime + Times(_assumptions.SearchTimePerEntry, admission.FindCount);
        TimeSpan? searchLimit = (admission.Budget.Limits as EwsLimits)?.FastSearchTimeout;
        bool isSearchLimit = searchLimit is not null && !(requestLeft < searchLimit);
        return End(
            time, isSearchLimit ? searchLimit : requestLeft, isCached: false,
            isSearchLimit ? "EWSFastSearchTimeoutInSeconds" : "BatchTimeLimitInSeconds", AssumptionUse.FastSearch);
    }

    private SearchWork RunStore(in Admission admission, SearchQuery query, TimeSpan? requestLeft, TimeSpan now)
    {
        (string, string, string) key = (admission.Budget.Owner.Account, query.Folder, query.Restriction);
        bool isCached = _restrictions.TryGetValue(key, out TimeSpan builtAt)
            && now < builtAt + _assumptions.RestrictionLifetime;
        TimeSpan time = Times(_assumptions.SearchTimePerEntry, admission.FindCount);
        if (!isCached)
        {
            _restrictions[key] = now;
            time += Times(_assumptions.ScanTimePerItem, query.ItemsInScope);
        }
        return End(time, requestLeft, isCached, "BatchTimeLimitInSeconds", AssumptionUse.StoreSearch);
    }

    private static SearchWork End(TimeSpan time, TimeSpan? left, bool isCached, string limit, AssumptionUse used) =>
        time > left
            ? new SearchWork(
                left > TimeSpan.Zero ? left.Value : TimeSpan.Zero, true, isCached, limit,
                used | AssumptionUse.SearchTimeout)
            : new SearchWork(time, false, isCached, "", used);

    private static TimeSpan Times(TimeSpan time, long count) =>
        count > 0 && time.Ticks > long.MaxValue / 2 / count
            ? TimeSpan.FromTicks(long.MaxValue / 2)
            : TimeSpan.FromTicks(time.Ticks * count);
}
