using System.Collections.Generic;
using System.IO;

namespace ThrottlingTools.Simulator.Http;

/// <summary>What is sent back: usually well-formed, and on request not.</summary>
internal sealed class HttpAnswer
{
    public HttpAnswer(int statusCode) => StatusCode = statusCode;

    public int StatusCode { get; }

    /// <summary>The headers, in this order; names may stand twice.</summary>
    public IEnumerable<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>
    /// The body. One that cannot seek has no known length and is sent in chunks, each as soon as it is read.
    /// </summary>
    public Stream? Body { get; init; }

    /// <summary>What Content-Length says instead of the truth; the connection is closed then.</summary>
    public long? DeclaredLength { get; init; }

    /// <summary>How often the whole answer is sent.</summary>
    public int Copies { get; init; } = 1;

    /// <summary>Whether the connection is closed afterwards.</summary>
    public bool Closes { get; init; }

    /// <summary>Whether the connection is reset afterwards.</summary>
    public bool Resets { get; init; }
}
