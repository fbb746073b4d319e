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
    private CancellationToken _cancelled;

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
            value => cmdlet.WriteObject(value, enumerateCollection: false), () => cmdlet.Stopping));
        return delivery.Handed;
    }

    public void Verbose(string message) => Post(() => cmdlet.WriteVerbose(message));

    public void Warning(string message) => Post(() => cmdlet.WriteWarning(message));

    public void Progress(ProgressRecord record) => Post(() => cmdlet.WriteProgress(record));

    public void Error(ThrottlingToolsException error) => Post(() => cmdlet.Write(error));

    public void Dispose()
    {
        _posts.Dispose();
        _lists.Dispose();
    }

    /// <summary>Has the pipeline thread do something for work that waits for its result.</summary>
    /// <exception cref="ThrottlingToolsException">What the call throws. Any other exception ends the cmdlet.</exception>
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
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _cancelled = cancel.Token;
        Task running = Task.Run(() => Work(work), CancellationToken.None);
        try
        {
            foreach (Action post in _posts.GetConsumingEnumerable(stop))
                post();
        }
        catch
        {
            cancel.Cancel();
            Abandon(running);
            throw;
        }
        running.GetAwaiter().GetResult();
    }

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
