namespace ThrottlingTools.Ews;

/// <summary>What becomes of what is deleted. The names are those of EWS.</summary>
public enum EwsDisposalType
{
    /// <summary>It is gone.</summary>
    HardDelete,
    /// <summary>It goes to the recoverable items.</summary>
    SoftDelete,
    /// <summary>It goes to Deleted Items.</summary>
    MoveToDeletedItems,
}
