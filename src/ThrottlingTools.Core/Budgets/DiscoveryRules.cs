using System;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Budgets;

/// <summary>
/// Discovery searches (learn-ews-throttling, table 1): too many at a time, of too many mailboxes or with too many
/// keywords are refused; the preview and the keyword statistics are cut to a page.
/// </summary>
internal sealed class DiscoveryRules
{
    private readonly Unlimited _maxConcurrency;
    private readonly Unlimited _maxMailboxes;
    private readonly Unlimited _maxKeywords;
    private readonly Unlimited _maxKeywordsPerPage;
    private readonly Unlimited _previewPageSize;

    /// <summary>Reads the limits; Exchange 2010 has none of them.</summary>
    /// <exception cref="ThrottlingToolsException"><c>ProfileValueUnknown</c>, naming every missing value.</exception>
    public DiscoveryRules(ThrottlingProfile profile)
    {
        string[] names =
        [
            "DiscoveryMaxConcurrency", "DiscoveryMaxMailboxes", "DiscoveryMaxKeywords", "DiscoveryMaxKeywordsPerPage",
            "DiscoveryPreviewSearchResultsPageSize",
        ];
        if (!profile.Release.UsesPercentTime() && Array.FindAll(names, name => profile.Limit(name) is null) is
            { Length: > 0 } missing)
            throw Errors.ValueUnknown(profile.Name, missing);
        Unlimited[] limits = Array.ConvertAll(names, name => profile.Limit(name) ?? Unlimited.UnlimitedValue);
        (_maxConcurrency, _maxMailboxes, _maxKeywords) = (limits[0], limits[1], limits[2]);
        (_maxKeywordsPerPage, _previewPageSize) = (limits[3], limits[4]);
    }

    public ThrottlingError? Check(Budget budget, DiscoveryQuery query, ref AssumptionUse used)
    {
        ThrottlingError? error =
            BudgetLimits.IsReached(_maxConcurrency, budget.DiscoverySearches)
                ? Refuse(ThrottlingError.ServerBusy, "DiscoveryMaxConcurrency", _maxConcurrency)
            : query.Mailboxes > (long)_maxMailboxes
                ? Refuse(ThrottlingError.SearchTooManyMailboxes, "DiscoveryMaxMailboxes", _maxMailboxes)
            : query.Keywords > (long)_maxKeywords
                ? Refuse(ThrottlingError.SearchTooManyKeywords, "DiscoveryMaxKeywords", _maxKeywords)
            : null;
        if (error is { ResponseCode: not ThrottlingError.SearchTooManyMailboxes }) // which is documented
            used |= AssumptionUse.DiscoveryRefusal;
        return error;
    }

    public int PreviewOf(int asked) => (int)Math.Min(asked, (long)_previewPageSize);

    public int StatisticsOf(DiscoveryQuery query) => (int)Math.Min(query.KeywordStatistics, (long)_maxKeywordsPerPage);

    private static ThrottlingError Refuse(string code, string parameter, Unlimited value) =>
        new(code, parameter, null, value, null);
}
