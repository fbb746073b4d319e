namespace ThrottlingTools.Ews;

/// <summary>Which folders a find looks at.</summary>
public enum EwsFolderTraversal
{
    /// <summary>Those right in the folder.</summary>
    Shallow,
    /// <summary>All below the folder.</summary>
    Deep,
    /// <summary>Those that were deleted and can be recovered.</summary>
    SoftDeleted,
}
