using System.Threading;
using System.Threading.Tasks;

namespace ThrottlingTools.Ews;

/// <summary>The seam through which every EWS request leaves: HTTP, or a simulator in the same process.</summary>
public interface IEwsTransport
{
    /// <summary>Sends one request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the request early.</param>
    /// <returns>The response whatever its status; the caller disposes it, which also closes its body.</returns>
    /// <exception cref="ThrottlingToolsException">
    /// No response came: the connection failed, broke or timed out.
    /// </exception>
    Task<EwsHttpResponse> SendAsync(EwsHttpRequest request, CancellationToken cancellationToken);
}
