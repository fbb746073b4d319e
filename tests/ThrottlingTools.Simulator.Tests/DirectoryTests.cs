using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using System.Xml.Linq;
using ThrottlingTools.Profiles;
using ThrottlingTools.Timing;
using Xunit;
using static ThrottlingTools.Simulator.Tests.Soap;

namespace ThrottlingTools.Simulator.Tests;

public sealed class DirectoryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("user1@", "Success", "NoError", 1)]
    [InlineData("user", "Warning", "ErrorNameResolutionMultipleResults", 4)]
    [InlineData("nobody", "Error", "ErrorNameResolutionNoResults", 0)]
    public async Task A_name_resolves_to_one_to_many_or_to_none(string entry, string kind, string code, int count)
    {
        (int status, XElement body) = await Endpoint().SendAsync(Envelope(
            "<m:ResolveNames ReturnFullContactData=\"false\">"
            + $"<m:UnresolvedEntry>{entry}</m:UnresolvedEntry></m:ResolveNames>"));

        Assert.Equal((200, code), (status, body.ResponseCode()));
        Assert.Equal(
            kind, (string?)body.Descendants(M + "ResolveNamesResponseMessage").Single().Attribute("ResponseClass"));
        Assert.Equal(count, body.Descendants(T + "Resolution").Count());
    }

    [Theory]
    [InlineData("EwsLegacyId")]
    [InlineData("EntryId")]
    [InlineData("HexEntryId")]
    [InlineData("StoreId")]
    [InlineData("OwaId")]
    public async Task An_id_survives_the_way_to_another_format_and_back(string format)
    {
        EwsEndpoint endpoint = Endpoint();
        (_, XElement page) = await endpoint.SendAsync(Envelope(FindItem(Page(1, 0))));
        string id = page.ItemIds()[0];

        string converted = await ConvertAsync(endpoint, "EwsId", id, format);
        string back = await ConvertAsync(endpoint, format, converted, "EwsId");

        Assert.Equal(id, back);
        (_, XElement broken) = await endpoint.SendAsync(Envelope(ConvertId("EwsId", "DUMMY", format)));
        Assert.Equal("ErrorInvalidIdMalformed", broken.ResponseCode());
    }

    [Fact]
    public async Task Free_and_busy_times_add_up_and_strangers_fail_alone()
    {
        (int status, XElement body) = await Endpoint().SendAsync(Envelope(Availability(
            "2026-01-05T00:00:00", "2026-01-12T00:00:00", "user1@contoso.com", "nobody@contoso.com")));

        Assert.Equal(200, status);
        Assert.Equal(
            ["NoError", "ErrorMailRecipientNotFound"], body.Descendants(M + "ResponseCode").Select(code => code.Value));
        string merged = body.Descendants(T + "MergedFreeBusy").Single().Value;
        Assert.Equal((7 * 24, 5), (merged.Length, merged.Count(digit => digit == '2')));
        Assert.Equal(5, body.Descendants(T + "CalendarEvent").Count());
    }

    [Fact]
    public async Task A_time_window_over_62_days_is_too_big()
    {
        (_, XElement body) = await Endpoint().SendAsync(Envelope(Availability(
            "2026-01-01T00:00:00", "2026-03-05T00:00:00", "user1@contoso.com")));

        Assert.Equal("ErrorTimeIntervalTooBig", body.ResponseCode());
    }

    [Fact]
    public async Task Automatic_replies_are_kept_and_those_of_others_are_not_told()
    {
        EwsEndpoint endpoint = Endpoint();
        await endpoint.SendAsync(Envelope(
            "<m:SetUserOofSettingsRequest><t:Mailbox><t:Address>user@contoso.com</t:Address></t:Mailbox>"
            + "<t:UserOofSettings><t:OofState>Enabled</t:OofState></t:UserOofSettings></m:SetUserOofSettingsRequest>"));

        (_, XElement own) = await endpoint.SendAsync(Envelope(OofSettings("user@contoso.com")));
        (_, XElement other) = await endpoint.SendAsync(Envelope(OofSettings("user1@contoso.com")));

        Assert.Equal("Enabled", own.Descendants(T + "OofState").Single().Value);
        Assert.NotEqual("NoError", other.ResponseCode());
    }

    [Fact]
    public async Task A_discovery_search_finds_the_same_as_its_preview_and_obeys_the_page_size_of_the_policy()
    {
        EwsEndpoint endpoint = Endpoint(ExchangeRelease.Exchange2013);

        (_, XElement body) = await endpoint.SendAsync(Envelope(Search("Invoice", 1000, "user1@contoso.com")));

        Assert.Equal("NoError", body.ResponseCode());
        int found = (int)body.Descendants(T + "ItemCount").Single();
        List<XElement> items = body.Descendants(T + "SearchPreviewItem").ToList();
        Assert.Equal(Math.Min(found, 200), items.Count); // DiscoveryPreviewSearchResultsPageSize of Exchange 2013
        Assert.All(
            items, item => Assert.Contains("Invoice", item.Element(T + "Subject")!.Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_a_profile_does_not_know_the_discovery_limits_the_answer_says_so()
    {
        (int status, XElement body) = await Endpoint().SendAsync(Envelope(Search("Invoice", 10, "user1@contoso.com")));

        Assert.Equal((500, "ErrorInternalServerError"), (status, body.ResponseCode()));
        Assert.Contains("DiscoveryMaxConcurrency", body.Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/autodiscover/autodiscover.xml", "user1@contoso.com", "EwsUrl>{0}<")]
    [InlineData("/Autodiscover/Autodiscover.xml", "nobody@contoso.com", "ErrorCode>500<")]
    [InlineData("/autodiscover/autodiscover.svc", "user1@contoso.com", "Value>{0}<")]
    [InlineData("/autodiscover/autodiscover.svc", "nobody@contoso.com", "ErrorCode>InvalidUser<")]
    public async Task Autodiscover_names_EWS_to_those_who_have_a_mailbox(string path, string address, string holds)
    {
        using EwsThrottlingSimulator simulator = EwsThrottlingSimulator.Start(new() { MailboxCount = 1 });
        using HttpClient client = new();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("user1@contoso.com:any")));
        using StringContent content = new(
            path.EndsWith("svc", StringComparison.Ordinal) ? GetUserSettings(address) : Plain(address),
            Encoding.UTF8, "text/xml");

        using HttpResponseMessage answer = await client.PostAsync(new Uri(simulator.Uri, path), content, Token);

        Assert.True(answer.IsSuccessStatusCode);
        Assert.Contains(
            holds.Replace("{0}", simulator.Uri.ToString(), StringComparison.Ordinal),
            await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal(0, simulator.RequestCount);
    }

    private static EwsEndpoint Endpoint(ExchangeRelease release = ExchangeRelease.Exchange2016) => new(
        new SimulatorOptions { Profile = ProfileCatalogue.Get(release), MailboxCount = 3, ItemCount = 5000 },
        new VirtualClock());

    private static async Task<string> ConvertAsync(EwsEndpoint endpoint, string from, string id, string to)
    {
        (_, XElement body) = await endpoint.SendAsync(Envelope(ConvertId(from, id, to)));
        XElement converted = body.Descendants(M + "AlternateId").Single();
        Assert.Equal(to, (string?)converted.Attribute("Format"));
        return (string)converted.Attribute("Id")!;
    }

    private static string ConvertId(string from, string id, string to) =>
        $"<m:ConvertId DestinationFormat=\"{to}\"><m:SourceIds>"
        + $"<t:AlternateId Format=\"{from}\" Id=\"{id}\" Mailbox=\"user@contoso.com\" /></m:SourceIds></m:ConvertId>";

    private static string OofSettings(string address) => "<m:GetUserOofSettingsRequest>"
        + $"<t:Mailbox><t:Address>{address}</t:Address></t:Mailbox></m:GetUserOofSettingsRequest>";

    private static string Availability(string start, string end, params string[] addresses) =>
        "<m:GetUserAvailabilityRequest><m:MailboxDataArray>"
        + string.Concat(addresses.Select(address =>
            $"<t:MailboxData><t:Email><t:Address>{address}</t:Address></t:Email></t:MailboxData>"))
        + $"</m:MailboxDataArray><t:FreeBusyViewOptions><t:TimeWindow><t:StartTime>{start}</t:StartTime>"
        + $"<t:EndTime>{end}</t:EndTime></t:TimeWindow>"
        + "<t:MergedFreeBusyIntervalInMinutes>60</t:MergedFreeBusyIntervalInMinutes>"
        + "<t:RequestedView>FreeBusyMerged</t:RequestedView></t:FreeBusyViewOptions></m:GetUserAvailabilityRequest>";

    private static string Search(string query, int pageSize, string mailbox) =>
        $"<m:SearchMailboxes><m:SearchQueries><t:MailboxQuery><t:Query>{query}</t:Query><t:MailboxSearchScopes>"
        + $"<t:MailboxSearchScope><t:Mailbox>{mailbox}</t:Mailbox><t:SearchScope>All</t:SearchScope>"
        + "</t:MailboxSearchScope></t:MailboxSearchScopes></t:MailboxQuery></m:SearchQueries>"
        + $"<m:ResultType>PreviewOnly</m:ResultType><m:PageSize>{pageSize}</m:PageSize></m:SearchMailboxes>";

    private static string Plain(string address) =>
        "<Autodiscover xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006\">"
        + $"<Request><EMailAddress>{address}</EMailAddress></Request></Autodiscover>";

    private static string GetUserSettings(string address) =>
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>"
        + "<GetUserSettingsRequestMessage xmlns=\"http://schemas.microsoft.com/exchange/2010/Autodiscover\"><Request>"
        + $"<Users><User><Mailbox>{address}</Mailbox></User></Users>"
        + "<RequestedSettings><Setting>ExternalEwsUrl</Setting></RequestedSettings></Request>"
        + "</GetUserSettingsRequestMessage></s:Body></s:Envelope>";
}
