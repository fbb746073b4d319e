namespace ThrottlingTools.Ews;

/// <summary>What an update does if the item was changed since. The names are those of EWS.</summary>
public enum EwsConflictResolution
{
    /// <summary>It fails.</summary>
    NeverOverwrite,
    /// <summary>It is done unless the same property was changed. The change key has to be given.</summary>
    AutoResolve,
    /// <summary>It is done.</summary>
    AlwaysOverwrite,
}
