using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace ThrottlingTools.Pipeline;

/// <summary>
/// A list on its way to the next command, which tells how much of it arrived, whatever comes between.
/// </summary>
internal sealed class Delivery
{
    private const int Begun = 1;

    private readonly object[] _values;
    private readonly CancellationToken _stop;
    private readonly CancellationTokenRegistration _registration;
    private readonly TaskCompletionSource<int> _handed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state;

    public Delivery(IReadOnlyList<object> values, CancellationToken stop)
    {
        _values = values as object[] ?? [.. values];
        _stop = stop;
        _registration = stop.Register(() => Finish(0, ifNotBegun: true));
    }

    /// <summary>How many were handed on.</summary>
    public Task<int> Handed => _handed.Task;

    /// <summary>Writes them, on the pipeline thread.</summary>
    /// <param name="write">Writes one.</param>
    /// <param name="isStopping">Whether the whole pipeline is being stopped.</param>
    public void Write(Action<object> write, Func<bool> isStopping)
    {
        int count = 0;
        if (Interlocked.Exchange(ref _state, Begun) == Begun)
            return;
        try
        {
            for (; count < _values.Length; count++)
            {
                _stop.ThrowIfCancellationRequested();
                write(_values[count]);
            }
        }
        catch (PipelineStoppedException) when (!isStopping())
        {
            count++; // A command that has enough, such as Select-Object -First, has taken the last one.
            throw;
        }
        finally
        {
            Finish(count, ifNotBegun: false);
        }
    }

    private void Finish(int count, bool ifNotBegun)
    {
        if (ifNotBegun && Interlocked.Exchange(ref _state, Begun) == Begun)
            return;
        _handed.TrySetResult(count);
        if (!ifNotBegun)
            _registration.Dispose();
    }
}
