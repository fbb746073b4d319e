using System;
using System.Threading;
using System.Threading.Tasks;

namespace ThrottlingTools.Ews;

/// <summary>
/// Keeps a wrong password from being tried often enough to lock the account: until the server has taken it requests go
/// one at a time, and once it was refused none goes any more. Safe to use from several threads.
/// </summary>
#pragma warning disable CA1001 // A semaphore holds nothing to free unless it is asked for its wait handle.
internal sealed class SignInGate
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _alone = new(1);
    private readonly EwsConnectionOptions _options;
    private readonly bool _hasPassword;
    private volatile bool _isOpen;
    private volatile bool _isRefused;

    internal SignInGate(EwsConnectionOptions options)
    {
        _options = options;
        _hasPassword =
            options.Credential is not null && options.AccessToken is null && !options.HasAuthorizationHeader;
        _isOpen = !_hasPassword;
    }

    /// <summary>Waits until the request may go.</summary>
    /// <exception cref="ThrottlingToolsException"><c>SignInRefused</c>: the password was refused before.</exception>
    internal async Task<Pass> EnterAsync(CancellationToken cancellationToken)
    {
        if (_isOpen)
            return new Pass(this, isAlone: false);
        await _alone.WaitAsync(cancellationToken);
        Pass pass = new(this, isAlone: true);
        if (!_isRefused)
            return pass;
        pass.Dispose();
        throw Errors.SignInRefused(_options.Uri, _options.UserName);
    }

    private void Take(int status, bool isAlone)
    {
        // What stands before the server answers these, whoever calls.
        if (!_hasPassword || status is 407 or 502 or 503 or 504)
            return;
        _isOpen = status != 401;
        // Of several that were on their way together each may be refused; the next one, alone, tells.
        _isRefused = !_isOpen && (_isRefused || isAlone);
    }

    /// <summary>The leave to send one request; others may wait for its end.</summary>
    internal sealed class Pass(SignInGate gate, bool isAlone) : IDisposable
    {
        /// <summary>Takes note of the answer.</summary>
        internal void Take(int status) => gate.Take(status, isAlone);

        public void Dispose()
        {
            if (isAlone)
                gate._alone.Release();
        }
    }
}
