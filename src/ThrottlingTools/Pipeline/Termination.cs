using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
#if NET
using System.Runtime.InteropServices;
#endif

namespace ThrottlingTools.Pipeline;

/// <summary>
/// Ends what is under way as Ctrl+C does when the system asks the process to end (SIGTERM), or the terminal is closed
/// (SIGHUP). The process ends once all of it has.
/// </summary>
internal sealed class Termination : IDisposable
{
#if NET
    /// <summary>So long the end of the process is held up; systems kill after some ten seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly Dictionary<Termination, Action> UnderWay = [];
    private static PosixSignalRegistration[]? _signals;

    private readonly TaskCompletionSource<bool> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Termination()
    {
    }

    /// <summary>Stops something when the process is to end.</summary>
    /// <param name="stop">Stops it; called on any thread.</param>
    /// <returns>To be disposed when it has ended.</returns>
    public static Termination Stops(Action stop)
    {
        Termination one = new();
        lock (UnderWay)
        {
            UnderWay.Add(one, stop);
            _signals ??= [.. new[] { PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(
                signal => PosixSignalRegistration.Create(signal, _ => StopAll()))];
        }
        return one;
    }

    /// <summary>It has ended.</summary>
    public void Dispose()
    {
        lock (UnderWay)
        {
            UnderWay.Remove(this);
            if (UnderWay.Count == 0)
            {
                foreach (PosixSignalRegistration signal in _signals ?? [])
                    signal.Dispose();
                _signals = null;
            }
        }
        _ended.TrySetResult(true);
    }

    // When this returns, the system's own way with the signal goes on.
    private static void StopAll()
    {
        KeyValuePair<Termination, Action>[] all;
        lock (UnderWay)
            all = [.. UnderWay];
        foreach (KeyValuePair<Termination, Action> one in all)
            one.Value();
        Task.WaitAll([.. all.Select(one => one.Key._ended.Task)], Patience);
    }
#else
    /// <summary>Windows PowerShell knows no such signals.</summary>
    public static Termination Stops(Action stop) => new();

    /// <summary>It has ended.</summary>
    public void Dispose()
    {
    }
#endif
}
