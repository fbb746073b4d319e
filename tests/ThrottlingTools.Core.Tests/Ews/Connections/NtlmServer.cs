using System;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading.Tasks;

namespace ThrottlingTools.Core.Tests.Ews.Connections;

/// <summary>
/// A server that asks for NTLM as Exchange does: once for each TCP connection, in two steps ([MS-NTHT], [MS-NLMP]). It
/// takes whoever names himself, for no password is known here.
/// </summary>
internal sealed class NtlmServer : IDisposable
{
    private readonly ConcurrentDictionary<int, string> _users = new();
    private readonly LoopbackServer _server;

    public NtlmServer() => _server = new LoopbackServer(HandleAsync);

    public Uri Uri => _server.Uri;

    /// <summary>Each request: its connection, status, size, user and client-request-id.</summary>
    public ConcurrentQueue<(int Connection, int Status, long Size, string User, string? Id)> Log { get; } = new();

    public void Dispose() => _server.Dispose();

    private async Task HandleAsync(HttpListenerContext context)
    {
        using MemoryStream body = new();
        await context.Request.InputStream.CopyToAsync(body);
        int connection = context.Request.RemoteEndPoint.Port;
        string? challenge = SignIn(connection, context.Request.Headers["Authorization"]);
        if (challenge is not null)
        {
            context.Response.StatusCode = 401;
            context.Response.AddHeader("WWW-Authenticate", challenge);
        }
        Log.Enqueue((
            connection, context.Response.StatusCode, body.Length,
            _users.GetValueOrDefault(connection, ""), context.Request.Headers["client-request-id"]));
        context.Response.Close(Encoding.UTF8.GetBytes(Envelopes.Page(0, 1, true)), true);
    }

    /// <summary>What to ask for; <c>null</c> if the connection is signed in.</summary>
    private string? SignIn(int connection, string? header)
    {
        if (_users.ContainsKey(connection))
            return null;
        if (header?.StartsWith("NTLM ", StringComparison.Ordinal) != true)
            return "NTLM";
        byte[] message = Convert.FromBase64String(header["NTLM ".Length..]);
        if (message[8] == 1)
            return "NTLM " + Convert.ToBase64String(Challenge(message));
        _users[connection] = $"{Field(message, 28)}\\{Field(message, 36)}";
        return null;
    }

    private static string Field(byte[] message, int at)
    {
        int length = BinaryPrimitives.ReadUInt16LittleEndian(message.AsSpan(at));
        int offset = BinaryPrimitives.ReadInt32LittleEndian(message.AsSpan(at + 4));
        return Encoding.Unicode.GetString(message, offset, length);
    }

    private static byte[] Challenge(byte[] negotiate)
    {
        const uint TargetInfoAndDomain = 0x0081_0000;
        byte[] domain = Encoding.Unicode.GetBytes("CONTOSO");
        byte[] info =
        [
            2, 0, (byte)domain.Length, 0, .. domain, 1, 0, (byte)domain.Length, 0, .. domain,
            7, 0, 8, 0, .. BitConverter.GetBytes(DateTime.UnixEpoch.ToFileTimeUtc()), 0, 0, 0, 0,
        ];
        uint flags = BinaryPrimitives.ReadUInt32LittleEndian(negotiate.AsSpan(12)) | TargetInfoAndDomain;
        return
        [
            .. "NTLMSSP\0"u8, 2, 0, 0, 0, .. Place(domain.Length, 56), .. BitConverter.GetBytes(flags),
            .. Enumerable.Range(1, 8).Select(i => (byte)i), .. new byte[8],
            .. Place(info.Length, 56 + domain.Length), 10, 0, 0, 0, 0, 0, 0, 15, .. domain, .. info,
        ];
    }

    private static byte[] Place(int length, int offset)
    {
        byte[] size = BitConverter.GetBytes((ushort)length);
        return [.. size, .. size, .. BitConverter.GetBytes(offset)];
    }
}
