using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Modelling;

/// <summary>What a run consists of: the budgets, the clients and their threads.</summary>
internal sealed class WorkloadParts
{
    private const int TracedOwners = 16;

    private readonly WorkloadScenario _scenario;
    private readonly ThrottlingEngine _engine;
    private readonly Dictionary<BudgetOwner, int> _places = [];
    private readonly List<WorkloadOwner> _owners = [];

    public WorkloadParts(WorkloadScenario scenario, ThrottlingEngine engine)
    {
        _scenario = scenario;
        _engine = engine;
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
        ExchangeRelease release = _scenario.Profile.Release;
        IEnumerable<string?> mailboxes = Enumerable.Range(1, client.Impersonates ? client.Mailboxes : 1)
            .Select(index => client.Impersonates ? NameOf(client, index) : null);
        int[] owners = mailboxes
            .Select(mailbox => PlaceOf(BudgetOwner.For(release, client.Account, mailbox, client.Protocol)))
            .ToArray();
        return new WorkloadClientState(client, _scenario, _engine.LimitsOf(client.Protocol), owners, number);
    }

    private static string NameOf(WorkloadClient client, int mailbox) =>
        client.MailboxName.Replace("{0}", mailbox.ToString(CultureInfo.InvariantCulture));

    private int PlaceOf(BudgetOwner owner)
    {
        if (_places.TryGetValue(owner, out int place))
            return place;
        place = _owners.Count;
        _owners.Add(new WorkloadOwner(_engine.BudgetOf(owner, default), place < TracedOwners));
        _places.Add(owner, place);
        return place;
    }
}
