namespace ThrottlingTools.Budgets;

/// <summary>What a discovery search (SearchMailboxes) asks for.</summary>
/// <param name="Mailboxes">Source mailboxes.</param>
/// <param name="Keywords">Keywords in the query.</param>
/// <param name="KeywordStatistics">Keywords whose statistics are asked for.</param>
public sealed record DiscoveryQuery(int Mailboxes, int Keywords, int KeywordStatistics = 0);
