namespace ThrottlingTools.Ews;

/// <summary>What an upload makes. The names are those of EWS.</summary>
public enum EwsCreateAction
{
    /// <summary>A new item.</summary>
    CreateNew,
    /// <summary>An item that exists is replaced.</summary>
    Update,
    /// <summary>An item is replaced, or made if it does not exist.</summary>
    UpdateOrCreate,
}
