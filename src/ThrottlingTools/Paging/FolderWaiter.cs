using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Ews;
using ThrottlingTools.Timing;

namespace ThrottlingTools.Paging;

/// <summary>Finds the folder that a path means, and waits out what passes.</summary>
internal sealed class FolderWaiter(EwsClient client, IClock clock, BackOffOptions options)
{
    private readonly BackOff _backOff = new(options);

    /// <summary>The id of a folder; only a path asks the server.</summary>
    /// <exception cref="ThrottlingToolsException">There is no such folder, or what the server answered.</exception>
    public Task<EwsFolderId> ResolveAsync(string folder, string? mailbox, CancellationToken cancellationToken) =>
        new EwsFolderResolver(client) { OnError = WaitAsync }.ResolveAsync(folder, mailbox, cancellationToken);

    private async Task<bool> WaitAsync(EwsError error, CancellationToken cancellationToken)
    {
        if (!error.IsTransient || error.Verdict == EwsVerdict.Network || _backOff.Next(error) is not { } wait)
            return false;
        await clock.Delay(wait, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
