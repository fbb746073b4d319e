using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Ews;
using ThrottlingTools.Timing;
using Xunit;

namespace ThrottlingTools.Core.Tests.Ews;

/// <summary>Answers that are meant to break a client, or are broken, become errors of the classifier.</summary>
public sealed class HostileAnswerTests
{
    private const long MaxAllocated = 64 * 1024 * 1024;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_body_that_is_not_the_gzip_it_says_it_is_becomes_an_error_of_a_find_and_of_a_batch()
    {
        using LoopbackServer server = new(async context =>
        {
            context.Response.AddHeader("Content-Encoding", "gzip");
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes("no gzip at all"), Token);
            context.Response.Close();
        });
        using EwsConnection connection = new(new EwsConnectionOptions(server.Uri));

        EwsReply<FindItemPage> find = await connection.Client.FindItemAsync(Inbox(), Token);
        EwsReply<IReadOnlyList<EwsItemResult>> batch =
            await connection.Client.GetItemAsync(new GetItemRequest(["a", "b"]), Token);

        foreach (EwsError error in new[] { find.Error!, batch.Error! })
            Assert.Equal("EwsUnreadableAnswer", error.ToException("Find").ErrorId);
    }

    public static TheoryData<string> Broken => ["InvalidData", "IO", "Decoder"];

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Whatever_reading_throws_becomes_an_error(string kind)
    {
        Exception exception = kind switch
        {
            "InvalidData" => new InvalidDataException("no gzip"),
            "IO" => new IOException("reset"),
            _ => new DecoderFallbackException("no UTF-8"),
        };

        EwsReply<FindItemPage> reply = await FindAsync(new ThrowingStream(exception));

        Assert.Equal(EwsVerdict.Network, reply.Error!.Verdict);
    }

    [Fact]
    public async Task A_gzip_bomb_is_refused_while_it_comes()
    {
        using GZipStream bomb = new(new MemoryStream(Bomb(300)), CompressionMode.Decompress);
        long before = GC.GetAllocatedBytesForCurrentThread();

        EwsReply<FindItemPage> reply = await FindAsync(bomb);

        Assert.Equal("EwsUnreadableAnswer", reply.Error!.ToException("FindItem").ErrorId);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaxAllocated);
    }

    [Theory]
    [InlineData("<n{0}/>")]
    [InlineData("<a n{0}=''/>")]
    [InlineData("<EmailAddresses><Entry Key='n{0}'/></EmailAddresses>")]
    [InlineData("<ExtendedProperty><ExtendedFieldURI PropertyName='n{0}'/><Value/></ExtendedProperty>")]
    public async Task A_bomb_of_names_is_refused_before_it_takes_memory(string element)
    {
        string items = string.Concat(Enumerable.Range(0, 100_000).Select(i => element.Replace("{0}", $"{i}")));
        byte[] page = Encoding.UTF8.GetBytes(Envelopes.Page(0, 1, true).Replace("<t:Size>", $"{items}<t:Size>"));
        long before = GC.GetAllocatedBytesForCurrentThread();

        EwsReply<FindItemPage> reply = await FindAsync(new MemoryStream(page));

        Assert.Equal("EwsUnreadableAnswer", reply.Error!.ToException("FindItem").ErrorId);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaxAllocated);
    }

    [Theory]
    [InlineData("2147483648")]
    [InlineData("99999999999999999999999")]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT")]
    [InlineData("86401")]
    public void A_wait_that_cannot_be_meant_is_told_and_not_followed(string retryAfter)
    {
        Dictionary<string, string> headers = new() { ["Retry-After"] = retryAfter };

        EwsError error = EwsErrorClassifier.Classify(503, headers, "", DateTimeOffset.UnixEpoch)!;

        Assert.Equal((null, BackOffOrigin.None), (error.BackOff, error.BackOffOrigin));
        Assert.Contains("more than a day", error.IgnoredBackOff, StringComparison.Ordinal);
        Assert.Contains("more than a day", error.ToException("FindItem").Message, StringComparison.Ordinal);
    }

    private static byte[] Bomb(int megabytes)
    {
        using MemoryStream bytes = new();
        using (GZipStream zip = new(bytes, CompressionLevel.Fastest))
            for (int i = 0; i < megabytes; i++)
                zip.Write(new byte[1024 * 1024]);
        return bytes.ToArray();
    }

    private static FindItemRequest Inbox() => new(EwsFolderId.Parse("inbox"));

    private static Task<EwsReply<FindItemPage>> FindAsync(Stream body) =>
        new EwsClient(new OneAnswer(body), new VirtualClock()).FindItemAsync(Inbox(), Token);

    private sealed class OneAnswer(Stream body) : IEwsTransport
    {
        public Task<EwsHttpResponse> SendAsync(EwsHttpRequest request, CancellationToken cancellationToken) =>
            Task.FromResult(new EwsHttpResponse(200, new Dictionary<string, string>(), body));
    }

    private sealed class ThrowingStream(Exception exception) : MemoryStream
    {
        public override Task<int> ReadAsync(
            byte[] buffer, int offset, int count, CancellationToken cancellationToken) => throw exception;
    }
}
