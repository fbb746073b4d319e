using System;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Ews;
using ThrottlingTools.Pipeline;
using ThrottlingTools.Timing;

namespace ThrottlingTools.Paging;

/// <summary>Finds the folder that a path means, waits out what passes, and tells so.</summary>
internal sealed class FolderWaiter(EwsClient client, IClock clock, BackOffOptions options, IPipelineSink sink)
{
    private readonly BackOff _backOff = new(options);
    private readonly TimeSpan _startedAt = clock.Now;

    /// <summary>The id of a folder; only a path asks the server.</summary>
    /// <exception cref="ThrottlingToolsException">
    /// There is no such folder, <c>EwsWaitTooLong</c>, or what the server answered.
    /// </exception>
    public Task<EwsFolderId> ResolveAsync(string folder, string? mailbox, CancellationToken cancellationToken)
    {
        string name = mailbox is null ? folder : $"{folder} of {mailbox}";
        PagingReport report = new(sink, $"Looking for {name}");
        return new EwsFolderResolver(client)
        {
            OnError = (error, cancellation) => WaitAsync(name, error, report, cancellation),
        }
        .ResolveAsync(folder, mailbox, cancellationToken);
    }

    private async Task<bool> WaitAsync(
        string folder, EwsError error, PagingReport report, CancellationToken cancellationToken)
    {
        if (!error.IsTransient || error.Verdict == EwsVerdict.Network)
            return false;
        TimeSpan wait = _backOff.Next(error, _startedAt, clock.Now)
            ?? throw Errors.EwsWaitTooLong($"FindFolder ({folder})", error, options.MaxWait);
        report.Tell(new PagingEvent(PagingEventKind.BackingOff, folder, 0, new PagingLedger())
        {
            Error = error, Delay = wait, Until = clock.UtcNow + wait,
        });
        await clock.Delay(wait, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
