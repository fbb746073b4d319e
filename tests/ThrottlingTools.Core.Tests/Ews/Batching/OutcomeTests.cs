using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Ews;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulator;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Timing;
using Xunit;

namespace ThrottlingTools.Core.Tests.Ews.Batching;

/// <summary>
/// The server did the work, and something else came as the answer: no outcome may claim that it was not done, and
/// nothing may be done twice.
/// </summary>
public sealed class OutcomeTests
{
    private const int Count = 8;

    private static readonly string[] Writes =
        ["DeleteItem", "MoveItem", "CopyItem", "UpdateItem", "MarkAsRead", "SendItem", "UploadItems"];

    private static readonly Dictionary<string, (int Status, string Body, string[] Headers)> Answers = new()
    {
        ["503 with Retry-After"] = (503, "Service Unavailable", ["Retry-After: 5"]),
        ["503"] = (503, "", []),
        ["429"] = (429, "", ["Retry-After: 5"]),
        ["400"] = (400, "", []),
        ["404"] = (404, "", []),
        ["413"] = (413, "", []),
        ["500"] = (500, "", []),
        ["502"] = (502, "<html>Bad gateway</html>", ["Content-Type: text/html"]),
        ["504"] = (504, "", []),
        ["busy without a hint"] = (500, Envelopes.Fault("ErrorServerBusy"), []),
        ["busy in 200"] = (200, Envelopes.Fault("ErrorServerBusy"), []),
        ["internal error"] = (500, Envelopes.Fault("ErrorInternalServerError"), []),
        ["time-out fault"] = (500, Envelopes.Fault("ErrorTimeoutExpired"), []),
        ["a page in 200"] = (200, "<html>Sign in</html>", ["Content-Type: text/html"]),
    };

    // These end the run, so that what was under way stays open, for the next run to look at.
    private static readonly Dictionary<string, (int Status, string Body, string[] Headers)> Ends = new()
    {
        ["401"] = (401, "", ["WWW-Authenticate: Basic"]),
        ["403"] = (403, "", []),
        ["302"] = (302, "", ["Location: https://portal.example.com/login"]),
        ["456"] = (456, "", []),
    };

    private readonly VirtualTime _clock = new();
    private readonly EwsEndpoint _endpoint;
    private readonly List<BatchItemResult> _results = [];

    public OutcomeTests() => _endpoint = new EwsEndpoint(
        new SimulatorOptions { ItemCount = Count, Profile = ProfileCatalogue.Get(ExchangeRelease.Exchange2016) },
        _clock);

    public static TheoryData<string, string> Replaced => Cases(Answers.Keys);

    public static TheoryData<string, string> Ended => Cases(Ends.Keys);

    private SyntheticMailbox Mailbox => _endpoint.Mailbox;

    [Theory]
    [MemberData(nameof(Replaced))]
    public void What_was_done_is_found_and_done_once(string operation, string answer)
    {
        RunToItsEnd(operation, Answers[answer], isDone: true);

        BatchItemStatus expected = operation == "UploadItems" ? BatchItemStatus.Unknown : BatchItemStatus.Done;
        Assert.All(_results, result => Assert.Equal(expected, result.Status));
        Assert.Equal(Count, _results.Count);
        Assert.Equal(Count, Done(operation));
    }

    [Theory]
    [MemberData(nameof(Ended))]
    public void An_answer_that_ends_the_run_leaves_open_what_may_be_done(string operation, string answer)
    {
        Assert.Throws<ThrottlingToolsException>(() => Run(operation, Ends[answer], isDone: true));

        Assert.All(_results, result => Assert.Equal(
            (BatchItemStatus.Unknown, operation == "UploadItems"), (result.Status, result.IsFinal)));
        Assert.Equal(Count, _results.Count);
        Assert.Equal(Count, Done(operation));
    }

    [Theory]
    [MemberData(nameof(Replaced))]
    public void What_was_not_done_is_done_once(string operation, string answer)
    {
        RunToItsEnd(operation, Answers[answer], isDone: false);

        if (operation == "UploadItems")
            Assert.All(_results, result => Assert.Equal(BatchItemStatus.Unknown, result.Status));
        else
            Assert.Equal(Count, Done(operation));
    }

    [Theory]
    [InlineData(500, true)]
    [InlineData(200, true)]
    [InlineData(500, false)]
    public void Exchange_that_refuses_with_its_budget_or_a_hint_is_believed(int status, bool isHint)
    {
        string body = isHint ? Envelopes.Busy("3000") : Envelopes.Fault("ErrorExceededConnectionCount");
        Run("UploadItems", (status, body, []), isDone: false);

        Assert.All(_results, result => Assert.Equal(
            (BatchItemStatus.Done, 2), (result.Status, result.Attempts)));
        Assert.Equal(Count, Done("UploadItems"));
    }

    [Fact]
    public void An_item_that_is_gone_and_did_not_arrive_is_unknown()
    {
        Run("MoveItem", Answers["503"], isDone: false, afterwards: ids => Mailbox.RemoveItem(ids[0]));

        Assert.Equal(BatchItemStatus.Unknown, _results.Single(result => result.Error is not null).Status);
        Assert.Equal(Count - 1, Done("MoveItem"));
    }

    [Fact]
    public void A_move_that_is_found_tells_where_the_item_is()
    {
        Run("MoveItem", Answers["503"], isDone: true);

        Assert.Equal(
            Mailbox.FindFolder("junkemail")!.ItemIds.Order(), _results.Select(result => result.NewItemId).Order());
    }

    [Fact]
    public void An_update_that_was_done_is_found_without_a_wait()
    {
        TimeSpan before = _clock.Now;
        Run("UpdateItem", Answers["502"], isDone: true);

        Assert.True(_clock.Now - before < TimeSpan.FromSeconds(30), $"{_clock.Now - before}");
    }

    private static TheoryData<string, string> Cases(IEnumerable<string> answers)
    {
        TheoryData<string, string> cases = [];
        foreach (string operation in Writes)
            foreach (string answer in answers)
                cases.Add(operation, answer);
        return cases;
    }

    private int Done(string operation) => operation switch
    {
        "UploadItems" => Mailbox.FindFolder("junkemail")!.ItemCount,
        "DeleteItem" => Changes(MailboxChangeKind.Deleted),
        "CopyItem" => Mailbox.FindFolder("junkemail")!.ItemCount,
        "MoveItem" or "SendItem" => Changes(MailboxChangeKind.Moved),
        _ => Changes(MailboxChangeKind.Modified),
    };

    private int Changes(MailboxChangeKind kind) => Mailbox.Changes.Count(change => change.Kind == kind);

    // What nobody can look at ends with the first answer of something that is no EWS.
    private void RunToItsEnd(string operation, (int Status, string Body, string[] Headers) answer, bool isDone)
    {
        Exception? error = Record.Exception(() => Run(operation, answer, isDone));
        Assert.Equal(operation == "UploadItems" && answer.Status is 400 or 404, error is ThrottlingToolsException);
    }

    private void Run(
        string operation, (int Status, string Body, string[] Headers) answer, bool isDone,
        Action<IReadOnlyList<string>>? afterwards = null)
    {
        (BatchOperation batch, BatchItem[] items) = Make(operation);
        bool isLie = true;
        async Task<EwsHttpResponse> AnswerAsync(EwsHttpRequest request, CancellationToken cancellation)
        {
            IEwsTransport server = _endpoint.CreateTransport();
            if (!isLie || !Sends(request, batch.Name))
                return await server.SendAsync(request, cancellation);
            isLie = false;
            if (isDone)
                (await server.SendAsync(request, cancellation)).Dispose();
            afterwards?.Invoke([.. items.Select(item => item.Id)]);
            Dictionary<string, string> headers = answer.Headers.Select(header => header.Split(": "))
                .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.OrdinalIgnoreCase);
            return new EwsHttpResponse(
                answer.Status, headers, new MemoryStream(Encoding.UTF8.GetBytes(answer.Body)));
        }
        BatchRun run = new(
            new EwsClient(new FunctionTransport(AnswerAsync), _clock), batch, _clock,
            new BatchOptions { Pace = new PaceOptions { InitialItemsPerCall = Count, MinItemsPerCall = 1 } });
        _clock.Run(() => run.RunAsync(BatchInput.Of(items), _results.AddRange, default));
    }

    private static bool Sends(EwsHttpRequest request, string operation)
    {
        string body = Encoding.UTF8.GetString(request.Body);
        return body.Contains(operation.StartsWith("Mark", StringComparison.Ordinal) ? "UpdateItem" : operation + " ",
                StringComparison.Ordinal)
            || body.Contains($":{operation}>", StringComparison.Ordinal);
    }

    private (BatchOperation Operation, BatchItem[] Items) Make(string operation)
    {
        IReadOnlyList<string> ids = Mailbox.FindFolder("inbox")!.ItemIds;
        EwsFolderId folder = EwsFolderId.Parse(Mailbox.FindFolder("junkemail")!.Id);
        BatchItem[] items = [.. ids.Select(id => new BatchItem(id))];
        switch (operation)
        {
            case "DeleteItem":
                return (new DeleteBatchOperation(EwsDisposalType.HardDelete), items);
            case "MoveItem":
                return (new MoveBatchOperation(folder), items);
            case "CopyItem":
                return (new CopyBatchOperation(folder), items);
            case "UpdateItem":
                Dictionary<string, object> set = new() { ["Subject"] = "Changed" };
                return (new UpdateBatchOperation(set, [], EwsConflictResolution.AutoResolve), items);
            case "MarkAsRead":
                items = [.. ids.Select(id => new BatchItem(Draft(id)))];
                return (new MarkAsReadBatchOperation(isRead: IsUnread(items[0].Id), false), items);
            case "SendItem":
                return (new SendBatchOperation(saveItemToFolder: true, null),
                    [.. ids.Select(id => new BatchItem(Draft(id)))]);
            default:
                return (new UploadBatchOperation(folder, EwsCreateAction.CreateNew), Export(items));
        }
    }

    // Copies of one item, so that all are read, or none.
    private string Draft(string _) => Mailbox.Copy(
        Mailbox.FindItem(Mailbox.FindFolder("inbox")!.ItemIds[0])!, Mailbox.FindFolder("drafts")!).Id.ToString();

    private bool IsUnread(string id) => !Mailbox.FindItem(id)!.IsRead;

    private BatchItem[] Export(BatchItem[] items)
    {
        List<BatchItem> data = [];
        BatchRun run = new(
            new EwsClient(_endpoint.CreateTransport(), _clock), ReadBatchOperation.ExportItems(), _clock);
        _clock.Run(() => run.RunAsync(
            BatchInput.Of(items),
            results => data.AddRange(results.Select(one => new BatchItem(one.ItemId, null, one.Data))), default));
        return [.. data];
    }

    private sealed class FunctionTransport(Func<EwsHttpRequest, CancellationToken, Task<EwsHttpResponse>> answer)
        : IEwsTransport
    {
        public Task<EwsHttpResponse> SendAsync(EwsHttpRequest request, CancellationToken cancellationToken) =>
            answer(request, cancellationToken);
    }
}
