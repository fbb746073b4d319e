namespace ThrottlingTools.Ews;

/// <summary>What becomes of a message that is written. The names are those of EWS.</summary>
public enum EwsMessageDisposition
{
    /// <summary>It is kept.</summary>
    SaveOnly,
    /// <summary>It is sent, and not kept.</summary>
    SendOnly,
    /// <summary>It is sent, and a copy is kept.</summary>
    SendAndSaveCopy,
}
