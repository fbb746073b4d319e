using System;

namespace ThrottlingTools.Simulator.Mailboxes;

/// <summary>An appointment of the seed: it begins an hour after it was made, and lasts up to two hours.</summary>
internal sealed class SyntheticAppointment(SyntheticFolder folder, int number, ulong stamp, DateTime received)
    : SyntheticItem(folder, number, stamp, received)
{
    private const int LongestInHalfHours = 4;

    private static readonly string[] Topics = ["Stand-up", "Review", "Dentist", "Budget round", "1:1", "Planning"];
    private static readonly string[] Places = ["Room 1", "Room 2", "Online", "Café"];

    public override string ElementName => "CalendarItem";

    protected override string Subject => Text($"{Topics[(int)(Stamp % (ulong)Topics.Length)]} {Ordinal}");

    protected override string ItemClass => "IPM.Appointment";

    private DateTime Start => new DateTime(
        Received.Ticks - Received.Ticks % (30 * TimeSpan.TicksPerMinute), DateTimeKind.Utc).AddHours(1);

    public override object? Read(string fieldUri) => fieldUri switch
    {
        "calendar:UID" => Text($"{Stamp:x16}"),
        "calendar:Start" => Start,
        "calendar:End" => Start.AddMinutes(30 * (1 + Dice(8, LongestInHalfHours))),
        "calendar:DateTimeStamp" => Received,
        "calendar:IsAllDayEvent" or "calendar:IsMeeting" or "calendar:IsCancelled" or "calendar:IsRecurring" => false,
        "calendar:MeetingRequestWasSent" or "calendar:IsResponseRequested" => false,
        "calendar:LegacyFreeBusyStatus" => Dice(12, 4) == 0 ? "Tentative" : "Busy",
        "calendar:Location" => Places[Dice(16, Places.Length)],
        "calendar:CalendarItemType" => "Single",
        "calendar:MyResponseType" => "Organizer",
        "calendar:Organizer" => Mailbox("Organizer", Folder.Mailbox.Address, Folder.Mailbox.Address),
        "calendar:TimeZone" => "(UTC) Coordinated Universal Time",
        "calendar:AppointmentSequenceNumber" or "calendar:AppointmentState" => 0,
        _ => base.Read(fieldUri),
    };
}
