using ThrottlingTools.Budgets;

namespace ThrottlingTools.Modelling;

/// <summary>What a thread of a client does next.</summary>
internal enum WorkloadStage
{
    /// <summary>Waits for a request to send.</summary>
    Idle,
    /// <summary>Its request reaches the server.</summary>
    Arrive,
    /// <summary>An item of its batch is done.</summary>
    ItemDone,
    /// <summary>The response leaves the server.</summary>
    Respond,
}

/// <summary>A request under way, or the place for one: all that a request needs, so that none is allocated.</summary>
internal struct WorkloadThread
{
    public int Client;
    public int Number;
    public int Owner;
    public int Operation;
    public WorkloadStage Stage;

    /// <summary>The limit that its request has run into; <c>null</c> for none.</summary>
    public string? TimedOutBy;

    /// <summary>Items that the request asks for, and those of them that are done.</summary>
    public int Asked;
    public int Done;

    /// <summary>Requests left for the mailbox it works on.</summary>
    public long MailboxLeft;

    /// <summary>
    /// When the request was sent first, when it came to the server, and when the thread is free again.
    /// </summary>
    public long SentAt;
    public long StartedAt;
    public long FreeAt;

    /// <summary>Server time that is not charged yet, and the time of an item of an empirical request.</summary>
    public long Charge;
    public long ItemTicks;

    public Admission Admission;
}
