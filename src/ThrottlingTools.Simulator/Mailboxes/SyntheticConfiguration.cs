using System;
using System.Collections.Generic;

namespace ThrottlingTools.Simulator.Mailboxes;

/// <summary>
/// An associated (hidden) item of the seed: the settings that clients and servers keep in a folder, in the message
/// classes of the public protocol document MS-OXOCFG.
/// </summary>
internal sealed class SyntheticConfiguration(SyntheticFolder folder, int number, ulong stamp, DateTime received)
    : SyntheticItem(folder, number, stamp, received)
{
    private static readonly string[] OfCalendar =
        ["IPM.Configuration.Calendar", "IPM.Configuration.CategoryList", "IPM.Configuration.WorkHours"];

    private static readonly string[] OfOthers =
        ["IPM.Configuration.MRM", "IPM.Configuration.UMOLK.UserOptions"];

    public override string ElementName => "Message";

    protected override string Subject => ItemClass;

    protected override string ItemClass => Classes(Folder)[Number];

    /// <summary>The message classes of the associated items of a folder.</summary>
    public static IReadOnlyList<string> Classes(SyntheticFolder folder) =>
        folder.ElementName == "CalendarFolder" ? OfCalendar : OfOthers;

    public override object? Read(string fieldUri) =>
        fieldUri == MailboxItem.IsReadUri ? true : base.Read(fieldUri);
}
