using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace ThrottlingTools.Pipeline;

/// <summary>Carries what work on other threads posts to the pipeline thread, the only one that may write.</summary>
internal sealed class PipelinePump(EwsCmdlet cmdlet) : IPipelineSink, IDisposable
{
    /// <summary>So far the work may be ahead of the pipeline, in posts.</summary>
    private const int Capacity = 64;

    /// <summary>So far the work may be ahead of the pipeline, in lists, which may hold a thousand objects.</summary>
    private const int ListCapacity = 2;

    /// <summary>So long stopped work may take to end before it is left alone.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(800);

    private static readonly AsyncLocal<PipelinePump?> Flowing = new();

    private readonly BlockingCollection<Action> _posts = new(Capacity);
    private readonly SemaphoreSlim _lists = new(ListCapacity);
    private CancellationTokenSource? _cancel;
    private CancellationToken _cancelled;
    private CancellationToken _stop;
    private Task? _running;
    private Termination? _termination;

    /// <summary>That of the work in which this is asked; <c>null</c> elsewhere.</summary>
    public static PipelinePump? Current => Flowing.Value;

    public void Write(object value) => Post(() => cmdlet.WriteObject(value, enumerateCollection: false));

    public void WriteAll(IReadOnlyList<object> values)
    {
        _lists.Wait(_cancelled);
        Post(() => WriteEach(values));
    }

    public Task<int> HandOnAsync(IReadOnlyList<object> values)
    {
        Delivery delivery = new(values, _cancelled);
        Post(() => delivery.Write(
            value => cmdlet.WriteObject(value, enumerateCollection: false), () => cmdlet.Stopping || _stop.IsCancellationRequested));
        return delivery.Handed;
    }

    public void Verbose(string message) => Post(() => cmdlet.WriteVerbose(message));

    public void Tell(string message) => Post(() => cmdlet.Tell(message));

    public void Warning(string message) => Post(() => cmdlet.WriteWarning(message));

    public void Progress(ProgressRecord record) => Post(() => cmdlet.WriteProgress(record));

    public void Error(ThrottlingToolsException error) => Post(() => cmdlet.Write(error));

    public void Dispose()
    {
        _termination?.Dispose();
        _posts.Dispose();
        _lists.Dispose();
        _cancel?.Dispose();
    }

    /// <summary>Has the pipeline thread do something for work that waits for its result.</summary>
    /// <exception cref="ThrottlingToolsException">What the call throws. Any other exception ends the
    /// cmdlet.</exception>
    public async Task<T> CallAsync<T>(Func<T> call)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() => Complete(done, call));
        using CancellationTokenRegistration stop = _cancelled.Register(() => done.TrySetCanceled());
        return await done.Task.ConfigureAwait(false);
    }

    /// <summary>Starts the work and drains what it posts until it is done or the pipeline stops.</summary>
    public void Run(Func<IPipelineSink, CancellationToken, Task> work, CancellationToken stop)
    {
        Start(work, stop);
        Finish();
    }

    /// <summary>Starts the work. It gets on as long as what it posts is drained.</summary>
    public void Start(Func<IPipelineSink, CancellationToken, Task> work, CancellationToken stop)
    {
        _stop = stop;
        _cancel = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _cancelled = _cancel.Token;
        _termination = Termination.Stops(cmdlet.Stop);
        _running = Task.Run(() => Work(work), CancellationToken.None);
    }

    /// <summary>Whether the work is done, or failed.</summary>
    public bool IsDone => _running is { IsCompleted: true };

    /// <summary>Drains what is there, and what comes until a condition is met or the work is done.</summary>
    public void DrainUntil(Task condition)
    {
        if (!condition.IsCompleted)
            condition.ContinueWith(
                _ => _posts.IsAddingCompleted || _posts.TryAdd(() => { }), CancellationToken.None,
                TaskContinuationOptions.None, TaskScheduler.Default);
        while (_posts.TryTake(out Action? post) || (!condition.IsCompleted && TryWait(out post)))
            post!();
    }

    /// <summary>Drains what the work posts until it is done or the pipeline stops.</summary>
    public void Finish()
    {
        try
        {
            foreach (Action post in _posts.GetConsumingEnumerable(_stop))
                post();
        }
        catch
        {
            Cancel();
            throw;
        }
        _running!.GetAwaiter().GetResult();
    }

    /// <summary>Ends the work, if it is still under way.</summary>
    public void Cancel()
    {
        if (_running is not { IsCompleted: false } running)
            return;
        _cancel!.Cancel();
        Abandon(running);
    }

    private bool TryWait(out Action? post) => _posts.TryTake(out post, Timeout.Infinite, _stop);

    private void WriteEach(IReadOnlyList<object> values)
    {
        foreach (object value in values)
        {
            _cancelled.ThrowIfCancellationRequested();
            cmdlet.WriteObject(value, enumerateCollection: false);
        }
        _lists.Release();
    }

    private async Task Work(Func<IPipelineSink, CancellationToken, Task> work)
    {
        Flowing.Value = this;
        try
        {
            await work(this, _cancelled).ConfigureAwait(false);
        }
        finally
        {
            _posts.CompleteAdding();
        }
    }

    private static void Complete<T>(TaskCompletionSource<T> done, Func<T> call)
    {
        try
        {
            done.TrySetResult(call());
        }
        catch (ThrottlingToolsException error)
        {
            done.TrySetException(error);
        }
    }

    /// <summary>Waits a moment for cancelled work. What it still throws no longer matters.</summary>
    private static void Abandon(Task running)
    {
        Task observed = running.ContinueWith(
            task => _ = task.Exception,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        observed.Wait(Grace);
    }

    private void Post(Action post)
    {
        _cancelled.ThrowIfCancellationRequested();
        _posts.Add(post, _cancelled);
    }
}
