using System;
using System.Globalization;
using System.IO;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace ThrottlingTools.Simulator.Tests;

/// <summary>What a connection brought, byte for byte, and how it ended.</summary>
/// <param name="Text">All bytes as Latin-1.</param>
/// <param name="IsReset">Whether the connection was reset rather than closed.</param>
internal sealed record RawAnswer(string Text, bool IsReset)
{
    public string Body => Text[(Text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];

    public int Status => int.Parse(Text.Split(' ')[1], CultureInfo.InvariantCulture);

    public string? Header(string name)
    {
        foreach (string line in Text[..Text.IndexOf("\r\n\r\n", StringComparison.Ordinal)].Split("\r\n"))
            if (line.StartsWith(name + ": ", StringComparison.OrdinalIgnoreCase))
                return line[(name.Length + 2)..];
        return null;
    }
}

/// <summary>A client that sends any bytes and believes nothing.</summary>
internal static class RawHttp
{
    public static string Post(string envelope, string more = "") => string.Create(
        CultureInfo.InvariantCulture,
        $"POST /EWS/Exchange.asmx HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic dTpw\r\n{more}"
        + $"Content-Length: {Encoding.UTF8.GetByteCount(envelope)}\r\n\r\n{envelope}");

    /// <summary>Sends, and reads until the server closes the connection.</summary>
    public static async Task<RawAnswer> SendAsync(int port, params string[] pieces)
    {
        using TcpClient client = new("127.0.0.1", port);
        using MemoryStream received = new();
        bool isReset = false;
        try
        {
            foreach (string piece in pieces)
                await client.GetStream().WriteAsync(
                    Encoding.Latin1.GetBytes(piece), TestContext.Current.CancellationToken);
            await client.GetStream().CopyToAsync(received, TestContext.Current.CancellationToken);
        }
        catch (IOException exception) when (exception.InnerException is SocketException)
        {
            isReset = true;
        }
        return new RawAnswer(Encoding.Latin1.GetString(received.ToArray()), isReset);
    }
}
