using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml;
using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>What a unit of work takes: entries and bytes of content, for its service time.</summary>
internal readonly record struct WorkDone(int Items, long Bytes);

/// <summary>Why a part of a request failed, the rest being done (ews-rs).</summary>
internal sealed record ItemError(string ResponseCode, string Message)
{
    /// <summary>Whether it is none in full: there may be a result beside it.</summary>
    public bool IsWarning { get; init; }
}

/// <summary>
/// One request, read and checked. The server runs its units one after the other, checking the budget between them, and
/// then writes a response message for each.
/// </summary>
internal abstract class OperationCall
{
    private static readonly ItemError BatchProcessingStopped = new(
        "ErrorBatchProcessingStopped", "Item was not processed as a result of a previous error.")
    {
        IsWarning = true,
    };

    /// <summary>The errors after which Exchange leaves the rest of a batch undone (learn-responsecode).</summary>
    private static readonly HashSet<string> StoppingCodes =
    [
        "ErrorAccessDenied", "ErrorAccountDisabled", "ErrorADUnavailable", "ErrorADOperation", "ErrorConnectionFailed",
        "ErrorMailboxStoreUnavailable", "ErrorMailboxMoveInProgress", "ErrorPasswordChangeRequired",
        "ErrorPasswordExpired", "ErrorQuotaExceeded", "ErrorInsufficientResources",
    ];

    private readonly Action<XmlWriter>?[] _contents;
    private readonly ItemError?[] _errors;

    /// <param name="operation">The operation.</param>
    /// <param name="parts">What is worked on one by one, each with a response message of its own.</param>
    protected OperationCall(EwsOperation operation, IReadOnlyList<XElement> parts)
    {
        Operation = operation;
        Parts = parts;
        _contents = new Action<XmlWriter>?[parts.Count];
        _errors = new ItemError?[parts.Count];
    }

    /// <summary>A call whose parts are the children of an element of the request.</summary>
    /// <exception cref="SoapFaultException">There is no such element, or it is empty.</exception>
    protected OperationCall(EwsOperation operation, XElement request, string listName)
        : this(operation, Require(request, listName).Elements().ToArray())
    {
        if (Units == 0)
            throw SoapFaultException.Schema($"The element '{listName}' is empty.", request);
    }

    public EwsOperation Operation { get; }

    /// <summary>The operation's name in EWS.</summary>
    public virtual string Name => Operation.ToString();

    /// <summary>How many response messages there are.</summary>
    public int Units => Parts.Count;

    /// <summary>How many entries a find would return.</summary>
    public virtual int FindEntries => 0;

    public virtual bool IsPaged => false;

    /// <summary>What a SearchMailboxes call asks for; <c>null</c> elsewhere.</summary>
    public virtual DiscoveryQuery? Discovery => null;

    /// <summary>Whether a find has a restriction or an AQS query.</summary>
    public virtual bool HasRestriction => false;

    public bool HasErrors { get; private set; }

    /// <summary>The first error; <c>null</c> if there is none.</summary>
    public string? ErrorCode => HasErrors ? _errors.First(error => error is not null)!.ResponseCode : null;

    /// <summary>Whether an error ended the batch: the units that follow are not run.</summary>
    public bool IsStopped { get; private set; }

    protected IReadOnlyList<XElement> Parts { get; }

    /// <summary>Does a unit.</summary>
    /// <param name="unit">Its number.</param>
    /// <param name="findCount">How many entries may still be returned; lowered by those that are.</param>
    public abstract WorkDone Run(int unit, ref int findCount);

    /// <summary>Ends units with an error.</summary>
    public void FailFrom(int unit, ItemError error)
    {
        for (; unit < Units; unit++)
            Fail(unit, error);
    }

    /// <summary>An answer that goes on after the request is done; <c>null</c> for all but streaming.</summary>
    /// <param name="onClosed">Called when it is closed, by either side.</param>
    public virtual Stream? OpenStream(Action onClosed) => null;

    public virtual void Write(XmlWriter writer)
    {
        writer.WriteStartElement("m", Name + "Response", EwsXml.MessagesUri);
        writer.WriteAttributeString("xmlns", "t", null, EwsXml.TypesUri);
        writer.WriteStartElement("m", "ResponseMessages", EwsXml.MessagesUri);
        for (int unit = 0; unit < Units; unit++)
            WriteMessage(writer, Name + "ResponseMessage", unit);
        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    /// <summary>What follows the codes of a failed response message.</summary>
    protected virtual void WriteErrorContent(XmlWriter writer)
    {
    }

    protected WorkDone Fail(int unit, ItemError error, WorkDone work = default)
    {
        HasErrors = true;
        _errors[unit] = error;
        if (!IsStopped && StoppingCodes.Contains(error.ResponseCode))
        {
            IsStopped = true;
            FailFrom(unit + 1, BatchProcessingStopped);
        }
        return work;
    }

    protected WorkDone Succeed(int unit, WorkDone work, Action<XmlWriter> content)
    {
        _contents[unit] = content;
        return work;
    }

    protected static XElement Require(XElement parent, string name) =>
        parent.Element(EwsXml.Messages + name) ?? throw SoapFaultException.Missing(parent, name);

    /// <summary>An attribute that has one of some values; <c>null</c> where it is absent.</summary>
    /// <exception cref="SoapFaultException">It has another value.</exception>
    protected static string? ReadChoice(XElement request, string name, params string[] values)
    {
        string? value = (string?)request.Attribute(name);
        return value is null || values.Contains(value)
            ? value
            : throw SoapFaultException.Schema($"The value '{value}' is no {name}.", request);
    }

    /// <summary>A result with something to say about it.</summary>
    protected WorkDone Warn(int unit, WorkDone work, ItemError warning, Action<XmlWriter> content)
    {
        _errors[unit] = warning;
        return Succeed(unit, work, content);
    }

    /// <summary>Writes the codes of a unit, and what follows them.</summary>
    protected void WriteMessage(XmlWriter writer, string name, int unit, bool hasContent = true)
    {
        ItemError? error = _errors[unit];
        writer.WriteStartElement("m", name, EwsXml.MessagesUri);
        writer.WriteAttributeString(
            "ResponseClass", error is null ? "Success" : error.IsWarning ? "Warning" : "Error");
        if (error is not null)
            writer.WriteElementString("m", "MessageText", EwsXml.MessagesUri, error.Message);
        writer.WriteElementString("m", "ResponseCode", EwsXml.MessagesUri, error?.ResponseCode ?? "NoError");
        if (error is not null)
        {
            writer.WriteElementString("m", "DescriptiveLinkKey", EwsXml.MessagesUri, "0");
            if (!error.IsWarning)
                WriteErrorContent(writer);
        }
        if (hasContent)
            WriteContent(writer, unit);
        writer.WriteEndElement();
    }

    protected void WriteContent(XmlWriter writer, int unit) => _contents[unit]?.Invoke(writer);
}
