using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace ThrottlingTools.Ews;

/// <summary>
/// Finds what came of items by the search key, which an item keeps when it is moved and shares with its copies
/// (PidTagSearchKey; "Record and search keys" in the documentation of MAPI).
/// </summary>
internal static class SearchKeys
{
    /// <summary>The property, as <see cref="EwsPropertyPath.Parse(string)"/> takes it.</summary>
    internal const string Property = "0x300B:Binary";

    private const int KeysPerFind = 50; // restrictions of more than 255 parts are refused

    internal static string? Of(EwsItem item) => item[Property] switch
    {
        byte[] bytes => Convert.ToBase64String(bytes),
        string text => text,
        _ => null,
    };

    /// <summary>Finds the items of a folder that have one of some search keys.</summary>
    internal static async Task<(ILookup<string, EwsItem> Found, EwsError? Error)> FindAsync(
        EwsClient client, EwsFolderId folder, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        List<EwsItem> found = [];
        EwsError? error = null;
        for (int i = 0; i < keys.Count && error is null; i += KeysPerFind)
            error = await FindAsync(client, folder, [.. keys.Skip(i).Take(KeysPerFind)], found, cancellationToken);
        return (found.ToLookup(item => Of(item) ?? ""), error);
    }

    private static async Task<EwsError?> FindAsync(
        EwsClient client, EwsFolderId folder, string[] keys, List<EwsItem> found, CancellationToken cancellationToken)
    {
        EwsPropertyPath property = EwsPropertyPath.Parse(Property);
        EwsRestriction[] tests = [.. keys.Select(
            key => new EwsComparisonRestriction(property, EwsComparisonOperator.IsEqualTo, key))];
        bool isLast = false;
        for (int offset = 0; !isLast;)
        {
            EwsReply<FindItemPage> reply = await client.FindItemAsync(
                new FindItemRequest(folder)
                {
                    BaseShape = EwsBaseShape.IdOnly,
                    Properties = [Property],
                    Restriction = tests.Length == 1 ? tests[0] : new EwsLogicalRestriction(isAnd: false, tests),
                    Offset = offset,
                    MaxEntriesReturned = PaceLimits.LargestRestrictedPage,
                },
                cancellationToken);
            if (reply.Value is not { } page)
                return reply.Error;
            found.AddRange(page.Items);
            offset += page.Items.Count;
            // A server that never says which page is the last is not asked for ever.
            isLast = page.Items.Count == 0
                || (page.IncludesLastItemInRange == true && !(offset < page.TotalItemsInView));
        }
        return null;
    }
}
