using System;
using System.Collections.Generic;
using System.Linq;

namespace ThrottlingTools.Ews;

/// <summary>
/// How long a call holds its items in the memory of the server, judged from outside. The server releases them when it
/// has sent its response (exchangedev-ewsfindcountlimit): calls that are sent far enough apart do not meet there,
/// although their answers are still on the way.
/// </summary>
/// <remarks>
/// How much of the time that is not its items' a call spends on the server is not seen. So the hold begins with all of
/// it, and is shortened step by step. The longest lateness of late is added: an answer is as late as both ways and the
/// server took together, so that no more is needed. After a sign that calls met, each holds its items until
/// its answer for a while, and the hold is never made as short again.
/// </remarks>
internal sealed class FindHold
{
    private const double Step = 1 / 2.0; // of the doubt, in as many calls as there are at a time, so that it shows
    private const double MostTrust = 7 / 8.0;
    private const double Slack = 1.25; // on the items' share
    private const int Lately = 64; // calls
    private const int FirstPause = 64; // calls
    private const int LongestPause = 4096;

    private readonly CallTimes _times;
    private double _trust; // the share of the rest that is taken for the network
    private double _mostTrust = MostTrust;
    private int _pause;
    private int _nextPause = FirstPause;
    private TimeSpan _excess;
    private TimeSpan _excessBefore;
    private int _calls;

    public FindHold(CallTimes times) => _times = times;

    /// <summary>Whether items are taken for released before the answer.</summary>
    public bool EndsEarly => _trust > 0;

    /// <summary>How long a call of so many items holds them.</summary>
    public TimeSpan Of(int items) => Latest(items) - TimeSpan.FromTicks((long)(_times.Rest.Ticks * _trust));

    /// <summary>
    /// How many items are held. While a call is overdue the server or the network is slower than it was, and all calls
    /// count.
    /// </summary>
    public int Held(IReadOnlyCollection<PaceTicket> calls, TimeSpan now)
    {
        bool isOnTime = EndsEarly && calls.All(call => now - call.StartedAt <= Latest(call.Items));
        return calls.Sum(call => isOnTime && now - call.StartedAt >= Of(call.Items) ? 0 : call.Items);
    }

    /// <summary>A call went as it should, one of so many at a time.</summary>
    public void Succeed(TimeSpan latency, int items, int calls)
    {
        if (!_times.IsKnown)
            return;
        if (++_calls % Lately == 0)
            (_excessBefore, _excess) = (_excess, TimeSpan.Zero);
        if (latency - _times.Of(items) is { } excess && excess > _excess)
            _excess = excess;
        if (_pause > 0)
            _pause--;
        else
            _trust = Math.Min(_mostTrust, _trust + Step * (1 - _trust) / calls);
    }

    /// <summary>The server had less room than it should have.</summary>
    public void Lose()
    {
        if (EndsEarly)
            _mostTrust = _trust / 2;
        _trust = 0;
        _pause = _nextPause;
        _nextPause = Math.Min(LongestPause, _nextPause * 2);
    }

    private TimeSpan Excess => _excess > _excessBefore ? _excess : _excessBefore;

    private TimeSpan Latest(int items) =>
        _times.Rest + TimeSpan.FromTicks((long)(_times.OfItems(items).Ticks * Slack))
        + Excess;
}
