using System;
using System.Collections.Generic;
using System.Xml.Linq;
using ThrottlingTools.Budgets;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>A call that reads or writes the caller's mailbox. Its units run under the mailbox's lock.</summary>
internal abstract class MailboxCall : OperationCall
{
    protected MailboxCall(EwsOperation operation, IReadOnlyList<XElement> parts, MailboxAccess access)
        : base(operation, parts) => Access = access;

    protected MailboxCall(EwsOperation operation, XElement request, string listName, MailboxAccess access)
        : base(operation, request, listName) => Access = access;

    protected MailboxAccess Access { get; }

    /// <summary>Why nothing of the request is done; each of its parts answers so.</summary>
    protected ItemError? Refusal { get; set; }

    public sealed override WorkDone Run(int unit, ref int findCount)
    {
        if (Refusal is { } refusal)
            return Fail(unit, refusal);
        WorkDone work;
        try
        {
            lock (Access.Own.Gate)
                work = Work(unit, ref findCount);
        }
        catch (ItemErrorException exception)
        {
            work = Fail(unit, exception.Error);
        }
        Access.Deliver();
        return work;
    }

    /// <inheritdoc cref="OperationCall.Run"/>
    /// <exception cref="ItemErrorException">The unit failed.</exception>
    protected abstract WorkDone Work(int unit, ref int findCount);
}

/// <summary>A unit of a call that failed, the others being done.</summary>
internal sealed class ItemErrorException : Exception
{
    public ItemErrorException(ItemError error) : base(error.Message) => Error = error;

    public ItemErrorException(string responseCode, string message) : this(new ItemError(responseCode, message))
    {
    }

    public ItemError Error { get; }
}
