namespace ThrottlingTools.Ews;

/// <summary>How much of an item or folder a request asks for.</summary>
public enum EwsBaseShape
{
    /// <summary>Ids alone.</summary>
    IdOnly,
    /// <summary>What EWS deems the default.</summary>
    Default,
    /// <summary>Everything; dear to the server.</summary>
    AllProperties,
}

/// <summary>Which items of a folder a find looks at.</summary>
public enum EwsTraversal
{
    /// <summary>The items of the folder.</summary>
    Shallow,
    /// <summary>The items in the dumpster.</summary>
    SoftDeleted,
    /// <summary>The hidden items.</summary>
    Associated,
}
