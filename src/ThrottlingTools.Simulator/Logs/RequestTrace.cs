using System;
using System.Globalization;
using ThrottlingTools.Budgets;
using ThrottlingTools.Ews;
using ThrottlingTools.Simulator.Faults;
using ThrottlingTools.Simulator.Operations;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Logs;

/// <summary>
/// What became of a request, collected on its way for those who log it. What the client wrote is made safe here.
/// </summary>
internal sealed class RequestTrace
{
    public RequestTrace(int number, DateTimeOffset startedUtc, TimeSpan startedAt)
    {
        Number = number;
        StartedUtc = startedUtc;
        StartedAt = startedAt;
    }

    public int Number { get; }

    public DateTimeOffset StartedUtc { get; }

    public TimeSpan StartedAt { get; }

    public string Id => new Guid(Number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0).ToString();

    public string Account { get; set => field = SafeText.OfLine(value)!; } = "";

    public string AuthenticationType { get; set; } = "";

    public string ClientAddress { get; set => field = SafeText.OfLine(value)!; } = "";

    public string UserAgent { get; set => field = SafeText.OfLine(value)!; } = "";

    public string ClientRequestId { get; set => field = SafeText.OfLine(value)!; } = "";

    public string? RequestVersion { get; set => field = SafeText.OfLine(value); }

    /// <summary>Empty where it cannot be told.</summary>
    public string Operation { get; set => field = SafeText.OfLine(value)!; } = "";

    /// <summary>The mailbox that is worked on.</summary>
    public string Mailbox { get; set => field = SafeText.OfLine(value)!; } = "";

    public int Items { get; set; }

    public BudgetOwner? Owner { get; set; }

    public string Fault { get; private set; } = "";

    public long RequestSize { get; set; }

    /// <summary>0 for a stream.</summary>
    public long ResponseSize { get; set; }

    public int HttpStatus { get; set; }

    /// <summary>Empty if there was no error.</summary>
    public string ErrorCode { get; set; } = "";

    public TimeSpan Delay { get; set; }

    public TimeSpan? BackOff { get; set; }

    /// <summary>What the engine charged for it.</summary>
    public ServerCharge Charged { get; private set; }

    public BudgetSnapshot? Begin { get; set; }

    public BudgetSnapshot? End { get; set; }

    /// <summary>How long the owner's budget existed when the request came.</summary>
    public TimeSpan BudgetAge { get; set; }

    public TimeSpan Elapsed { get; set; }

    public bool IsStream { get; private set; }

    /// <summary>What is called when the stream that answers it ends; <c>null</c> for other requests.</summary>
    public Action? StreamEnded { get; set; }

    public void EndStream() => StreamEnded?.Invoke();

    public void Asked(SoapRequest? soap)
    {
        Operation = soap?.Operation.Name.LocalName ?? "";
        RequestVersion = soap?.ServerVersion;
    }

    public void On(string mailbox) => Mailbox = mailbox;

    public void Injected(Fault fault) => Fault = fault.ToString();

    public void Failed(string errorCode) => ErrorCode = errorCode;

    public void Done(OperationCall call)
    {
        Items = call.Units;
        ErrorCode = call.ErrorCode ?? "";
    }

    public void Answered(EwsHttpResponse response)
    {
        HttpStatus = response.StatusCode;
        IsStream = !response.Body.CanSeek;
        ResponseSize = IsStream ? 0 : response.Body.Length;
    }

    public void Add(in ServerCharge charge) => Charged = new ServerCharge(
        Charged.ServerTime + charge.ServerTime, Charged.DirectoryTime + charge.DirectoryTime,
        Charged.MailboxRpcTime + charge.MailboxRpcTime);

    /// <summary>One line for people.</summary>
    public override string ToString() => string.Format(
        CultureInfo.InvariantCulture,
        "{0:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {1} {2} {3} {4} {5:0.0} ms, charged {6:0.0} ms{7}",
        StartedUtc.UtcDateTime, Or(Account), Or(Operation), HttpStatus, ErrorCode.Length > 0 ? ErrorCode : "NoError",
        Elapsed.TotalMilliseconds, Charged.ServerTime.TotalMilliseconds, Fault.Length > 0 ? ", fault " + Fault : "");

    private static string Or(string text) => text.Length > 0 ? text : "-";
}
