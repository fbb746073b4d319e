using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Budgets;

namespace ThrottlingTools.Probing;

/// <summary>What a probe sends: an operation on items that are at hand, a batch at a time.</summary>
public interface IBatchOperation
{
    /// <summary>The operation.</summary>
    EwsOperation Operation { get; }

    /// <summary>The most items that one batch can hold; 1 or more.</summary>
    int ItemCount { get; }

    /// <summary>Whether it changes the mailbox.</summary>
    bool Writes { get; }

    /// <summary>
    /// Whether a request of its own has to go before a batch now, such as one that makes items that are then deleted.
    /// </summary>
    /// <param name="size">The items of the batch.</param>
    bool NeedsPreparation(int size);

    /// <summary>Sends such a request: one, after which more may be needed.</summary>
    /// <param name="size">The items of the batch.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    Task<BatchReply> PrepareAsync(int size, CancellationToken cancellationToken);

    /// <summary>Sends a batch: one request.</summary>
    /// <param name="size">Its items, 1 to <see cref="ItemCount"/>.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    Task<BatchReply> SendAsync(int size, CancellationToken cancellationToken);
}
