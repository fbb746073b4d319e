using System.Collections.Generic;

namespace ThrottlingTools.Ews;

/// <summary>Somebody whom a name means.</summary>
/// <param name="Name">The name that users see.</param>
/// <param name="EmailAddress">The address.</param>
/// <param name="RoutingType">The kind of address, mostly SMTP.</param>
/// <param name="MailboxType">The kind of mailbox, such as Mailbox or PublicDL.</param>
/// <param name="Contact">What the directory knows; <c>null</c> if it was not asked for.</param>
public sealed record EwsResolution(
    string? Name, string? EmailAddress, string? RoutingType, string? MailboxType, EwsItem? Contact);

/// <summary>All whom a name means.</summary>
/// <param name="Resolutions">Whoever matches; none if nobody does.</param>
/// <param name="IncludesLastItemInRange">Whether these are all; EWS returns at most 100.</param>
public sealed record EwsResolutionSet(IReadOnlyList<EwsResolution> Resolutions, bool IncludesLastItemInRange);
