using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Simulator.Soap;

/// <summary>
/// What a release knows: the versions that a request may be written for, and the operations that each brought. The
/// request is read by the older of the two, its own version and the server's.
/// </summary>
internal static class ServerVersions
{
    private static readonly string[] Ordered =
    [
        "Exchange2007", "Exchange2007_SP1", "Exchange2009", "Exchange2010", "Exchange2010_SP1", "Exchange2010_SP2",
        "Exchange2012", "Exchange2013", "Exchange2013_SP1", "Exchange2015", "Exchange2015_SP1", "Exchange2016",
        "Exchange2019",
    ];

    /// <summary>The version that brought an operation; those that are missing are of Exchange 2007.</summary>
    private static readonly Dictionary<string, string> Since = new()
    {
        ["ConvertId"] = "Exchange2007_SP1",
        ["GetRoomLists"] = "Exchange2010",
        ["GetRooms"] = "Exchange2010",
        ["GetServerTimeZones"] = "Exchange2010",
        ["GetUserConfiguration"] = "Exchange2010",
        ["EmptyFolder"] = "Exchange2010_SP1",
        ["ExportItems"] = "Exchange2010_SP1",
        ["GetInboxRules"] = "Exchange2010_SP1",
        ["GetStreamingEvents"] = "Exchange2010_SP1",
        ["StreamingSubscriptionRequest"] = "Exchange2010_SP1",
        ["UpdateInboxRules"] = "Exchange2010_SP1",
        ["UploadItems"] = "Exchange2010_SP1",
        ["ArchiveItem"] = "Exchange2013",
        ["GetSearchableMailboxes"] = "Exchange2013",
        ["MarkAllItemsAsRead"] = "Exchange2013",
        ["SearchMailboxes"] = "Exchange2013",
        ["SeekToConditionPageItemView"] = "Exchange2013",
    };

    /// <exception cref="SoapFaultException">The server does not know the version.</exception>
    public static void Check(ExchangeRelease release, string? requested)
    {
        if (requested is not null && !(RankOf(requested) <= Newest(release)))
            throw new SoapFaultException("ErrorInvalidServerVersion", "The specified server version is invalid.");
    }

    /// <summary>Checks that server and request version know an operation, and its children.</summary>
    /// <exception cref="SoapFaultException">
    /// ErrorInvalidRequest for an operation that the server lacks, ErrorSchemaValidation for one that the version asked
    /// for lacks (no public source states the codes).
    /// </exception>
    public static void Require(ExchangeRelease release, string? requested, XElement operation)
    {
        int newest = Newest(release), known = Math.Min(newest, RankOf(requested) ?? int.MaxValue);
        if (RankOfOperation(operation) > newest)
            throw new SoapFaultException("ErrorInvalidRequest", "The request is invalid.");
        XElement? unknown = RankOfOperation(operation) > known
            ? operation
            : operation.Elements().FirstOrDefault(element => RankOfOperation(element) > known);
        if (unknown is not null)
            throw RequestSchema.NotHere(unknown);
    }

    private static int RankOfOperation(XElement element) =>
        Since.TryGetValue(element.Name.LocalName, out string? since) ? Array.IndexOf(Ordered, since) : 0;

    private static int? RankOf(string? version)
    {
        if (version is null)
            return null;
        int rank = Array.IndexOf(Ordered, version);
        return rank >= 0 ? rank
            : !IsNumbered(version) ? null
            : Array.IndexOf(
                Ordered, version.StartsWith("V2_", StringComparison.Ordinal) ? "Exchange2013" : "Exchange2016");
    }

    // V2_23, V2017_07_11: what servers say of themselves from 2013 on.
    private static bool IsNumbered(string version) =>
        version.Length > 2 && version[0] == 'V' && version.Contains('_')
        && version.Skip(1).All(c => c is '_' or (>= '0' and <= '9'));

    /// <summary>The versions that a request may be written for.</summary>
    public static IEnumerable<string> KnownBy(ExchangeRelease release) => Ordered.Take(Newest(release) + 1);

    private static int Newest(ExchangeRelease release) => Array.IndexOf(Ordered, NewestOf(release));

    public static string NewestOf(ExchangeRelease release) => release switch
    {
        ExchangeRelease.Exchange2010 => "Exchange2010",
        ExchangeRelease.Exchange2010SP1 => "Exchange2010_SP1",
        <= ExchangeRelease.Exchange2010SP3 => "Exchange2010_SP2",
        ExchangeRelease.Exchange2013 => "Exchange2013_SP1",
        ExchangeRelease.Exchange2016 => "Exchange2016",
        _ => "Exchange2019",
    };
}
