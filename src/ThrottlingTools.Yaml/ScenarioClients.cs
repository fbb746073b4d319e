using System;
using System.Collections.Generic;
using System.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Modelling;

namespace ThrottlingTools.Yaml;

/// <summary>Reads the clients of a scenario; one may be based on another.</summary>
internal sealed class ScenarioClients
{
    private const int MostClients = 1000;

    private readonly Dictionary<string, ScenarioNode> _nodes = new(StringComparer.OrdinalIgnoreCase);

    private ScenarioClients(IEnumerable<ScenarioNode> nodes)
    {
        foreach (ScenarioNode node in nodes)
        {
            string name = node.Text("name") ?? throw Errors.MissingScenarioKey("name", node.Where);
            if (_nodes.ContainsKey(name))
                throw Errors.InvalidSetting("name", name, "a name that no other client has", node.Where);
            _nodes.Add(name, node);
        }
    }

    public static IReadOnlyList<WorkloadClient> Read(ScenarioNode root)
    {
        root.Required("clients");
        ScenarioNode[] nodes = root.List("clients").ToArray();
        if (nodes.Length is 0 or > MostClients)
            throw root.Refuse("clients", root.Required("clients"), $"1 to {MostClients} clients");
        ScenarioClients clients = new(nodes);
        return [.. nodes.Select(node => Make(clients.Resolve(node, [])))];
    }

    private ScenarioNode Resolve(ScenarioNode node, List<string> path)
    {
        string name = node.Text("name")!;
        path.Add(name);
        if (node.Text("basedOn") is not { } basis)
            return node;
        if (path.Contains(basis, StringComparer.OrdinalIgnoreCase))
            throw node.Refuse("basedOn", node.Required("basedOn"),
                $"a client that is not based on this one; {string.Join(" -> ", path)} -> {basis} is a circle");
        if (!_nodes.TryGetValue(basis, out ScenarioNode? other))
            throw node.Refuse("basedOn", node.Required("basedOn"), "one of " + string.Join(", ", _nodes.Keys));
        return node.Over(Resolve(other, path));
    }

    private static WorkloadClient Make(ScenarioNode node)
    {
        node.Text("basedOn");
        WorkloadClient client = new()
        {
            Name = node.Text("name")!,
            Account = node.Text("account") ?? "caller",
            Mailboxes = (int)(node.Whole("mailboxes", 1, 250_000) ?? 1),
            MailboxName = node.Text("mailboxName") ?? "mailbox{0}",
            Impersonates = node.Flag("impersonate") ?? false,
            Protocol = node.Choice<BudgetType>("protocol") ?? BudgetType.Ews,
            Threads = (int)(node.Whole("threads", 1, 250_000) ?? 1),
            Requests = node.Whole("requests", 1, long.MaxValue),
            RequestsPerMailbox = node.Whole("requestsPerMailbox", 1, 1_000_000_000_000),
            Items = node.Whole("items", 1, 1_000_000_000_000),
            StartAt = node.Time("startAt") ?? TimeSpan.Zero,
            StopAt = node.Time("stopAt"),
            Arrival = ReadArrival(node.Section("arrival")),
            BackOff = ReadBackOff(node.Section("backOff")),
            Operations = ReadOperations(node),
        };
        node.End();
        return client;
    }

    private static WorkloadArrival ReadArrival(ScenarioNode? node)
    {
        if (node is null)
            return WorkloadArrival.Closed(TimeSpan.Zero);
        WorkloadArrivalKind kind = node.Choice<WorkloadArrivalKind>("pattern") ?? WorkloadArrivalKind.Closed;
        TimeSpan? thinkTime = node.Time("thinkTime");
        TimeSpan? interval = node.Time("interval");
        double? rate = node.Number("ratePerSecond", 1e-6, 1_000_000);
        long? size = node.Whole("size", 1, 1_000_000);
        node.End();
        return kind switch
        {
            WorkloadArrivalKind.FixedRate => WorkloadArrival.FixedRate(
                rate ?? throw Errors.MissingScenarioKey("ratePerSecond", node.Where)),
            WorkloadArrivalKind.Poisson => WorkloadArrival.Poisson(
                rate ?? throw Errors.MissingScenarioKey("ratePerSecond", node.Where)),
            WorkloadArrivalKind.Burst => WorkloadArrival.Burst(
                (int)(size ?? throw Errors.MissingScenarioKey("size", node.Where)),
                interval is { Ticks: > 0 } time ? time : throw Errors.MissingScenarioKey("interval", node.Where)),
            _ => WorkloadArrival.Closed(thinkTime ?? TimeSpan.Zero),
        };
    }

    private static WorkloadBackOff ReadBackOff(ScenarioNode? node)
    {
        if (node is null)
            return WorkloadBackOff.HonourHint;
        WorkloadBackOffKind kind = node.Choice<WorkloadBackOffKind>("behaviour") ?? WorkloadBackOffKind.HonourHint;
        TimeSpan? delay = node.Time("retryDelay");
        node.End();
        return kind switch
        {
            WorkloadBackOffKind.IgnoreHint => WorkloadBackOff.IgnoreHint(
                delay is { Ticks: > 0 } time ? time : throw Errors.MissingScenarioKey("retryDelay", node.Where)),
            WorkloadBackOffKind.GiveUp => WorkloadBackOff.GiveUp,
            _ => WorkloadBackOff.HonourHint,
        };
    }

    private static WorkloadOperation[] ReadOperations(ScenarioNode node)
    {
        DocumentNode list = node.Required("operations");
        WorkloadOperation[] operations = node.List("operations").Select(ReadOperation).ToArray();
        return operations.Length > 0 ? operations : throw node.Refuse("operations", list, "at least one operation");
    }

    private static WorkloadOperation ReadOperation(ScenarioNode node)
    {
        EwsOperation name = node.Choice<EwsOperation>("operation")
            ?? throw Errors.MissingScenarioKey("operation", node.Where);
        WorkloadOperation operation = new(name)
        {
            Weight = node.Number("weight", 1e-9, 1e9) ?? 1,
            BatchSize = (int)(node.Whole("batchSize", 1, 100_000) ?? node.Whole("pageSize", 1, 100_000) ?? 1),
            ItemSizeInBytes = node.Whole("itemSizeInBytes", 0, 1L << 40) ?? BatchModel.DefaultItemSizeInBytes,
            HasRestriction = node.Flag("hasRestriction") ?? false,
            UnchargedTime = node.Time("unchargedTime") ?? TimeSpan.Zero,
            ServiceTime = node.Section("serviceTime") is { } time ? ReadServiceTime(time) : null,
            Search = node.Section("search") is { } search ? ReadSearch(search) : null,
        };
        node.Find("pageSize");
        node.End();
        return operation;
    }

    private static ServiceTime ReadServiceTime(ScenarioNode node)
    {
        ServiceTime time = ScenarioServiceTimes.ReadTime(node, default);
        node.End();
        return time;
    }

    private static SearchQuery ReadSearch(ScenarioNode node)
    {
        SearchQuery query = new(
            node.Choice<SearchKind>("kind") ?? throw Errors.MissingScenarioKey("kind", node.Where),
            node.Text("folder") ?? "inbox",
            node.Text("restriction") ?? "",
            node.Whole("itemsInScope", 0, 1_000_000_000)
                ?? throw Errors.MissingScenarioKey("itemsInScope", node.Where));
        node.End();
        return query;
    }
}
