using System;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Ews;
using Xunit;

namespace ThrottlingTools.Core.Tests.Ews;

public sealed class HttpTransportTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_compressed_answer_arrives_and_the_request_is_traceable()
    {
        string? traceId = null;
        using LoopbackServer server = new(async context =>
        {
            traceId = context.Request.Headers["client-request-id"];
            context.Response.AddHeader("Content-Encoding", "gzip");
            await using (GZipStream zip = new(context.Response.OutputStream, CompressionMode.Compress))
                await zip.WriteAsync(Encoding.UTF8.GetBytes(Envelopes.Page(0, 3, true)), Token);
            context.Response.Close();
        });

        EwsReply<FindItemPage> reply = await FindAsync(new EwsConnectionOptions(server.Uri), Token);

        Assert.Equal(3, reply.GetValueOrThrow().Items.Count);
        Assert.True(Guid.TryParse(traceId, out _));
    }

    [Theory]
    [InlineData(EwsAuthentication.Negotiate)]
    [InlineData(EwsAuthentication.Basic)]
    public async Task The_credential_reaches_the_server(EwsAuthentication authentication)
    {
        string? user = null;
        using LoopbackServer server = new(context =>
        {
            HttpListenerBasicIdentity identity = (HttpListenerBasicIdentity)context.User!.Identity!;
            user = $"{identity.Name}/{identity.Password}";
            context.Response.Close(Encoding.UTF8.GetBytes(Envelopes.Page(0, 1, true)), true);
            return Task.CompletedTask;
        }, AuthenticationSchemes.Basic);
        EwsConnectionOptions options = new(server.Uri)
        {
            Credential = new NetworkCredential("ann", "pass:word"),
            Authentication = authentication,
        };

        (await FindAsync(options, Token)).GetValueOrThrow();

        Assert.Equal("ann/pass:word", user);
    }

    [Fact]
    public async Task A_server_that_takes_too_long_is_a_timeout_even_in_the_middle_of_its_answer()
    {
        using LoopbackServer server = new(async context =>
        {
            context.Response.SendChunked = true;
            byte[] beginning = Encoding.UTF8.GetBytes(Envelopes.Page(0, 3, true)[..200]);
            await context.Response.OutputStream.WriteAsync(beginning, Token);
            await context.Response.OutputStream.FlushAsync(Token);
        });

        EwsReply<FindItemPage> reply = await FindAsync(
            new EwsConnectionOptions(server.Uri) { Timeout = TimeSpan.FromMilliseconds(300) }, Token);

        Assert.Equal(EwsVerdict.Timeout, reply.Error!.Verdict);
    }

    [Fact]
    public async Task A_caller_who_cancels_gets_a_cancellation_not_a_timeout()
    {
        using CancellationTokenSource source = new();
        using LoopbackServer server = new(_ => source.CancelAsync());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => FindAsync(new EwsConnectionOptions(server.Uri), source.Token));
    }

    [Fact]
    public async Task A_connection_that_the_server_drops_is_a_network_fault()
    {
        using LoopbackServer server = new(context =>
        {
            context.Response.Abort();
            return Task.CompletedTask;
        });

        Assert.Equal(EwsVerdict.Network, (await FindAsync(new EwsConnectionOptions(server.Uri), Token)).Error!.Verdict);
    }

    [Fact]
    public async Task A_redirect_is_judged_and_never_followed()
    {
        int requests = 0;
        using LoopbackServer server = new(context =>
        {
            requests++;
            context.Response.Redirect("/ews/genericerrorpage.htm?aspxerrorpath=/ews/exchange.asmx");
            context.Response.Close();
            return Task.CompletedTask;
        });

        EwsReply<FindItemPage> reply = await FindAsync(new EwsConnectionOptions(server.Uri), Token);

        Assert.Equal((EwsVerdict.Outage, 302, 1), (reply.Error!.Verdict, reply.Error.HttpStatus, requests));
    }

    private static async Task<EwsReply<FindItemPage>> FindAsync(
        EwsConnectionOptions options, CancellationToken cancellationToken)
    {
        using EwsConnection connection = new(options);
        FindItemRequest request = new(EwsFolderId.Parse("inbox"));
        return await connection.Client.FindItemAsync(request, cancellationToken);
    }
}
