namespace ThrottlingTools.Ews;

/// <summary>What a run does next with an item.</summary>
internal enum NextStep
{
    /// <summary>Sends it, or sends it again.</summary>
    Send,
    /// <summary>Looks what became of it, or in which version it is.</summary>
    Look,
    /// <summary>Nothing: it is done.</summary>
    Done,
    /// <summary>Nothing: it failed.</summary>
    Fail,
    /// <summary>Nothing: nobody can tell.</summary>
    Unknown,
}
