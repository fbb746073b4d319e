using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Ews;
using Xunit;

namespace ThrottlingTools.Core.Tests.Ews.Connections;

public sealed class AutodiscoverClientTests
{
    private const string Mailbox = "ann@contoso.com";
    private const string Root = "https://contoso.com/autodiscover/autodiscover";
    private const string Sub = "https://autodiscover.contoso.com/autodiscover/autodiscover";
    private const string Probe = "http://autodiscover.contoso.com/autodiscover/autodiscover.xml";
    private const string Cloud = "https://cloud.example.net/autodiscover/autodiscover.svc";
    private const string Ews = "https://mail.contoso.com/EWS/Exchange.asmx";

    private readonly AutodiscoverScript _world = new();

    [Fact]
    public async Task The_hosts_of_the_domain_are_asked_in_the_documented_order_and_the_probe_is_anonymous()
    {
        ThrottlingToolsException error = await FailAsync(_world.Client());

        Assert.Equal(
            [$"POST {Root}.svc", $"POST {Root}.xml", $"POST {Sub}.svc", $"POST {Sub}.xml", $"GET {Probe}"],
            _world.Log);
        Assert.Equal(("AutodiscoverFailed", ErrorKind.ObjectNotFound), (error.ErrorId, error.Kind));
        Assert.Equal(5, error.Message.Split("no such host").Length - 1);
        Assert.Equal(1, error.Message.Split($"{Root}.svc").Length - 1);
    }

    [Theory]
    [InlineData("https://out.contoso.com/", "https://in.contoso.com/", "https://out.contoso.com/")]
    [InlineData("", "https://in.contoso.com/", "https://in.contoso.com/")]
    public async Task The_external_address_counts_and_the_internal_one_where_there_is_no_other(
        string external, string inside, string expected)
    {
        _world.On($"{Root}.svc", AutodiscoverScript.Found(external, inside));

        AutodiscoverResult result = await FindAsync(_world.Client());

        Assert.Equal((expected, Mailbox, $"{Root}.svc"),
            (result.EwsUri.ToString(), result.Mailbox, result.Source.ToString()));
    }

    [Fact]
    public async Task Plain_answers_prefer_the_protocol_for_outside_too()
    {
        _world.On($"{Sub}.xml", AutodiscoverScript.Plain(
            "<Account><Action>settings</Action>"
            + "<Protocol><Type>EXCH</Type><EwsUrl>https://in.contoso.com/</EwsUrl></Protocol>"
            + $"<Protocol><Type>EXPR</Type><EwsUrl>{Ews}</EwsUrl></Protocol></Account>"));

        Assert.Equal(Ews, (await FindAsync(_world.Client())).EwsUri.ToString());
    }

    [Fact]
    public async Task A_redirection_within_the_domain_is_followed()
    {
        _world.Redirect($"{Root}.svc", $"{Sub}.svc").On($"{Sub}.svc", AutodiscoverScript.Found(Ews));

        Assert.Equal(Ews, (await FindAsync(_world.Client())).EwsUri.ToString());
        Assert.Equal(2, _world.Log.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_foreign_host_gets_the_credential_only_with_consent(bool allow)
    {
        _world.Redirect(Probe, Cloud).On(Cloud, AutodiscoverScript.Found(Ews));

        if (allow)
            Assert.Equal(Ews, (await FindAsync(_world.Client(allowRedirection: true))).EwsUri.ToString());
        else
            Assert.Equal(("AutodiscoverRedirected", "cloud.example.net"),
                await FailAsync(_world.Client()) is var error ? (error.ErrorId, error.Target) : default);
        Assert.Equal(allow, _world.Posts.Contains($"POST {Cloud}"));
    }

    [Fact]
    public async Task A_website_that_redirects_elsewhere_does_not_end_the_search()
    {
        _world.Redirect($"{Root}.svc", "https://www.contoso.example/").On($"{Sub}.svc", AutodiscoverScript.Found(Ews));

        Assert.Equal(Ews, (await FindAsync(_world.Client())).EwsUri.ToString());
    }

    [Theory]
    [InlineData("http://autodiscover.contoso.com/elsewhere.svc")]
    [InlineData("ftp://autodiscover.contoso.com/")]
    [InlineData("https://eve:secret@autodiscover.contoso.com/autodiscover/autodiscover.svc")]
    [InlineData("https://")]
    public async Task A_redirection_that_is_not_plain_https_is_never_followed(string location)
    {
        _world.Redirect($"{Root}.svc", location);

        ThrottlingToolsException error = await FailAsync(_world.Client(allowRedirection: true));

        Assert.Equal("AutodiscoverFailed", error.ErrorId);
        Assert.Equal(5, _world.Log.Count);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_address_starts_the_search_anew_under_its_domain_if_that_is_trusted()
    {
        const string tenant = "https://tenant.example.net/autodiscover/autodiscover.svc";
        _world.On($"{Root}.svc", AutodiscoverScript.User("RedirectAddress", "ann@tenant.example.net"))
            .On(tenant, AutodiscoverScript.Found(Ews));

        AutodiscoverResult result = await FindAsync(_world.Client(allowRedirection: true));
        ThrottlingToolsException refused = await FailAsync(_world.Client());

        Assert.Equal(("ann@tenant.example.net", "AutodiscoverRedirected"), (result.Mailbox, refused.ErrorId));
    }

    [Fact]
    public async Task Plain_redirections_of_address_and_url_are_followed()
    {
        _world.On($"{Root}.xml", AutodiscoverScript.Plain(
                "<Account><Action>redirectAddr</Action><RedirectAddr>bob@contoso.com</RedirectAddr></Account>"))
            .On($"{Root}.svc", AutodiscoverScript.User("RedirectUrl", $"{Sub}.xml"))
            .On($"{Sub}.xml", AutodiscoverScript.Plain(
                $"<Account><Action>redirectUrl</Action><RedirectUrl>{Sub}.svc</RedirectUrl></Account>"))
            .On($"{Sub}.svc", AutodiscoverScript.User("ServerBusy", ""));

        await FailAsync(_world.Client());

        Assert.Contains($"POST {Sub}.svc", _world.Log);
    }

    [Fact]
    public async Task Redirections_end_after_ten()
    {
        _world.Redirect($"{Root}.svc", $"{Sub}.svc").Redirect($"{Sub}.svc", $"{Root}.svc");

        Assert.Equal("AutodiscoverLoop", (await FailAsync(_world.Client())).ErrorId);
        Assert.Equal(11, _world.Log.Count);
    }

    [Fact]
    public async Task A_server_that_refused_the_caller_is_not_asked_again()
    {
        _world.On($"{Root}.svc", "", 401).On($"{Sub}.svc", "", 401);

        ThrottlingToolsException error = await FailAsync(_world.Client());

        Assert.Equal(("AutodiscoverRefused", ErrorKind.AuthenticationError), (error.ErrorId, error.Kind));
        Assert.Equal([$"POST {Root}.svc", $"POST {Sub}.svc"], _world.Posts);
    }

    [Fact]
    public async Task A_server_that_does_not_know_the_mailbox_ends_the_search()
    {
        _world.On($"{Root}.svc", AutodiscoverScript.User("InvalidUser", ""));

        Assert.Equal("AutodiscoverNoMailbox", (await FailAsync(_world.Client())).ErrorId);
        Assert.Single(_world.Log);
    }

    [Theory]
    [InlineData("<html><body>Welcome</body></html>")]
    [InlineData("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>")]
    [InlineData("not XML")]
    [InlineData("")]
    public async Task A_page_for_people_and_hostile_XML_are_passed_over(string body)
    {
        _world.On($"{Root}.svc", body).On($"{Root}.xml", body).On($"{Sub}.svc", AutodiscoverScript.Found(Ews));

        Assert.Equal(Ews, (await FindAsync(_world.Client())).EwsUri.ToString());
    }

    [Theory]
    [InlineData("https://ad.contoso.com/autodiscover/autodiscover.svc", 1)]
    [InlineData("https://ad.contoso.com", 2)]
    public async Task A_fixed_address_is_the_only_one(string address, int requests)
    {
        Assert.Equal("AutodiscoverFailed", (await FailAsync(_world.Client(new Uri(address)))).ErrorId);
        Assert.Equal(requests, _world.Log.Count);
        Assert.All(
            _world.Log, line => Assert.StartsWith("POST https://ad.contoso.com/", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://ad.contoso.com/autodiscover/autodiscover.svc", "UnencryptedEwsUri")]
    [InlineData("ftp://ad.contoso.com/", "InvalidEwsUri")]
    public async Task A_fixed_address_without_encryption_is_refused(string address, string errorId)
    {
        Assert.Equal(errorId, (await FailAsync(_world.Client(new Uri(address)))).ErrorId);
        Assert.Empty(_world.Log);
    }

    [Theory]
    [InlineData("ann")]
    [InlineData("@contoso.com")]
    [InlineData("ann@")]
    [InlineData("ann@contoso.com/evil")]
    [InlineData("ann@evil.com:8080")]
    [InlineData("ann@contoso.com\r\nHost: evil")]
    public async Task What_is_no_address_is_asked_of_nobody(string mailbox)
    {
        ThrottlingToolsException error = await Assert.ThrowsAsync<ThrottlingToolsException>(
            () => _world.Client().FindAsync(mailbox, CancellationToken.None));

        Assert.Equal("InvalidMailbox", error.ErrorId);
        Assert.Empty(_world.Log);
    }

    private static Task<AutodiscoverResult> FindAsync(AutodiscoverClient client) =>
        client.FindAsync(Mailbox, CancellationToken.None);

    private static Task<ThrottlingToolsException> FailAsync(AutodiscoverClient client) =>
        Assert.ThrowsAsync<ThrottlingToolsException>(() => FindAsync(client));
}
