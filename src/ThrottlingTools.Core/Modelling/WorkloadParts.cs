using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Modelling;

/// <summary>What a run consists of: an engine for each protocol, the budgets, the clients and their threads.</summary>
internal sealed class WorkloadParts
{
    private const int TracedOwners = 16;

    private readonly WorkloadScenario _scenario;
    private readonly Dictionary<WorkloadProtocol, ThrottlingEngine> _engines = [];
    private readonly Dictionary<(WorkloadProtocol Protocol, BudgetOwner Owner), int> _places = [];
    private readonly List<WorkloadOwner> _owners = [];

    public WorkloadParts(WorkloadScenario scenario)
    {
        _scenario = scenario;
        Clients = scenario.Clients.Select(MakeClient).ToArray();
        Owners = [.. _owners];
        Threads = new WorkloadThread[scenario.Clients.Sum(client => client.Threads)];
        int place = 0;
        for (int i = 0; i < Clients.Length; i++)
        {
            for (int number = 0; number < Clients[i].Client.Threads; number++)
                Threads[place++] = new WorkloadThread { Client = i, Number = number };
        }
    }

    public WorkloadOwner[] Owners { get; }

    public WorkloadClientState[] Clients { get; }

    public WorkloadThread[] Threads { get; }

    private WorkloadClientState MakeClient(WorkloadClient client, int number)
    {
        if (!_engines.TryGetValue(client.Protocol, out ThrottlingEngine? engine))
        {
            ThrottlingProfile profile = WorkloadProtocols.ProfileFor(_scenario.Profile, client.Protocol);
            _engines.Add(client.Protocol, engine = new ThrottlingEngine(profile, _scenario.Assumptions));
        }
        ExchangeRelease release = _scenario.Profile.Release;
        int[] owners = client.Impersonates
            ? Enumerable.Range(1, client.Mailboxes)
                .Select(number => client.MailboxName.Replace("{0}", number.ToString(CultureInfo.InvariantCulture)))
                .Select(mailbox => PlaceOf(engine, client.Protocol, BudgetOwner.For(release, client.Account, mailbox)))
                .ToArray()
            : [PlaceOf(engine, client.Protocol, BudgetOwner.For(release, client.Account, null))];
        return new WorkloadClientState(client, _scenario, engine, owners, number);
    }

    private int PlaceOf(ThrottlingEngine engine, WorkloadProtocol protocol, BudgetOwner owner)
    {
        if (_places.TryGetValue((protocol, owner), out int place))
            return place;
        place = _owners.Count;
        Budget budget = engine.BudgetOf(owner, default);
        _owners.Add(new WorkloadOwner(engine, budget, protocol, place < TracedOwners));
        _places.Add((protocol, owner), place);
        return place;
    }
}
