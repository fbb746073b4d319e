using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Ews;
using ThrottlingTools.Timing;

namespace ThrottlingTools.Probing;

/// <summary>
/// A folder that a probe makes to write in, with another one in it, and removes with all that it wrote.
/// </summary>
public sealed class ProbeFolder
{
    private readonly IClock _clock;

    private ProbeFolder(EwsClient client, IClock clock, string name, EwsFolderId id, EwsFolderId inner)
    {
        Client = client;
        _clock = clock;
        Name = name;
        Id = id;
        Inner = inner;
    }

    /// <summary>Its name, which no other folder has.</summary>
    public string Name { get; }

    internal EwsClient Client { get; }

    internal EwsFolderId Id { get; }

    internal EwsFolderId Inner { get; }

    /// <summary>Makes it in the root of the mailbox.</summary>
    /// <param name="client">What sends the requests.</param>
    /// <param name="clock">What to wait by.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <exception cref="ThrottlingToolsException">The server refuses.</exception>
    /// <exception cref="OperationCanceledException">The call was ended early.</exception>
    public static async Task<ProbeFolder> CreateAsync(
        EwsClient client, IClock clock, CancellationToken cancellationToken)
    {
        string name = $"ThrottlingTools probe {Guid.NewGuid():N}";
        EwsFolderId id = await CreateAsync(client, EwsFolderId.Parse("msgfolderroot"), name, cancellationToken);
        ProbeFolder folder = new(client, clock, name, id, id);
        try
        {
            EwsFolderId inner = await CreateAsync(client, id, "Moved", cancellationToken);
            return new ProbeFolder(client, clock, name, id, inner);
        }
        catch
        {
            await folder.RemoveAsync(TimeSpan.FromSeconds(10));
            throw;
        }
    }

    /// <summary>Removes it with all that is in it, whatever was cancelled before.</summary>
    /// <param name="patience">How long to try.</param>
    /// <returns>Why it is still there; <c>null</c> if it is gone.</returns>
    public async Task<EwsError?> RemoveAsync(TimeSpan patience)
    {
        using CancellationTokenSource deadline = new(patience);
        BackOff backOff = new(new BackOffOptions { MaxWait = patience });
        DeleteFolderRequest request = new(Id) { DeleteType = EwsDisposalType.HardDelete };
        EwsError? error = null;
        try
        {
            while (true)
            {
                EwsReply<IReadOnlyList<EwsItemResult>> reply =
                    await Client.SendBatchAsync(request, deadline.Token);
                error = reply.Error ?? reply.Value![0].Error;
                if (error is null || error.ResponseCode is EwsResponseCodes.ItemNotFound or "ErrorFolderNotFound")
                    return null;
                if (!error.IsTransient || backOff.Next(error) is not { } wait)
                    return error;
                await _clock.Delay(wait, deadline.Token);
            }
        }
        catch (OperationCanceledException)
        {
            return error ?? new EwsError { Verdict = EwsVerdict.Timeout, Message = $"No answer in {patience}." };
        }
    }

    private static async Task<EwsFolderId> CreateAsync(
        EwsClient client, EwsFolderId parent, string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // Not cut short: a folder whose answer nobody hears would remain.
        EwsReply<EwsFolder> reply =
            await client.CreateFolderAsync(new CreateFolderRequest(parent, name), CancellationToken.None);
        return EwsFolderId.Parse(reply.GetValueOrThrow().FolderId);
    }
}
