using System;

namespace ThrottlingTools.Ews;

/// <summary>
/// How many of something may be at a time, found by trying. It grows quickly to just below where it was refused, and
/// beyond only after many successes, of which it wants more each time.
/// </summary>
internal sealed class Allowance
{
    private const int FirstPatience = 64;
    private const int LongestPatience = 4096;

    private readonly int _most;
    private int _refusedAt = int.MaxValue;
    private int _patience = FirstPatience / 2;
    private int _successes;

    /// <param name="value">With how many it begins.</param>
    /// <param name="most">How many there may be at most.</param>
    public Allowance(int value, int most)
    {
        Value = value;
        _most = most;
    }

    public int Value { get; private set; }

    /// <summary>Goes back, for something else than this number.</summary>
    public void Lower(int value)
    {
        Value = Math.Min(Value, value);
        _successes = 0;
    }

    /// <summary>So many were too many.</summary>
    public void Refuse(int at, int value)
    {
        _refusedAt = Math.Max(at, 2);
        _patience = Math.Min(LongestPatience, _patience * 2);
        Lower(value);
    }

    /// <summary>A call went well; after enough of them, more is allowed.</summary>
    public void Succeed(int enough, int step)
    {
        _successes++;
        int quick = Math.Min(Value + step, _refusedAt - 1);
        if (_successes < (quick > Value ? enough : _patience) || Value >= _most)
            return;
        _successes = 0;
        Value = Math.Min(_most, quick > Value ? quick : Value + step);
    }
}
