using System.Collections.Generic;
using System.Threading.Tasks;

namespace ThrottlingTools.Ews;

/// <summary>The items of a batch run, which come while it runs. Safe for one who adds and one who takes.</summary>
public sealed class BatchInput
{
    private readonly object _gate = new();
    private readonly Queue<BatchItem> _items = new();
    private readonly int _capacity;
    private TaskCompletionSource<bool> _changed = NewSource();
    private TaskCompletionSource<bool> _taken = NewSource();
    private bool _isComplete;

    /// <summary>Makes an input.</summary>
    /// <param name="capacity">How many items may wait to be taken, from 1 up.</param>
    public BatchInput(int capacity = 1000) => _capacity = capacity;

    /// <summary>Makes an input that holds all its items.</summary>
    /// <param name="items">The items.</param>
    public static BatchInput Of(IEnumerable<BatchItem> items)
    {
        BatchInput input = new(int.MaxValue);
        foreach (BatchItem item in items)
            input.TryAdd(item);
        input.Complete();
        return input;
    }

    /// <summary>Is done when there may be room again.</summary>
    public Task Taken
    {
        get
        {
            lock (_gate)
                return _taken.Task;
        }
    }

    /// <summary>Adds an item.</summary>
    /// <param name="item">The item.</param>
    /// <returns>Whether there was room.</returns>
    public bool TryAdd(BatchItem item)
    {
        lock (_gate)
        {
            if (_items.Count >= _capacity)
            {
                if (_taken.Task.IsCompleted)
                    _taken = NewSource();
                return false;
            }
            _items.Enqueue(item);
            _changed.TrySetResult(true);
            return true;
        }
    }

    /// <summary>Tells that no more items come.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _isComplete = true;
            _changed.TrySetResult(true);
        }
    }

    /// <summary>
    /// Is done when there is something to take, or nothing any more; null when all items were taken and no more come.
    /// </summary>
    internal Task? More
    {
        get
        {
            lock (_gate)
                return _isComplete && _items.Count == 0 ? null : _changed.Task;
        }
    }

    internal List<BatchItem> Take(int most)
    {
        List<BatchItem> taken = [];
        lock (_gate)
        {
            while (taken.Count < most && _items.Count > 0)
                taken.Add(_items.Dequeue());
            if (taken.Count > 0)
                _taken.TrySetResult(true);
            if (_items.Count == 0 && !_isComplete && _changed.Task.IsCompleted)
                _changed = NewSource();
        }
        return taken;
    }

    // Whoever waits goes on elsewhere than on the thread that adds.
    private static TaskCompletionSource<bool> NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
