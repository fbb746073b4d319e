using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Ews;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulator;
using ThrottlingTools.Timing;
using Xunit;

namespace ThrottlingTools.Core.Tests.Ews;

/// <summary>The client against the simulator: in virtual time without a network, and over real HTTP.</summary>
public sealed class SimulatorTests
{
    private readonly VirtualClock _clock = new();
    private readonly List<PagingEvent> _events = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, 100)]
    [InlineData(1, 100)]
    [InlineData(100, 100)]
    [InlineData(2345, 100)]
    [InlineData(2345, 1000)]
    [InlineData(7, 1)]
    public async Task Every_item_of_a_folder_comes_once(int items, int pageSize)
    {
        PagedFind pager = Pager(new SimulatorOptions { ItemCount = items }, pageSize);

        string[] ids = await ReadAllAsync(pager);

        Assert.Equal(items, ids.Length);
        Assert.Equal(items, ids.Distinct().Count());
        Assert.Equal(items, pager.Ledger.TotalItemsInView);
    }

    [Fact]
    public async Task A_find_limit_below_the_page_size_shortens_pages_and_loses_nothing()
    {
        SimulatorOptions options = new() { ItemCount = 500, Profile = With(("EwsFindCountLimit", 30)) };
        PagedFind pager = Pager(options, 100);

        string[] ids = await ReadAllAsync(pager);

        Assert.Equal(500, ids.Length);
        Assert.Equal(500, ids.Distinct().Count());
    }

    [Fact]
    public async Task A_caller_who_is_locked_out_again_and_again_still_gets_every_item_once()
    {
        ThrottlingProfile tight = With(("EwsMaxBurst", 20), ("EwsRechargeRate", 3600), ("EwsCutoffBalance", 10));
        PagedFind pager = Pager(new SimulatorOptions { ItemCount = 3000, Profile = tight }, 100);

        string[] ids = await ReadAllAsync(pager);

        Assert.Equal(3000, ids.Length);
        Assert.Equal(3000, ids.Distinct().Count());
        Assert.True(pager.Ledger.Retries > 0);
        Assert.All(_events.Where(step => step.Error is not null), step =>
            Assert.Equal((EwsVerdict.Throttled, BackOffOrigin.BackOffMilliseconds),
                (step.Error!.Verdict, step.Error.BackOffOrigin)));
        Assert.True(pager.Ledger.TimeBackedOff > TimeSpan.Zero);
    }

    [Fact]
    public async Task A_refused_connection_names_the_limit_and_its_value()
    {
        EwsEndpoint endpoint = new(new SimulatorOptions { Profile = With(("EwsMaxConcurrency", 0)) }, _clock);
        EwsClient client = new(endpoint.CreateTransport(), _clock);

        EwsError error = (await client.FindItemAsync(Inbox(), Token)).Error!;

        Assert.Equal(
            (EwsVerdict.Throttled, "ErrorExceededConnectionCount", "MaxConcurrency", "0", "EwsMaxConcurrency"),
            (error.Verdict, error.ResponseCode, error.PolicyPart, error.PolicyValue, error.ResponsibleParameter));
    }

    [Theory]
    [InlineData(null, null, EwsChargedTo.Caller)]
    [InlineData("user1@contoso.com", null, null)]
    [InlineData("user1@contoso.com", ExchangeRelease.Exchange2010SP2, EwsChargedTo.CallerAndTargetMailbox)]
    [InlineData("user1@contoso.com", ExchangeRelease.Exchange2016, EwsChargedTo.ServiceAccountOnTarget)]
    public async Task A_refusal_tells_who_is_charged_as_far_as_the_client_knows(
        string? impersonated, ExchangeRelease? release, EwsChargedTo? charged)
    {
        EwsEndpoint endpoint = new(
            new SimulatorOptions { Profile = With(("EwsMaxConcurrency", 0)), MailboxCount = 1 }, _clock);
        EwsClient client = new EwsClient(endpoint.CreateTransport(), _clock).At(release).ActingAs(impersonated);

        EwsError error = (await client.FindItemAsync(Inbox(), Token)).Error!;

        Assert.Equal(("EwsMaxConcurrency", charged), (error.ResponsibleParameter, error.ChargedTo));
    }

    [Theory]
    [InlineData(EwsAuthentication.Negotiate)]
    [InlineData(EwsAuthentication.Basic)]
    public async Task Every_item_comes_once_over_HTTP_too(EwsAuthentication authentication)
    {
        NetworkCredential credential = new("ann@contoso.com", "pass:wörd");
        using EwsThrottlingSimulator simulator = EwsThrottlingSimulator.Start(
            new SimulatorOptions { ItemCount = 250, Credential = credential });
        using EwsConnection connection = new(
            new EwsConnectionOptions(simulator.Uri) { Credential = credential, Authentication = authentication });
        PagedFind pager = new(connection.Client, Inbox(), connection.Clock);

        Assert.Equal(250, (await ReadAllAsync(pager)).Distinct().Count());
    }

    [Fact]
    public async Task A_wrong_password_is_an_authentication_error()
    {
        using EwsThrottlingSimulator simulator = EwsThrottlingSimulator.Start(
            new SimulatorOptions { Credential = new NetworkCredential("ann", "right") });
        using EwsConnection connection = new(
            new EwsConnectionOptions(simulator.Uri) { Credential = new NetworkCredential("ann", "wrong") });

        EwsReply<FindItemPage> reply = await connection.Client.FindItemAsync(Inbox(), Token);

        Assert.Equal((EwsVerdict.Authentication, 401), (reply.Error!.Verdict, reply.Error.HttpStatus));
    }

    private static FindItemRequest Inbox() => new(EwsFolderId.Parse("inbox"));

    private static async Task<string[]> ReadAllAsync(PagedFind pager)
    {
        List<string> ids = [];
        while (await pager.NextPageAsync(Token) is { } page)
            ids.AddRange(page.Items.Select(item => item.ItemId));
        return [.. ids];
    }

    private static ThrottlingProfile With(params (string Name, long Value)[] limits) =>
        ProfileCatalogue.Get(ExchangeRelease.Exchange2016).With("Test", limits.Select(limit => new ThrottlingSetting(
            limit.Name,
            new Unlimited(limit.Value),
            SettingSource.Declared("test"),
            PolicyParameterTable.Find(limit.Name))));

    private PagedFind Pager(SimulatorOptions options, int pageSize)
    {
        EwsEndpoint endpoint = new(options, _clock);
        EwsClient client = new(endpoint.CreateTransport(), _clock);
        return new PagedFind(client, Inbox(), _clock, new PagedFindOptions { PageSize = pageSize }, _events.Add);
    }
}
