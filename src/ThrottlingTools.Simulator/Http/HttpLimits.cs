using System;

namespace ThrottlingTools.Simulator.Http;

/// <summary>What the listener grants its clients; beyond it a client is refused or cut off.</summary>
internal sealed class HttpLimits
{
    /// <summary>Connections at a time; further ones get 503 and are closed.</summary>
    public int MaxConnections { get; init; } = 12_000;

    /// <summary>Bytes of request line and headers.</summary>
    public int MaxHeadBytes { get; init; } = 32 * 1024;

    /// <summary>Header lines.</summary>
    public int MaxHeaders { get; init; } = 100;

    /// <summary>
    /// Bytes that request bodies and their elements take at a time, of all connections together; a request beyond them
    /// gets 503. The default fits the largest request that Exchange takes (64 MB) beside smaller ones.
    /// </summary>
    public long MaxBodyBytesInMemory { get; init; } = 96L * 1024 * 1024;

    /// <summary>How long a connection may be silent between requests, or take for a head.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long the first head of a connection may take.</summary>
    public TimeSpan FirstHead { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a request body may take.</summary>
    public TimeSpan Body { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The rate at which a request body has to come on average, once <see cref="BodyGrace"/> is over; both defaults are
    /// those of ASP.NET Core (MinRequestBodyDataRate).
    /// </summary>
    public int MinBodyBytesPerSecond { get; init; } = 240;

    /// <summary>How long a request body may come more slowly.</summary>
    public TimeSpan BodyGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the client may take to receive a piece of the answer.</summary>
    public TimeSpan Send { get; init; } = TimeSpan.FromMinutes(1);
}
