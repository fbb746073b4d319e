using System.Collections.Generic;

namespace ThrottlingTools.Simulator.Http;

/// <summary>
/// Clients for whom there is no room: each is told so at once, and then has a moment to take it. Bounded: when too many
/// have come, those who were told first are not waited for any longer. Safe for threads.
/// </summary>
internal sealed class RefusalQueue
{
    private const int MostWaiting = 2048;

    private readonly Queue<HttpConnection> _waiting = new();

    public void Add(HttpConnection connection)
    {
        _ = connection.RefuseAsync(503);
        lock (_waiting)
        {
            _waiting.Enqueue(connection);
            if (_waiting.Count > MostWaiting)
                _waiting.Dequeue().Dispose();
        }
    }

    /// <summary>Closes the connections of those who have had their moment.</summary>
    public void Sweep()
    {
        lock (_waiting)
            while (_waiting.Count > 0 && _waiting.Peek().IsOverdue)
                _waiting.Dequeue().Dispose();
    }

    /// <summary>Closes the connections of all.</summary>
    public void Clear()
    {
        lock (_waiting)
            while (_waiting.Count > 0)
                _waiting.Dequeue().Dispose();
    }
}
