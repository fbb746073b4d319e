using System;
using ThrottlingTools.Timing;

namespace ThrottlingTools.Ews;

/// <summary>An EWS endpoint with its caller, ready for use. Holds its HTTP connections until it is disposed.</summary>
public sealed class EwsConnection : IDisposable
{
    private readonly HttpTransport _transport;

    /// <summary>Makes a connection; nothing is sent yet.</summary>
    /// <param name="options">Where the endpoint is and how to reach it.</param>
    /// <param name="clock">What measures and waits; <c>null</c> for real time.</param>
    /// <exception cref="ThrottlingToolsException">The options do not fit together.</exception>
    public EwsConnection(EwsConnectionOptions options, IClock? clock = null)
    {
        Options = options;
        Clock = clock ?? new SystemClock();
        _transport = new HttpTransport(options);
        Client = new EwsClient(_transport, Clock)
        {
            RequestServerVersion = options.RequestServerVersion,
            ImpersonatedMailbox = options.ImpersonatedMailbox,
        };
    }

    /// <summary>Where the endpoint is and how it is reached.</summary>
    public EwsConnectionOptions Options { get; }

    /// <summary>The endpoint.</summary>
    public Uri Uri => Options.Uri;

    /// <summary>What measures and waits.</summary>
    public IClock Clock { get; }

    /// <summary>The calls.</summary>
    public EwsClient Client { get; }

    /// <inheritdoc/>
    public void Dispose() => _transport.Dispose();

    /// <summary>The endpoint and the user name; never the password.</summary>
    public override string ToString() => Options.ToString();
}
