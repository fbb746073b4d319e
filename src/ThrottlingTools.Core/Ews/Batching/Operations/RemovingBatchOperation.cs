namespace ThrottlingTools.Ews;

/// <summary>
/// An operation after which the item is no longer there under its id: if it is gone after a lost answer, it is done,
/// and a second one is refused.
/// </summary>
public abstract class RemovingBatchOperation : BatchOperation
{
    private protected RemovingBatchOperation()
    {
    }

    internal sealed override NextStep AfterLoss(BatchEntry entry) => NextStep.Look;

    internal sealed override NextStep WhenGone(BatchEntry entry) => NextStep.Done;

    internal sealed override NextStep AfterError(BatchEntry entry, EwsError error) =>
        entry.WasLost && error.ResponseCode == EwsResponseCodes.ItemNotFound ? NextStep.Done
        : entry.WasLost && error.ResponseCode == Conflict ? NextStep.Look
        : NextStep.Fail;
}
