using System;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using WireMock.Settings;

namespace ThrottlingTools.Benchmarks;

/// <summary>WireMock.Net that sends the same answer to every POST to the path of EWS.</summary>
internal sealed class WireMockAnswerServer : IDisposable
{
    private const string Path = "/EWS/Exchange.asmx";

    private readonly WireMockServer _server;

    /// <param name="answer">The body of all answers.</param>
    /// <param name="isTuned">
    /// Whether it is set to be fast: it keeps no log of requests and looks for no JSON in them, which it does by
    /// default.
    /// </param>
    public WireMockAnswerServer(byte[] answer, bool isTuned)
    {
        WireMockServerSettings settings = new() { Urls = ["http://127.0.0.1:0"] };
        if (isTuned)
            (settings.MaxRequestLogCount, settings.DisableJsonBodyParsing) = (0, true);
        _server = WireMockServer.Start(settings);
        _server.Given(Request.Create().WithPath(Path).UsingPost())
            .RespondWith(Response.Create()
                .WithHeader("Content-Type", "text/xml; charset=utf-8")
                .WithBody(answer));
    }

    public Uri Uri => new(_server.Url + Path);

    /// <summary>Empties the log, which would hold the whole load.</summary>
    public void Forget() => _server.ResetLogEntries();

    public void Dispose() => _server.Dispose();
}
