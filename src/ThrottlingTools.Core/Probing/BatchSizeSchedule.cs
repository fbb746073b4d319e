using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace ThrottlingTools.Probing;

/// <summary>
/// Decides what a probe measures next. In the first block sizes go up, so that none is sent before it is known about
/// how long it takes; then come blocks of all sizes in drawn order, then blocks around the knee.
/// </summary>
internal sealed class BatchSizeSchedule
{
    private const double Noticeable = 1.1;

    private readonly BatchSizeProbeOptions _options;
    private readonly BatchSizeDesign _design;
    private readonly Queue<int> _pending;
    private readonly List<BatchSizeSample> _samples = [];
    private readonly TimeSpan _longest;
    private readonly string _whyLongest;
    private readonly int[] _grid;
    private BatchSizeAnalysis? _analysis;
    private bool _isAnalysed;
    private int _firstBlock;
    private bool _lookedCertain;
    private bool _isOutByPrediction;

    public BatchSizeSchedule(BatchSizeProbeOptions options, int items, TimeSpan? largestRequest)
    {
        _options = options;
        _design = new BatchSizeDesign(options.Seed);
        IEnumerable<int> sizes = options.BatchSizes.Count > 0
            ? options.BatchSizes.Where(size => size <= items)
            : BatchSizeDesign.Grid(Math.Min(options.Minimum, items), Math.Min(options.Maximum, items));
        _grid = sizes.Distinct().OrderBy(size => size).ToArray();
        _pending = new Queue<int>(_grid);
        bool isBudget = largestRequest < options.MaxBatchTime;
        _longest = isBudget ? largestRequest!.Value : options.MaxBatchTime;
        _whyLongest = isBudget ? "what the profile gives at a time" : "half of what a batch is given";
    }

    /// <summary>The block that is being measured, from 0.</summary>
    public int Block { get; private set; }

    /// <summary>Everything that was measured.</summary>
    public IReadOnlyList<BatchSizeSample> Samples => _samples;

    /// <summary>The smallest size that is out; <c>null</c> for none.</summary>
    public int? TooLarge { get; private set; }

    /// <summary>Why that is so.</summary>
    public string WhyTooLarge { get; private set; } = "";

    /// <summary>Whether more measuring would hardly change the recommendation.</summary>
    public bool IsCertain { get; private set; }

    /// <summary>Sizes that are planned next.</summary>
    public IReadOnlyCollection<int> Pending => _pending;

    /// <summary>What all usable samples tell; <c>null</c> while there are too few.</summary>
    public BatchSizeAnalysis? Analysis
    {
        get
        {
            if (!_isAnalysed)
                _analysis = Analyse();
            _isAnalysed = true;
            return _analysis;
        }
    }

    /// <summary>The most batches that the plan takes if none fails.</summary>
    public long PlannedMost =>
        _options.BatchSizes.Count > 0 ? _grid.Length * (long)_options.Repeat : int.MaxValue;

    /// <summary>The next size; <c>null</c> once the plan is done.</summary>
    public int? Next()
    {
        while (true)
        {
            if (_pending.Count == 0 && !Refill())
                return null;
            int size = _pending.Peek();
            if (Predict(size) is not { } time || time <= _longest)
                return size;
            Exclude(size, time);
        }
    }

    /// <summary>What a batch takes, by what was measured: in proportion to the largest up to it.</summary>
    public TimeSpan? Predict(int size)
    {
        BatchSizeSample[] used = Used().Where(sample => sample.BatchSize <= size).ToArray();
        if (used.Length == 0)
            return null;
        int nearest = used.Max(sample => sample.BatchSize);
        double mean = used.Where(sample => sample.BatchSize == nearest).Average(sample => sample.Seconds);
        double seconds = nearest == size ? mean : mean * size / nearest;
        return TimeSpan.FromTicks((long)Math.Min(seconds * TimeSpan.TicksPerSecond, TimeSpan.MaxValue.Ticks / 4.0));
    }

    /// <summary>What the rest of the block takes, as far as it is known.</summary>
    public TimeSpan PredictBlock() =>
        TimeSpan.FromTicks(_pending.Sum(size => Predict(size) is { } time ? time.Ticks : 0));

    /// <summary>Takes a sample, of the size that is next unless it is measured again.</summary>
    public void Add(BatchSizeSample sample, bool isDone)
    {
        _samples.Add(sample);
        _isAnalysed = false;
        if (isDone && _pending.Count > 0 && _pending.Peek() == sample.BatchSize)
            _pending.Dequeue();
    }

    /// <summary>What is too large once stays too large; asking again would only load the server.</summary>
    public void GiveUp(int size, string why)
    {
        if (size >= TooLarge)
            return;
        TooLarge = size;
        WhyTooLarge = why;
        _isOutByPrediction = false;
        _isAnalysed = false;
        int[] rest = _pending.Where(pending => pending < size).ToArray();
        _pending.Clear();
        Enqueue(rest);
    }

    /// <summary>Leaves samples out that the budget of others slowed down, and begins again.</summary>
    public void Restart(Func<BatchSizeSample, bool> isCarriedOver, string why)
    {
        foreach (BatchSizeSample sample in Used().Where(isCarriedOver).ToArray())
            sample.LeftOutBecause = why;
        _isAnalysed = false;
        _pending.Clear();
        Enqueue(Allowed());
        Block++;
        _firstBlock = Block;
    }

    private IEnumerable<BatchSizeSample> Used() =>
        _samples.Where(sample => sample.IsUsed && sample.Error is null && sample.Elapsed > TimeSpan.Zero);

    private IEnumerable<int> Allowed() => _grid.Where(size => !(size >= TooLarge));

    private void Enqueue(IEnumerable<int> sizes)
    {
        foreach (int size in sizes)
            _pending.Enqueue(size);
    }

    private int[] Measured() => Used()
        .Select(sample => sample.BatchSize).Distinct()
        .Where(size => !(size >= TooLarge)).OrderBy(size => size).ToArray();

    private BatchSizeAnalysis? Analyse()
    {
        int[] sizes = Measured();
        if (sizes.Length == 0)
            return null;
        (int, double)[] samples = Used().Where(sample => !(sample.BatchSize >= TooLarge))
            .Select(sample => (sample.BatchSize, sample.Seconds)).ToArray();
        return BatchSizeAnalysis.Of(samples, sizes[0], sizes[sizes.Length - 1], _options.Confidence);
    }

    private bool Refill()
    {
        int[] measured = Measured();
        if (measured.Length == 0)
            return false;
        IReadOnlyList<int> next =
            Block - _firstBlock + 1 < _options.Repeat ? _design.Shuffle(Allowed())
            : _options.BatchSizes.Count > 0 ? []
            : Narrow(measured);
        if (next.Count == 0)
            return false;
        Block++;
        Enqueue(next.Concat(Larger()));
        return true;
    }

    private IReadOnlyList<int> Narrow(int[] measured)
    {
        if (Analysis is not { } analysis)
            return [];
        bool looksCertain = BatchSizeDesign.IsCertain(analysis, measured)
            && Used().Count(sample => analysis.IsGood(sample.BatchSize)) >= _options.Repeat;
        IsCertain = looksCertain && _lookedCertain;
        _lookedCertain = looksCertain;
        return IsCertain ? [] : _design.Refine(analysis, measured);
    }

    private void Exclude(int size, TimeSpan time)
    {
        GiveUp(size, string.Format(CultureInfo.InvariantCulture,
            "About {0:0.#} s, over {1:0.#} s: {2}.",
            time.TotalSeconds, _longest.TotalSeconds, _whyLongest));
        _isOutByPrediction = TooLarge == size;
        if (Block == _firstBlock)
            Enqueue(Larger());
    }

    /// <summary>
    /// Where sizes are out because of what they would take: the largest that stays within the limit, by what is known
    /// now, if it is above the largest so far.
    /// </summary>
    private IEnumerable<int> Larger()
    {
        int largest = Measured().LastOrDefault();
        if (!_isOutByPrediction || _options.BatchSizes.Count > 0 || Predict(largest) is not { Ticks: > 0 } time)
            return [];
        int fits = (int)Math.Min(largest * (_longest.Ticks / (double)time.Ticks), _grid[_grid.Length - 1]);
        if (fits <= largest * Noticeable)
            return [];
        TooLarge = fits < _grid[_grid.Length - 1] ? fits + 1 : null;
        return [fits];
    }
}
