using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Budgets;
using ThrottlingTools.Ews;
using ThrottlingTools.Simulator;
using ThrottlingTools.Timing;
using Xunit;

namespace ThrottlingTools.Paging.Tests;

/// <summary>Runs one case to its end, with as many interruptions and resumes as it draws, in virtual time.</summary>
internal sealed class PagingRun
{
    private const int MaxRuns = 400;
    private const int MaxSteps = 50_000;
    private static readonly Uri Endpoint = new("https://mail.contoso.com/EWS/Exchange.asmx");

    private readonly PagingCase _case;
    private readonly VirtualTime _time = new();
    private readonly Random _random;
    private readonly EwsEndpoint _endpoint;
    private readonly Mutator _mutator;
    private readonly List<string> _returned = [];
    private readonly HashSet<string> _mayRepeat = [];
    private readonly HashSet<string> _failures = [];
    private byte[]? _stored;
    private bool _isComplete;

    public PagingRun(PagingCase drawn)
    {
        _case = drawn;
        _random = new Random(drawn.Seed ^ 0x5EED);
        _endpoint = new EwsEndpoint(drawn.ToOptions(), _time);
        _endpoint.Conditions.NetworkLatency = TimeSpan.FromMilliseconds(drawn.LatencyMilliseconds);
        _endpoint.Conditions.Jitter = 0.3;
        _mutator = new Mutator(_endpoint.Directory.All, _time, drawn.Seed, drawn.Ties);
    }

    public List<string> Transcript { get; } = [];

    public int Runs { get; private set; }

    public int Requests => _endpoint.RequestCount;

    public void Run()
    {
        using CancellationTokenSource stop = new();
        _time.Run(async () =>
        {
            Task mutating = _mutator.RunAsync(_case.ChangeEveryMilliseconds, () => Requests, stop.Token);
            while (!_isComplete && !mutating.IsFaulted)
            {
                Assert.True(++Runs <= MaxRuns, $"Not complete after {MaxRuns} runs: {string.Join(", ", _failures)}");
                await RunOnceAsync();
                Assert.True(_time.Now < TimeSpan.FromDays(20), $"Takes {_time.Now}.");
            }
            stop.Cancel();
            await mutating;
        });
        Judge();
    }

    private void Judge()
    {
        List<string> lost = [.. _mutator.Always.Except(_returned)];
        Assert.True(lost.Count == 0, $"{lost.Count} items were lost, {lost.FirstOrDefault()}.");
        List<string> strange = [.. _returned.Except(_mutator.Ever)];
        Assert.True(strange.Count == 0, $"{strange.Count} items were never there.");
        List<string> twice = [.. _returned.GroupBy(id => id).Where(group => group.Count() > 1)
            .Select(group => group.Key).Except(_mayRepeat)];
        Assert.True(twice.Count == 0, $"{twice.Count} items were returned twice, {twice.FirstOrDefault()}.");
    }

    private async Task RunOnceAsync()
    {
        using CancellationTokenSource cancel = new();
        if (Runs < 6 && _case.Interruption is Interruption.Cancel or Interruption.Crash)
            _ = CancelAsync(cancel, TimeSpan.FromMilliseconds(_random.Next(1, 3000)));
        FindCheckpoint checkpoint = FindCheckpoint.Open(
            Endpoint, _stored is null ? null : new MemoryStream(_stored), Store);
        PagedFind<EwsItem> find = new(
            Targets(), _time, _case.ToPaging(Runs, patience: 10), Observe, checkpoint);
        bool isCrash = Runs < 6 && _case.Interruption == Interruption.Crash;
        try
        {
            bool isWhole = await DrainAsync(find, checkpoint, isCrash, cancel.Token);
            if (isCrash && !isWhole)
                return;
            checkpoint.Save(find, isOver: true);
            _isComplete = isWhole && _case.Interruption != Interruption.MaxItems
                || find.Progress.All(entry => entry.Progress.IsComplete);
        }
        catch (OperationCanceledException) when (isCrash)
        {
        }
        catch (OperationCanceledException)
        {
            checkpoint.Save(find, isOver: true);
        }
        finally
        {
            cancel.Cancel(); // closes the connections, as the end of a process does
        }
    }

    /// <summary>
    /// Hands on all there is; false if a mailbox failed, or it was interrupted while it handed on a page.
    /// </summary>
    private async Task<bool> DrainAsync(
        PagedFind<EwsItem> find, FindCheckpoint checkpoint, bool isCrash, CancellationToken cancellationToken)
    {
        bool isWhole = true;
        while (true)
        {
            try
            {
                if (await find.NextPageAsync(cancellationToken) is not { } page)
                    return isWhole;
                int count = _case.Interruption == Interruption.None || _random.Next(8) > 0 || Runs > 6
                    ? page.Items.Count : _random.Next(page.Items.Count + 1);
                _returned.AddRange(page.Items.Take(count).Select(item => item.ItemId));
                if (count < page.Items.Count && isCrash)
                {
                    _mayRepeat.UnionWith(page.Items.Take(count).Select(item => item.ItemId));
                    return false;
                }
                find.Acknowledge(page, count);
                if (count < page.Items.Count)
                    return false;
                if (_case.Interruption == Interruption.Crash)
                    checkpoint.Save(find, isOver: false);
            }
            catch (ThrottlingToolsException failure)
            {
                _failures.Add(failure.ErrorId + " " + failure.Message);
                Assert.StartsWith("Ews", failure.ErrorId, StringComparison.Ordinal);
                isWhole = false;
            }
        }
    }

    private List<FindTarget<EwsItem>> Targets() => [.. _endpoint.Directory.All.Select(mailbox =>
    {
        EwsClient client = new(_endpoint.CreateTransport(_case.IsImpersonated ? null : mailbox.Address), _time)
        {
            ImpersonatedMailbox = _case.IsImpersonated ? mailbox.Address : null,
        };
        FindItemRequest request = new(EwsFolderId.Parse("inbox"))
        {
            BaseShape = EwsBaseShape.IdOnly,
            SortOrder = _case.Order is { } order ? [EwsSortField.Parse(order)] : [],
        };
        return new FindItemTarget(client, request, mailbox.Address)
        {
            Owner = new BudgetOwner(mailbox.Address, _case.IsImpersonated),
        };
    })];

    private void Observe(PagingEvent step)
    {
        Transcript.Add($"{_time.Now} {step}");
        Assert.True(Transcript.Count < MaxSteps, "It goes round in circles.");
        if (_case.IsProfileKnown && step.Error?.ResponseCode is "ErrorExceededConnectionCount"
            or "ErrorExceededFindCountLimit")
            Assert.False(_case.IsProfileKnown, $"A known limit was passed: {step}");
    }

    private void Store(Action<Stream> write)
    {
        using MemoryStream stream = new();
        write(stream);
        _stored = stream.ToArray();
    }

    private async Task CancelAsync(CancellationTokenSource cancel, TimeSpan after)
    {
        await _time.Delay(after, CancellationToken.None);
        try
        {
            cancel.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The run was over before.
        }
    }
}
