using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Timing;

namespace ThrottlingTools.Paging.Tests;

/// <summary>Changes the folders of mailboxes while they are read, and knows what was there all the time.</summary>
internal sealed class Mutator
{
    private const double LongestPause = 60_000;

    private readonly List<SyntheticMailbox> _mailboxes;
    private readonly VirtualTime _time;
    private readonly Random _random;
    private readonly Dictionary<SyntheticMailbox, List<string>> _now = [];
    private readonly HashSet<string> _ever = [];
    private readonly HashSet<string> _always = [];

    public Mutator(IEnumerable<SyntheticMailbox> mailboxes, VirtualTime time, int seed, int ties)
    {
        _mailboxes = [.. mailboxes];
        _time = time;
        _random = new Random(seed);
        foreach (SyntheticMailbox mailbox in _mailboxes)
        {
            SyntheticFolder inbox = Inbox(mailbox);
            mailbox.AddItems(inbox, ties);
            _now[mailbox] = [.. Enumerable.Range(0, inbox.ItemCount).Select(inbox.ItemIdAt)];
            _always.UnionWith(_now[mailbox]);
        }
        _ever.UnionWith(_always);
    }

    /// <summary>What was there from the start to now.</summary>
    public IReadOnlySet<string> Always => _always;

    /// <summary>What was there at any time.</summary>
    public IReadOnlySet<string> Ever => _ever;

    /// <summary>Goes on until it is told to stop; the longer nobody reads, the less changes.</summary>
    public async Task RunAsync(int everyMilliseconds, Func<int> requests, CancellationToken stop)
    {
        int seen = -1;
        double factor = 1;
        while (everyMilliseconds > 0 && !stop.IsCancellationRequested)
        {
            double pause = Math.Min(LongestPause, factor * _random.Next(1, 2 * everyMilliseconds));
            await _time.Delay(TimeSpan.FromMilliseconds(pause), CancellationToken.None);
            if (stop.IsCancellationRequested)
                return;
            Change(_mailboxes[_random.Next(_mailboxes.Count)]);
            factor = requests() == seen ? factor * 1.5 : 1;
            seen = requests();
        }
    }

    private static SyntheticFolder Inbox(SyntheticMailbox mailbox) => mailbox.FindFolder("inbox")!;

    private void Change(SyntheticMailbox mailbox)
    {
        switch (_random.Next(12))
        {
            case < 3: Add(mailbox, mailbox.AddItems(Inbox(mailbox), _random.Next(1, 4))); break;
            case < 5: Remove(mailbox, 1); break;
            case 5: Remove(mailbox, _random.Next(1, 30)); break;
            case 6 or 7: MoveOut(mailbox); break;
            case 8 or 9: MoveIn(mailbox); break;
            default: Touch(mailbox); break;
        }
    }

    private void Add(SyntheticMailbox mailbox, IEnumerable<string> ids)
    {
        foreach (string id in ids)
        {
            _now[mailbox].Add(id);
            _ever.Add(id);
        }
    }

    // Some that stand side by side, as a clean-up does.
    private void Remove(SyntheticMailbox mailbox, int count)
    {
        SyntheticFolder inbox = Inbox(mailbox);
        int first = _random.Next(Math.Max(1, inbox.ItemCount));
        for (int i = 0; i < count && first < inbox.ItemCount; i++)
            if (inbox.ItemIdAt(first) is { } id && mailbox.RemoveItem(id))
                Gone(mailbox, id);
    }

    private void MoveOut(SyntheticMailbox mailbox)
    {
        if (Some(mailbox) is { } id && mailbox.MoveItem(id, mailbox.FindFolder("deleteditems")!) is not null)
            Gone(mailbox, id);
    }

    private void MoveIn(SyntheticMailbox mailbox)
    {
        SyntheticFolder sent = mailbox.FindFolder("sentitems")!;
        if (sent.ItemCount > 0
            && mailbox.MoveItem(sent.ItemIdAt(_random.Next(sent.ItemCount)), Inbox(mailbox)) is { } id)
            Add(mailbox, [id]);
    }

    private void Touch(SyntheticMailbox mailbox)
    {
        if (Some(mailbox) is { } id)
            mailbox.TouchItem(id);
    }

    private string? Some(SyntheticMailbox mailbox) =>
        _now[mailbox] is { Count: > 0 } ids ? ids[_random.Next(ids.Count)] : null;

    private void Gone(SyntheticMailbox mailbox, string id)
    {
        _now[mailbox].Remove(id);
        _always.Remove(id);
    }
}
