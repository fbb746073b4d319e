using System;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using WireMock.Settings;

namespace ThrottlingTools.Benchmarks;

/// <summary>
/// WireMock.Net that sends the same answer to every POST to the path of EWS. It keeps no log of requests and reads no
/// JSON in them, which makes it faster than it is by default.
/// </summary>
internal sealed class WireMockAnswerServer : IDisposable
{
    private const string Path = "/EWS/Exchange.asmx";

    private readonly WireMockServer _server = WireMockServer.Start(new WireMockServerSettings
    {
        Urls = ["http://127.0.0.1:0"], MaxRequestLogCount = 0, DisableJsonBodyParsing = true,
    });

    public WireMockAnswerServer(byte[] answer) => _server
        .Given(Request.Create().WithPath(Path).UsingPost())
        .RespondWith(Response.Create()
            .WithHeader("Content-Type", "text/xml; charset=utf-8")
            .WithBody(answer));

    public Uri Uri => new(_server.Url + Path);

    public void Dispose() => _server.Dispose();
}
