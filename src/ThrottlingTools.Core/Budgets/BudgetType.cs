using System;

namespace ThrottlingTools.Budgets;

/// <summary>
/// The protocols by which a mailbox is used, each with a budget of its own (learn-workload-management)
/// and its own policy parameters. Browser tabs and sessions of one protocol share its budget.
/// </summary>
public enum BudgetType
{
    /// <summary>
    /// Exchange Web Services: third-party clients, Outlook for Mac, availability (Ews… parameters).
    /// </summary>
    Ews,
    /// <summary>Outlook on the web, all tabs and sessions together (Owa… parameters).</summary>
    Owa,
    /// <summary>Exchange ActiveSync: mobile devices (Eas… parameters).</summary>
    Eas,
    /// <summary>RPC Client Access: Outlook for Windows (Rca… parameters).</summary>
    Rca,
    /// <summary>IMAP clients (Imap… parameters).</summary>
    Imap,
    /// <summary>POP clients (Pop… parameters).</summary>
    Pop,
}

internal static class BudgetTypeExtensions
{
    /// <summary>How 2010 begins the parameters of the protocol; later releases case it as the enum does.</summary>
    public static string Prefix2010(this BudgetType type) => type switch
    {
        BudgetType.Ews => "EWS",
        BudgetType.Owa => "OWA",
        BudgetType.Eas => "EAS",
        BudgetType.Rca => "RCA",
        BudgetType.Imap => "IMAP",
        BudgetType.Pop => "POP",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "There is no such budget type."),
    };

    /// <summary>Which calls CPUStartPercent holds back (exchangedev-cpustartpercent).</summary>
    public static bool IsHeldBackByCpu(this BudgetType type) =>
        type is BudgetType.Ews or BudgetType.Eas or BudgetType.Pop or BudgetType.Imap;
}
