using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace ThrottlingTools.Ews;

/// <summary>Finds the folder that a path means, by one FindFolder for each name of the path.</summary>
public sealed class EwsFolderResolver
{
    // Names in one folder are unique; a few more than one tell an ambiguous answer.
    private const int MaxMatches = 10;
    private const int MaxNames = 100;

    private readonly EwsClient _client;

    /// <summary>Makes a resolver.</summary>
    /// <param name="client">What to ask by.</param>
    public EwsFolderResolver(EwsClient client) => _client = client;

    /// <summary>
    /// Called with each answer that is an error; returns whether to ask again, after having waited for as long as is
    /// right. <c>null</c> to ask once.
    /// </summary>
    public Func<EwsError, CancellationToken, Task<bool>>? OnError { get; init; }

    /// <summary>Turns a well-known name, an id or a path into an id. Only a path asks the server.</summary>
    /// <param name="folder">The name, id or path.</param>
    /// <param name="mailbox">The SMTP address of the mailbox; <c>null</c> for the caller's own.</param>
    /// <param name="cancellationToken">Ends the search early.</param>
    /// <exception cref="ThrottlingToolsException">
    /// <c>InvalidFolder</c>, <c>FolderNotFound</c>, <c>FolderAmbiguous</c>, or what the server answered.
    /// </exception>
    /// <exception cref="OperationCanceledException">The search was ended early.</exception>
    public async Task<EwsFolderId> ResolveAsync(
        string folder, string? mailbox, CancellationToken cancellationToken)
    {
        if (EwsFolderPath.TryParse(folder, mailbox) is not { } path)
            return EwsFolderId.Parse(folder, mailbox);
        EwsFolderId current = path.Root;
        for (int depth = 0; depth < path.Names.Count; depth++)
            current = await FindAsync(path, depth, current, cancellationToken);
        return current;
    }

    private async Task<EwsFolderId> FindAsync(
        EwsFolderPath path, int depth, EwsFolderId parent, CancellationToken cancellationToken)
    {
        string name = path.Names[depth];
        IReadOnlyList<EwsFolder> found = await FindAsync(
            new FindFolderRequest(parent)
            {
                Restriction = new EwsComparisonRestriction(
                    EwsPropertyPath.ParseFolder("DisplayName"), EwsComparisonOperator.IsEqualTo, name),
                MaxEntriesReturned = MaxMatches,
            },
            cancellationToken);
        if (found.Count > 1)
            found = [.. found.Where(folder => folder.DisplayName == name)];
        if (found.Count > 1)
            throw Errors.FolderAmbiguous(path.ToString(), name, path.UpTo(depth));
        return found.Count == 1
            ? EwsFolderId.Parse(found[0].FolderId, path.Root.Mailbox)
            : throw await NotFoundAsync(path, depth, parent, cancellationToken);
    }

    private async Task<ThrottlingToolsException> NotFoundAsync(
        EwsFolderPath path, int depth, EwsFolderId parent, CancellationToken cancellationToken)
    {
        IReadOnlyList<EwsFolder> all = await FindAsync(
            new FindFolderRequest(parent) { MaxEntriesReturned = MaxNames }, cancellationToken);
        string[] names = [.. all.Select(folder => folder.DisplayName).OfType<string>()];
        return Errors.FolderNotFound(path.ToString(), path.Names[depth], path.UpTo(depth), names);
    }

    private async Task<IReadOnlyList<EwsFolder>> FindAsync(
        FindFolderRequest request, CancellationToken cancellationToken)
    {
        EwsReply<FindFolderPage> reply;
        do
            reply = await _client.FindFolderAsync(request, cancellationToken);
        while (reply.Error is { } error && OnError is not null && await OnError(error, cancellationToken));
        return reply.GetValueOrThrow().Folders;
    }
}
