using System;
using ThrottlingTools.Timing;

namespace ThrottlingTools.Ews;

/// <summary>
/// An EWS endpoint with its caller, ready for use by several commands and threads. It costs nothing while it is not
/// used, for idle HTTP connections close by themselves; disposing it closes them at once. Shows no secret.
/// </summary>
public sealed class EwsConnection : IDisposable
{
    private readonly HttpTransport _transport;
    private readonly bool _isOwner;

    /// <summary>Makes a connection; nothing is sent yet.</summary>
    /// <param name="options">Where the endpoint is and how to reach it.</param>
    /// <param name="clock">What measures and waits; <c>null</c> for real time.</param>
    /// <exception cref="ThrottlingToolsException">The options do not fit together.</exception>
    public EwsConnection(EwsConnectionOptions options, IClock? clock = null)
        : this(options, clock ?? new SystemClock(), null)
    {
    }

    private EwsConnection(EwsConnectionOptions options, IClock clock, HttpTransport? shared)
    {
        Options = options;
        Clock = clock;
        _isOwner = shared is null;
        _transport = shared ?? new HttpTransport(options, clock);
        Client = new EwsClient(_transport, Clock)
        {
            RequestServerVersion = options.RequestServerVersion,
            ImpersonatedMailbox = options.ImpersonatedMailbox,
            AnchorMailbox = options.Mailbox,
            Caller = options.UserName,
        };
    }

    /// <summary>The endpoint.</summary>
    public Uri Uri => Options.Uri;

    /// <summary>Who is calling; empty where only a token tells, and none was got yet.</summary>
    public string UserName => Options.UserName;

    /// <summary>How the caller signs in.</summary>
    public EwsAuthentication Authentication => Options.Authentication;

    /// <summary>The SMTP address by which requests are routed that name no mailbox of their own.</summary>
    public string? Mailbox => Options.Mailbox;

    /// <summary>The mailbox that is acted as; <c>null</c> for the caller's.</summary>
    public string? ImpersonatedMailbox => Options.ImpersonatedMailbox;

    /// <summary>What requests say they are written for.</summary>
    public ExchangeVersion RequestServerVersion => Options.RequestServerVersion;

    /// <summary>How long one request may take.</summary>
    public TimeSpan Timeout => Options.Timeout;

    /// <summary>What the client calls itself.</summary>
    public string UserAgent => Options.UserAgent;

    /// <summary>Whether any certificate of the server is taken.</summary>
    public bool SkipCertificateCheck => Options.SkipCertificateCheck;

    /// <summary>Whether the connection was disposed.</summary>
    public bool IsClosed => _transport.IsClosed;

    /// <summary>What measures and waits.</summary>
    public IClock Clock { get; }

    /// <summary>The calls.</summary>
    public EwsClient Client { get; }

    /// <summary>They may hold secrets, and are shown to nobody.</summary>
    internal EwsConnectionOptions Options { get; }

    /// <summary>
    /// The same connection with another mailbox or version; disposing what is returned leaves this one open.
    /// </summary>
    /// <param name="change">The mailbox, the impersonation or the version; nothing else takes effect.</param>
    internal EwsConnection Share(Func<EwsConnectionOptions, EwsConnectionOptions> change)
    {
        EwsConnectionOptions options = change(Options);
        options.Validate();
        return new EwsConnection(options, Clock, _transport);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isOwner)
            _transport.Dispose();
    }

    /// <summary>The endpoint and the user name; never the password.</summary>
    public override string ToString() => Options.ToString();
}
