using System;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Ews;
using Xunit;

namespace ThrottlingTools.Core.Tests.Ews.Connections;

public sealed class NtlmTests : IDisposable
{
    private readonly NtlmServer _server = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_connection_signs_in_once_and_the_domain_arrives()
    {
        using HttpTransport transport = new(Options());

        for (int i = 0; i < 4; i++)
            Assert.Equal(200, await SendAsync(transport, 10));

        Assert.Equal([401, 401, 200, 200, 200, 200], _server.Log.Select(entry => entry.Status));
        Assert.Single(_server.Log.Select(entry => entry.Connection).Distinct());
        Assert.Equal(@"CONTOSO\ann", _server.Log.Last().User);
    }

    [Fact]
    public async Task A_large_request_arrives_whole_and_takes_effect_once()
    {
        const int Size = 5 * 1024 * 1024;
        using HttpTransport transport = new(Options());

        Assert.Equal(200, await SendAsync(transport, Size));

        Assert.Equal(Size, Assert.Single(_server.Log, entry => entry.Status == 200).Size);
        Assert.Single(_server.Log.Select(entry => entry.Id).Distinct());
    }

    [Fact]
    public async Task Requests_at_the_same_time_sign_in_once_for_each_connection()
    {
        using HttpTransport transport = new(Options());

        int[] statuses = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => SendAsync(transport, 1000)));

        Assert.All(statuses, status => Assert.Equal(200, status));
        Assert.Equal(16, _server.Log.Count(entry => entry.Status == 200));
        Assert.All(
            _server.Log.GroupBy(entry => entry.Connection),
            connection => Assert.True(connection.Count(entry => entry.Status == 401) <= 2));
    }

    public void Dispose() => _server.Dispose();

    private EwsConnectionOptions Options() =>
        new(_server.Uri) { Credential = new NetworkCredential("ann", "S3cret!", "CONTOSO") };

    private static async Task<int> SendAsync(HttpTransport transport, int size)
    {
        EwsHttpRequest request = new(new byte[size]);
        request.Headers["client-request-id"] = Guid.NewGuid().ToString();
        using EwsHttpResponse response = await transport.SendAsync(request, Token);
        return response.StatusCode;
    }
}
