using System;
using System.IO;
using System.Net.Http;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace ThrottlingTools.Ews;

/// <summary>The time that one request may take, and the translation of what goes wrong within it.</summary>
internal sealed class HttpDeadline : IDisposable
{
    private readonly EwsConnectionOptions _options;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _source;

    internal HttpDeadline(EwsConnectionOptions options, CancellationToken caller)
    {
        _options = options;
        _caller = caller;
        _source = CancellationTokenSource.CreateLinkedTokenSource(caller);
        _source.CancelAfter(options.Timeout);
    }

    /// <summary>
    /// Runs one step, so that the caller's own cancellation, the end of the time and a broken connection differ.
    /// </summary>
    internal async Task<T> Guard<T>(Func<CancellationToken, Task<T>> step)
    {
        try
        {
            return await step(_source.Token);
        }
        catch (Exception exception) when (_caller.IsCancellationRequested && IsTransportFault(exception))
        {
            throw new OperationCanceledException(_caller);
        }
        catch (Exception exception) when (_source.IsCancellationRequested && IsTransportFault(exception))
        {
            throw Errors.EwsTimedOut(_options.Uri, _options.Timeout, exception);
        }
#if NET8_0_OR_GREATER
        catch (HttpRequestException exception) when ((int?)exception.StatusCode == 407)
        {
            throw Errors.ProxyRefused(_options.Uri, exception);
        }
#endif
        catch (Exception exception) when (exception is not OperationCanceledException && IsTransportFault(exception))
        {
            throw Errors.EwsUnreachable(_options.Uri, exception);
        }
        // A machine without libgssapi, such as a small container, fails so where the own account is to sign in.
        catch (TypeInitializationException exception)
            when (exception.TypeName is "NetSecurityNative" or "GssInitializer")
        {
            throw Errors.SignInUnavailable(_options.Uri, exception);
        }
    }

    public void Dispose() => _source.Dispose();

    /// <summary>Whether a failure says that there was no connection over which anything could have been sent.</summary>
    internal static bool WasNeverConnected(Exception? cause)
    {
#if NET8_0_OR_GREATER
        if (cause is HttpRequestException
            {
                HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                    or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError
            })
            return true;
#endif
        while (cause?.InnerException is { } inner)
            cause = inner;
        return cause is SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostNotFound };
    }

    // A cancelled read surfaces as any of these, by platform.
    private static bool IsTransportFault(Exception exception) =>
        exception is OperationCanceledException or HttpRequestException or IOException or ObjectDisposedException;
}
