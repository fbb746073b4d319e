namespace ThrottlingTools.Ews;

/// <summary>The sets of MAPI properties that EWS knows by name (DistinguishedPropertySetType, types.xsd).</summary>
public enum EwsPropertySet
{
    /// <summary>PSETID_Meeting.</summary>
    Meeting,
    /// <summary>PSETID_Appointment.</summary>
    Appointment,
    /// <summary>PSETID_Common.</summary>
    Common,
    /// <summary>PS_PUBLIC_STRINGS.</summary>
    PublicStrings,
    /// <summary>PSETID_Address.</summary>
    Address,
    /// <summary>PS_INTERNET_HEADERS.</summary>
    InternetHeaders,
    /// <summary>PSETID_CalendarAssistant.</summary>
    CalendarAssistant,
    /// <summary>PSETID_UnifiedMessaging.</summary>
    UnifiedMessaging,
    /// <summary>PSETID_Task.</summary>
    Task,
    /// <summary>PSETID_Sharing.</summary>
    Sharing,
}
