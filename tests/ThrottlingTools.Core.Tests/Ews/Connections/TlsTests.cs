using System;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Ews;
using Xunit;

namespace ThrottlingTools.Core.Tests.Ews.Connections;

/// <summary>Against a real TLS server whose certificate nobody vouches for.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate = MakeCertificate();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public TlsTests() => _listener.Start();

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_ends_the_connection_before_anything_is_sent()
    {
        Task<(SslProtocols, string)> serving = ServeAsync();

        EwsError error = (await FindAsync(isChecked: true)).Error!;

        Assert.Equal(EwsVerdict.Network, error.Verdict);
        Assert.Contains("certificate", error.Message, StringComparison.Ordinal);
        Assert.Contains("certificate", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal("", (await serving).Item2);
    }

    [Fact]
    public async Task A_certificate_that_is_not_to_be_checked_is_taken_over_TLS_1_2_or_later()
    {
        Task<(SslProtocols Protocol, string Request)> serving = ServeAsync();

        EwsReply<FindItemPage> reply = await FindAsync(isChecked: false);

        Assert.Equal(3, reply.GetValueOrThrow().Items.Count);
        Assert.StartsWith("POST /EWS/Exchange.asmx", (await serving).Request, StringComparison.Ordinal);
        Assert.True((await serving).Protocol is SslProtocols.Tls12 or SslProtocols.Tls13);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _certificate.Dispose();
    }

    private static X509Certificate2 MakeCertificate()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 made = request.CreateSelfSigned(
            DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null); // Windows wants a stored key
    }

    private async Task<EwsReply<FindItemPage>> FindAsync(bool isChecked)
    {
        int port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        using EwsConnection connection = new(
            new EwsConnectionOptions(new Uri($"https://localhost:{port}/EWS/Exchange.asmx"))
            {
                Credential = new NetworkCredential("ann", "S3cret!"),
                Authentication = EwsAuthentication.Basic,
                SkipCertificateCheck = !isChecked,
            });
        return await connection.Client.FindItemAsync(new FindItemRequest(EwsFolderId.Parse("inbox")), Token);
    }

    /// <summary>Answers one request.</summary>
    /// <returns>What was spoken, and what was asked before the connection ended.</returns>
    private async Task<(SslProtocols, string)> ServeAsync()
    {
        using TcpClient client = await _listener.AcceptTcpClientAsync(Token);
        await using SslStream stream = new(client.GetStream());
        try
        {
            await stream.AuthenticateAsServerAsync(_certificate);
            byte[] buffer = new byte[64 * 1024];
            string request = Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer, Token));
            string body = Envelopes.Page(0, 3, true);
            await stream.WriteAsync(
                Encoding.UTF8.GetBytes(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nConnection: close\r\n"
                    + $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"),
                Token);
            return (stream.SslProtocol, request);
        }
        catch (Exception exception) when (exception is AuthenticationException or System.IO.IOException)
        {
            return (SslProtocols.None, "");
        }
    }
}
