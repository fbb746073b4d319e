using ThrottlingTools.Ews;

namespace ThrottlingTools.Paging;

/// <summary>What Invoke-EwsPagedFind did in one mailbox.</summary>
public sealed class PagedFindSummary
{
    internal PagedFindSummary(string? mailbox, string folder, PagingLedger ledger)
    {
        Mailbox = mailbox;
        Folder = folder;
        Ledger = ledger;
    }

    /// <summary>The mailbox; <c>null</c> for the caller's own.</summary>
    public string? Mailbox { get; }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>What was done.</summary>
    public PagingLedger Ledger { get; }

    /// <summary>The ledger in one line.</summary>
    public override string ToString() => Ledger.ToString();
}
