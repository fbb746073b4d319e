using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace ThrottlingTools.Benchmarks;

/// <summary>Kestrel that reads the request and always sends the same answer: what WireMock.Net stands on.</summary>
internal sealed class KestrelAnswerServer : IAsyncDisposable
{
    private readonly WebApplication _server;

    private KestrelAnswerServer(WebApplication server) => _server = server;

    public Uri Uri => new(_server.Urls.First() + "/EWS/Exchange.asmx");

    public static async Task<KestrelAnswerServer> StartAsync(byte[] answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication server = builder.Build();
        server.Run(async context =>
        {
            await context.Request.Body.CopyToAsync(System.IO.Stream.Null);
            context.Response.ContentType = "text/xml; charset=utf-8";
            context.Response.ContentLength = answer.Length;
            await context.Response.Body.WriteAsync(answer);
        });
        await server.StartAsync();
        return new KestrelAnswerServer(server);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
