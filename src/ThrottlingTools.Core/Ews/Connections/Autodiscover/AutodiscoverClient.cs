using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace ThrottlingTools.Ews;

/// <summary>
/// Finds EWS of a mailbox by Autodiscover. It asks <c>https://domain/autodiscover/</c>, then
/// <c>https://autodiscover.domain/autodiscover/</c>, each by SOAP and then by plain XML, and at last whether
/// <c>http://autodiscover.domain</c> redirects to an https address. Neither SRV records nor Active Directory are looked
/// up. Credentials go to these hosts only, over https or to this machine, and elsewhere only with
/// <see cref="AllowRedirection"/>.
/// </summary>
public sealed class AutodiscoverClient
{
    private const int MaxRedirections = 10;
    private const string SoapPath = "/autodiscover/autodiscover.svc";
    private const string PlainPath = "/autodiscover/autodiscover.xml";

    private readonly AutodiscoverSend _send;
    private readonly Action<string>? _observer;

    /// <summary>Makes a client; nothing is sent yet.</summary>
    /// <param name="reach">How an address is reached: with which credential, proxy and time limit.</param>
    /// <param name="observer">Hears of each step, in a line for people.</param>
    public AutodiscoverClient(Func<Uri, EwsConnectionOptions> reach, Action<string>? observer = null)
        : this(AutodiscoverHttp.Create(reach), observer)
    {
    }

    internal AutodiscoverClient(AutodiscoverSend send, Action<string>? observer)
    {
        _send = send;
        _observer = observer;
    }

    /// <summary>
    /// The only address to ask: a service (<c>.svc</c> for SOAP, <c>.xml</c> for plain XML), or a server, which is
    /// asked by both at the usual paths. <c>null</c> to ask where the mailbox's domain says.
    /// </summary>
    public Uri? Address { get; init; }

    /// <summary>Whether hosts that others redirect to are trusted with the credential.</summary>
    public bool AllowRedirection { get; init; }

    /// <summary>Asks until an answer tells where EWS is.</summary>
    /// <param name="mailbox">The SMTP address.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="ThrottlingToolsException">
    /// <c>InvalidMailbox</c>, <c>AutodiscoverRedirected</c>, <c>AutodiscoverNoMailbox</c>, <c>AutodiscoverLoop</c>,
    /// <c>AutodiscoverRefused</c> or <c>AutodiscoverFailed</c>.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public async Task<AutodiscoverResult> FindAsync(string mailbox, CancellationToken cancellationToken)
    {
        Search search = new(this, mailbox);
        while (search.Next() is { } uri)
        {
            AutodiscoverAnswer answer = await AskAsync(uri, search.Mailbox, cancellationToken);
            // The query of a redirection may hold a token.
            string value = answer.Value.Split('?')[0];
            _observer?.Invoke($"Autodiscover: {uri.GetLeftPart(UriPartial.Path)}: {answer.Outcome}: {value}");
            if (answer.Outcome == AutodiscoverOutcome.Found
                && Uri.TryCreate(answer.Value, UriKind.Absolute, out Uri? found))
                return new AutodiscoverResult(found, search.Mailbox, uri);
            search.Take(uri, answer);
        }
        throw search.Failure();
    }

    private async Task<AutodiscoverAnswer> AskAsync(Uri uri, string mailbox, CancellationToken cancellationToken)
    {
        try
        {
            byte[]? question = IsPrivate(uri) ? AutodiscoverProtocol.Ask(uri, mailbox) : null;
            return AutodiscoverReader.Read(await _send(uri, question, cancellationToken));
        }
        catch (ThrottlingToolsException exception)
            when (exception.Kind is ErrorKind.ConnectionError or ErrorKind.OperationTimeout)
        {
            return new AutodiscoverAnswer(AutodiscoverOutcome.Failed, exception.Message);
        }
    }

    private static bool IsPrivate(Uri uri) => uri.Scheme == Uri.UriSchemeHttps || uri.IsLoopback;

    /// <summary>
    /// The state of one search: what is still to be asked, and whom the mailbox's domain vouches for.
    /// </summary>
    private sealed class Search
    {
        private readonly AutodiscoverClient _client;
        private readonly HashSet<string> _trusted = new(StringComparer.OrdinalIgnoreCase);
        private readonly HashSet<string> _untrusted = new(StringComparer.OrdinalIgnoreCase);
        private readonly HashSet<string> _refused = new(StringComparer.OrdinalIgnoreCase);
        private readonly List<string> _attempts = [];
        private LinkedList<Uri> _pending;
        private int _redirections;

        internal Search(AutodiscoverClient client, string mailbox)
        {
            _client = client;
            Mailbox = mailbox;
            _pending = new LinkedList<Uri>(Candidates(mailbox));
            _trusted.UnionWith(_pending.Select(uri => uri.Host));
        }

        internal string Mailbox { get; private set; }

        // Asking a server again that refused the caller would count towards locking the account.
        internal Uri? Next()
        {
            while (_pending.First is { } first)
            {
                _pending.RemoveFirst();
                if (!_refused.Contains(first.Value.Host) || !IsPrivate(first.Value))
                    return first.Value;
            }
            return null;
        }

        internal void Take(Uri uri, AutodiscoverAnswer answer)
        {
            switch (answer.Outcome)
            {
                case AutodiscoverOutcome.RedirectUri: Follow(uri, answer.Value); break;
                case AutodiscoverOutcome.RedirectMailbox: Restart(answer.Value); break;
                case AutodiscoverOutcome.NoMailbox:
                    throw Errors.AutodiscoverNoMailbox(Mailbox, uri, answer.Value);
                case AutodiscoverOutcome.Refused when IsPrivate(uri): Refuse(uri, answer.Value); break;
                default: Fail(uri, answer.Value); break;
            }
        }

        internal ThrottlingToolsException Failure() =>
            _untrusted.Count > 0
                ? Errors.AutodiscoverRedirected(Mailbox, string.Join(", ", _untrusted))
                : Errors.AutodiscoverFailed(Mailbox, _refused.Count > 0, _attempts);

        private void Follow(Uri from, string location)
        {
            CountRedirection();
            if (!Uri.TryCreate(from, location, out Uri? to) || !IsPrivate(to) || to.UserInfo.Length > 0)
                Fail(from, "it redirects to an address without encryption");
            else if (IsTrusted(to.Host))
                _pending.AddFirst(to);
            else
                _untrusted.Add(to.Host);
        }

        private void Restart(string mailbox)
        {
            CountRedirection();
            Uri[] candidates = Candidates(mailbox);
            if (candidates.FirstOrDefault(candidate => !IsTrusted(candidate.Host)) is { } other)
                throw Errors.AutodiscoverRedirected(Mailbox, other.Host);
            Mailbox = mailbox;
            _pending = new LinkedList<Uri>(candidates);
        }

        private bool IsTrusted(string host) => _client.AllowRedirection || _trusted.Contains(host);

        private void CountRedirection()
        {
            if (++_redirections > MaxRedirections)
                throw Errors.AutodiscoverLoop(Mailbox, MaxRedirections);
        }

        private void Refuse(Uri uri, string reason)
        {
            _refused.Add(uri.Host);
            Fail(uri, reason);
        }

        private void Fail(Uri uri, string reason)
        {
            string place = $"{uri.GetLeftPart(UriPartial.Path)}: ";
            string told = reason.StartsWith(place, StringComparison.Ordinal) ? reason : place + reason;
            _attempts.Add(told.TrimEnd('.') + ".");
        }

        private Uri[] Candidates(string mailbox)
        {
            string domain = mailbox.Substring(mailbox.LastIndexOf('@') + 1);
            if (!ConnectingId.IsAddress(mailbox) || Uri.CheckHostName(domain) != UriHostNameType.Dns)
                throw Errors.InvalidMailbox(mailbox);
            if (_client.Address is { } address)
                return IsSpecific(address) ? [address] : Both(address);
            return
            [
                .. Both(new Uri($"https://{domain}")),
                .. Both(new Uri($"https://autodiscover.{domain}")),
                new Uri($"http://autodiscover.{domain}{PlainPath}"),
            ];
        }

        private static bool IsSpecific(Uri address)
        {
            if (!address.IsAbsoluteUri || address.Scheme is not ("https" or "http") || address.UserInfo.Length > 0)
                throw Errors.InvalidEwsUri();
            return IsPrivate(address) ? address.AbsolutePath.Length > 1 : throw Errors.UnencryptedEwsUri(address);
        }

        private static Uri[] Both(Uri server) => [new(server, SoapPath), new(server, PlainPath)];
    }
}
