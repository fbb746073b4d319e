namespace ThrottlingTools.Ews;

/// <summary>
/// What a request says it was written for (<c>RequestServerVersion</c>); the names are the ones on the wire.
/// From Exchange2010_SP1 on, a paged find over the find limit gets a short page instead of an error
/// (exchangedev-ewsfindcountlimit).
/// </summary>
#pragma warning disable CA1707 // The names go over the wire.
public enum ExchangeVersion
{
    /// <summary>Exchange 2007.</summary>
    Exchange2007,
    /// <summary>Exchange 2007 SP1.</summary>
    Exchange2007_SP1,
    /// <summary>Exchange 2010.</summary>
    Exchange2010,
    /// <summary>Exchange 2010 SP1: the oldest that pages past the find limit without an error.</summary>
    Exchange2010_SP1,
    /// <summary>Exchange 2010 SP2.</summary>
    Exchange2010_SP2,
    /// <summary>Exchange 2013.</summary>
    Exchange2013,
    /// <summary>Exchange 2013 SP1.</summary>
    Exchange2013_SP1,
    /// <summary>Exchange 2016.</summary>
    Exchange2016,
}
#pragma warning restore CA1707
