using System;

namespace ThrottlingTools.Simulator.Http;

/// <summary>A request that is refused before anybody looks at what it asks; its connection is closed.</summary>
internal sealed class BadRequestException : Exception
{
    public BadRequestException(int statusCode) : base("HTTP " + statusCode) => StatusCode = statusCode;

    public int StatusCode { get; }
}

/// <summary>The connection is cut off instead of an answer: the client sees a reset.</summary>
internal sealed class ConnectionCutException : Exception
{
    public ConnectionCutException() : base("The connection was reset.")
    {
    }
}
