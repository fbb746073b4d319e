using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ThrottlingTools.Budgets;

namespace ThrottlingTools.Modelling;

/// <summary>What uses a mailbox at the same time. Immutable; each number is 0 or more.</summary>
public sealed record MailboxClients
{
    /// <summary>Sessions of Outlook on the web.</summary>
    public int OwaSessions { get; init; } = 1;

    /// <summary>Browser tabs of each of these sessions; 1 or more.</summary>
    public int TabsPerSession { get; init; } = 3;

    /// <summary>Outlook for Windows.</summary>
    public int Outlooks { get; init; } = 1;

    /// <summary>Mobile devices.</summary>
    public int Devices { get; init; } = 1;

    /// <summary>Other programs that synchronise the mailbox over EWS.</summary>
    public int ThirdPartyClients { get; init; } = 1;

    /// <summary>Sessions that search all the time, over EWS.</summary>
    public int LongSearches { get; init; }

    /// <summary>How many items the searches look at; 0 or more.</summary>
    public int ItemsInSearch { get; init; } = 20_000;

    /// <summary>
    /// The load of each client (assumption ClientLoad). A tab loads 30 requests over the 6 connections that browsers
    /// open to a server, and again every 2 minutes; Outlook reads twice a second, and asks EWS for availability
    /// (learn-ews-throttling; kinesis-agent-windows: 80.5 ms); a device synchronises every 5 minutes (mwr-activesync:
    /// 326 ms) and waits in a hanging request; another program reads batches of 10 items over 5 connections; a search
    /// looks at every item, and starts again 30 s later.
    /// </summary>
    /// <param name="assumptions">What a search costs.</param>
    public IReadOnlyList<WorkloadClient> ToWorkload(AssumptionSet assumptions)
    {
        List<WorkloadClient> clients = [];
        Add(clients, OwaSessions, "Browser session", Tabs());
        Add(clients, Outlooks, "Outlook", new WorkloadClient
        {
            Protocol = BudgetType.Rca,
            Threads = 5,
            Arrival = WorkloadArrival.Poisson(2),
            Operations = [Call(EwsOperation.GetItem, 40)],
        });
        Add(clients, Outlooks, "Availability for Outlook", new WorkloadClient
        {
            Arrival = WorkloadArrival.Burst(3, TimeSpan.FromMinutes(15)),
            Operations = [Call(EwsOperation.GetFolder, 80.5)],
        });
        Add(clients, Devices, "Device", new WorkloadClient
        {
            Protocol = BudgetType.Eas,
            Threads = 2,
            Arrival = WorkloadArrival.Burst(10, TimeSpan.FromMinutes(5)),
            Operations = [Call(EwsOperation.SyncFolderItems, 326)],
        });
        Add(clients, Devices, "Push channel of device", new WorkloadClient
        {
            Protocol = BudgetType.Eas,
            Operations = [Call(EwsOperation.GetEvents, 2) with { UnchargedTime = TimeSpan.FromMinutes(15) }],
        });
        Add(clients, ThirdPartyClients, "Third-party client", new WorkloadClient
        {
            Threads = 5,
            Arrival = WorkloadArrival.Closed(TimeSpan.FromMilliseconds(200)),
            Operations = [new(EwsOperation.GetItem) { BatchSize = 10 }],
        });
        Add(clients, LongSearches, "Long search", new WorkloadClient
        {
            Arrival = WorkloadArrival.Closed(TimeSpan.FromSeconds(30)),
            Operations =
            [
                Call(EwsOperation.FindItem, assumptions.ScanTimePerItem.TotalMilliseconds * ItemsInSearch) with
                {
                    BatchSize = 100, HasRestriction = true,
                },
            ],
        });
        return clients;
    }

    private WorkloadClient Tabs() => new()
    {
        Protocol = BudgetType.Owa,
        Threads = 6 * TabsPerSession,
        Arrival = WorkloadArrival.Burst(30 * TabsPerSession, TimeSpan.FromMinutes(2)),
        Operations = [Call(EwsOperation.GetItem, 100)],
    };

    private static WorkloadOperation Call(EwsOperation operation, double milliseconds) => new(operation)
    {
        ServiceTime = new ServiceTime(TimeSpan.FromMilliseconds(milliseconds), TimeSpan.Zero, TimeSpan.Zero),
        ItemSizeInBytes = 0,
    };

    private static void Add(List<WorkloadClient> clients, int count, string name, WorkloadClient client) =>
        clients.AddRange(Enumerable.Range(1, count).Select(number => client with
        {
            Name = string.Format(CultureInfo.InvariantCulture, "{0} {1}", name, number),
            Account = "mailbox",
        }));
}
