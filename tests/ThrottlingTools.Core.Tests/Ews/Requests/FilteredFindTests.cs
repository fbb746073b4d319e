using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Ews;
using ThrottlingTools.Simulator;
using ThrottlingTools.Timing;
using Xunit;

namespace ThrottlingTools.Core.Tests.Ews.Requests;

/// <summary>What a server returns for a filter is what LINQ would have picked out of all items.</summary>
public sealed class FilteredFindTests
{
    private const int Items = 150;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Random_filters_find_what_LINQ_finds(int seed)
    {
        EwsClient client = Client();
        List<EwsItem> all = await FindAsync(client, null);
        Random random = new(seed);
        int found = 0;

        for (int i = 0; i < 60; i++)
        {
            (string text, Func<EwsItem, bool> test) = Filter(random, all, 3);
            List<EwsItem> server = await FindAsync(client, EwsFilter.Parse(text, TimeZoneInfo.Utc));
            string[] expected = [.. all.Where(test).Select(item => item.ItemId)];
            Assert.True(
                expected.SequenceEqual(server.Select(item => item.ItemId)),
                $"seed {seed}, filter {text}: {server.Count} of {expected.Length}");
            found += expected.Length > 0 && expected.Length < Items ? 1 : 0;
        }
        Assert.True(found > 20, $"seed {seed}: only {found} filters told items apart");
    }

    [Fact]
    public async Task Extended_properties_are_filtered_by_value_and_by_presence()
    {
        EwsClient client = Client();
        const string Number = "PublicStrings/CaseNumber:Integer"; // every third item of the simulator has one

        List<EwsItem> with = await FindAsync(client, EwsFilter.Parse($"{Number} -exists"));
        List<EwsItem> without = await FindAsync(client, EwsFilter.Parse($"{Number} -eq $null"));
        List<EwsItem> few = await FindAsync(client, EwsFilter.Parse($"{Number} -le 30"));

        Assert.Equal((Items / 3, Items - Items / 3), (with.Count, without.Count));
        Assert.Equal(10, few.Count);
    }

    [Fact]
    public async Task A_filter_and_a_query_are_not_sent_together()
    {
        FindItemRequest find = new(EwsFolderId.Parse("inbox"))
        {
            Restriction = EwsFilter.Parse("IsRead"),
            QueryString = "subject:a",
        };

        ThrottlingToolsException error = await Assert.ThrowsAsync<ThrottlingToolsException>(
            () => Client().FindItemAsync(find, Token));

        Assert.Equal("QueryAndFilter", error.ErrorId);
    }

    private static EwsClient Client()
    {
        VirtualClock clock = new();
        EwsEndpoint endpoint = new(new SimulatorOptions { ItemCount = Items }, clock);
        return new EwsClient(endpoint.CreateTransport(), clock);
    }

    private static async Task<List<EwsItem>> FindAsync(EwsClient client, EwsRestriction? restriction)
    {
        FindItemRequest find = new(EwsFolderId.Parse("inbox"))
        {
            BaseShape = EwsBaseShape.IdOnly,
            Properties = ["Subject", "Size", "DateTimeReceived", "IsRead", "Importance", "HasAttachments"],
            Restriction = restriction,
            MaxEntriesReturned = 1000,
        };
        return [.. (await client.FindItemAsync(find, Token)).GetValueOrThrow().Items];
    }

    private static (string Text, Func<EwsItem, bool> Test) Filter(Random random, List<EwsItem> all, int depth)
    {
        int kind = random.Next(depth > 0 ? 4 : 1);
        if (kind == 0)
            return Test(random, all[random.Next(all.Count)]);
        (string left, Func<EwsItem, bool> isLeft) = Filter(random, all, depth - 1);
        if (kind == 1)
            return ($"-not ({left})", item => !isLeft(item));
        (string right, Func<EwsItem, bool> isRight) = Filter(random, all, depth - 1);
        return kind == 2
            ? ($"({left}) -and ({right})", item => isLeft(item) && isRight(item))
            : ($"({left}) -or ({right})", item => isLeft(item) || isRight(item));
    }

    private static (string Text, Func<EwsItem, bool> Test) Test(Random random, EwsItem pivot)
    {
        long size = pivot.Size!.Value;
        DateTimeOffset received = pivot.DateTimeReceived!.Value;
        string date = received.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        string subject = pivot.Subject!;
        string quoted = subject.Replace("'", "''", StringComparison.Ordinal);
        string word = subject.Split(' ')[0];
        return random.Next(11) switch
        {
            0 => ($"Size -gt {size}", item => item.Size > size),
            1 => ($"Size -le {size / 1024}KB", item => item.Size <= size / 1024 * 1024),
            2 => ($"DateTimeReceived -lt '{date}'", item => item.DateTimeReceived < received),
            3 => ($"DateTimeReceived -ge {date}", item => item.DateTimeReceived >= received),
            4 => ($"Subject -eq '{quoted}'", item => item.Subject == subject),
            5 => ($"Subject -notlike '*{word}*'", item => !item.Subject!.Contains(word, StringComparison.Ordinal)),
            6 => ($"Subject -like '{word.ToUpperInvariant()}*'",
                item => item.Subject!.StartsWith(word, StringComparison.OrdinalIgnoreCase)),
            7 => ($"Subject -ccontains '{word}'", item => item.Subject!.Contains(word, StringComparison.Ordinal)),
            8 => ("IsRead", item => Text(item, "IsRead") == "TRUE"),
            9 => ("Importance -in High, Low", item => Text(item, "Importance") == "HIGH"),
            _ => ("HasAttachments -eq $false", item => Text(item, "HasAttachments") == "FALSE"),
        };
    }

    private static string Text(EwsItem item, string name) =>
        Convert.ToString(item[name], CultureInfo.InvariantCulture)!.ToUpperInvariant();
}
