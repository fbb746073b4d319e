using System;
using System.Collections.Generic;
using System.IO;

namespace ThrottlingTools.Ews;

/// <summary>An EWS request as it goes over the wire: always a POST of a SOAP envelope.</summary>
public sealed class EwsHttpRequest
{
    /// <summary>Makes a request.</summary>
    /// <param name="body">The SOAP envelope in UTF-8.</param>
    public EwsHttpRequest(byte[] body) => Body = body;

    /// <summary>The SOAP envelope in UTF-8.</summary>
    public byte[] Body { get; }

    /// <summary>Headers beside Content-Type, by name.</summary>
    public IDictionary<string, string> Headers { get; init; } =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}

/// <summary>What came back: the status, the headers and the body as a stream.</summary>
public sealed class EwsHttpResponse : IDisposable
{
    private readonly IDisposable? _owner;

    /// <summary>Makes a response.</summary>
    /// <param name="statusCode">The HTTP status code.</param>
    /// <param name="headers">The headers.</param>
    /// <param name="body">The body.</param>
    /// <param name="owner">What is disposed with the response, beside the body.</param>
    public EwsHttpResponse(
        int statusCode, IReadOnlyDictionary<string, string> headers, Stream body, IDisposable? owner = null)
    {
        StatusCode = statusCode;
        Headers = headers;
        Body = body;
        _owner = owner;
    }

    /// <summary>The HTTP status code.</summary>
    public int StatusCode { get; }

    /// <summary>The headers; names in any casing.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>The body.</summary>
    public Stream Body { get; }

    /// <summary>How the request had signed in; <c>null</c> where that is not known.</summary>
    internal SignInAttempt? SignIn { get; init; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Body.Dispose();
        _owner?.Dispose();
    }
}
