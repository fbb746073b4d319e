using System;

namespace ThrottlingTools.Simulator.Mailboxes;

/// <summary>A task of the seed: due a week after it was made, half of them done.</summary>
internal sealed class SyntheticTask(SyntheticFolder folder, int number, ulong stamp, DateTime received)
    : SyntheticItem(folder, number, stamp, received)
{
    public override string ElementName => "Task";

    protected override string Subject => Text($"Task {Ordinal}");

    protected override string ItemClass => "IPM.Task";

    private bool IsComplete => Dice(8, 2) == 0;

    public override object? Read(string fieldUri) => fieldUri switch
    {
        "task:DueDate" => Received.Date.AddDays(7),
        "task:StartDate" => Received.Date,
        "task:CompleteDate" => IsComplete ? Received.Date.AddDays(6) : null,
        "task:IsComplete" => IsComplete,
        "task:IsRecurring" or "task:IsTeamTask" => false,
        "task:Owner" => Folder.Mailbox.Address,
        "task:PercentComplete" => IsComplete ? 100 : 0,
        "task:Status" => IsComplete ? "Completed" : "NotStarted",
        "task:StatusDescription" => IsComplete ? "Completed" : "Not Started",
        "task:ChangeCount" => 1,
        _ => base.Read(fieldUri),
    };
}
