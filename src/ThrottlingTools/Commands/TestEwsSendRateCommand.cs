using System;
using System.Management.Automation;
using ThrottlingTools.Modelling;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Commands;

/// <summary>Finds whether a mailbox can send a number of messages, and when the last one is delivered.</summary>
/// <remarks>
/// <para>
/// MessageRateLimit delays: what is more than so many messages a minute stays in the Outbox or in Drafts and is
/// delivered later. RecipientRateLimit refuses: in 24 hours a mailbox can address so many recipients and no more.
/// </para>
/// <para>
/// Where no source states a limit it is left out and named in UnknownLimits; give it with New-EwsThrottlingProfile.
/// Times are counted from the first submission. Microsoft recommends an SMTP host for bulk mail, not EWS.
/// </para>
/// </remarks>
/// <example>
/// <code>PS> Test-EwsSendRate ExchangeOnline -MessageCount 2000</code>
/// <para>Finds when the last of 2000 invoices is delivered that are all submitted at once.</para>
/// </example>
/// <example>
/// <code>PS> $policy = New-EwsThrottlingProfile Ours -BasedOn Exchange2013 -RecipientRateLimit 500
/// PS> $policy | Test-EwsSendRate -MessageCount 1200 -Period 08:00</code>
/// <para>Finds how many of 1200 messages, spread over a working day, are refused.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "EwsSendRate")]
[OutputType(typeof(SendRateResult))]
public sealed class TestEwsSendRateCommand : ProfileModelCmdlet
{
    /// <summary>How many messages are sent.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateRange(1L, SendRateModel.MaxMessages)]
    public long MessageCount { get; set; }

    /// <summary>How many recipients each message has. The default is 1.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int RecipientCount { get; set; } = 1;

    /// <summary>
    /// The time over which the messages are submitted evenly, up to 366 days. The default is 0: all at once.
    /// </summary>
    [Parameter]
    public TimeSpan Period { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (Period < TimeSpan.Zero || Period > SendRateModel.MaxPeriod)
            throw Errors.InvalidSetting(nameof(Period), Period, "a time from 0 to 366 days", null);
    }

    /// <inheritdoc/>
    protected override void Predict(ThrottlingProfile profile)
    {
        SendRateResult result = SendRateModel.Predict(profile, MessageCount, RecipientCount, Period);
        if (result.UnknownLimits.Count > 0)
            WriteWarning(
                $"{profile.Name}: no source states {string.Join(", ", result.UnknownLimits)}; left out here. "
                + "Give the value with New-EwsThrottlingProfile.");
        WriteObject(result);
    }
}
