namespace ThrottlingTools.Ews;

/// <summary>How far a find in one mailbox has come, as a checkpoint keeps it.</summary>
/// <param name="Returned">What was handed on.</param>
/// <param name="Place">The place of the last of them in the view, from 0; -1 for none.</param>
/// <param name="IsComplete">Whether that was everything.</param>
/// <param name="Ledger">What was done so far.</param>
internal sealed record FindProgress(ReturnedItems Returned, int Place, bool IsComplete, PagingLedger Ledger);
