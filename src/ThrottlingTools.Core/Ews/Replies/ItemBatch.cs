using System;
using System.Collections.Generic;

namespace ThrottlingTools.Ews;

/// <summary>Matches the messages of an answer with the targets of the batch.</summary>
internal static class ItemBatch
{
    private static readonly Dictionary<string, string> NoHeaders = [];

    /// <summary>
    /// One result for each target; <c>null</c> if the counts differ, so that no answer can be told apart.
    /// </summary>
    internal static IReadOnlyList<EwsItemResult>? Match(
        EwsBatchRequest request, SoapReply reply, DateTimeOffset utcNow)
    {
        if (reply.Messages.Count != request.Targets.Count)
            return null;
        List<EwsItemResult> results = new(request.Targets.Count);
        EwsError? last = null;
        for (int i = 0; i < reply.Messages.Count; i++)
        {
            SoapMessage message = reply.Messages[i];
            EwsError? error = IsDone(request, message) ? null : ToError(message, last, utcNow);
            last = error ?? last;
            results.Add(error is null
                ? ToResult(request.Targets[i], message)
                : new EwsItemResult(request.Targets[i], null, error));
        }
        return results;
    }

    // What was not looked at comes as a warning.
    private static bool IsDone(EwsBatchRequest request, SoapMessage message) =>
        !message.IsError && message.Status.ResponseCode != EwsResponseCodes.BatchProcessingStopped
        && !(request.NeedsItem && message.Items.Count == 0);

    private static EwsItemResult ToResult(string target, SoapMessage message)
    {
        EwsItem? item = message.Items.Count == 0 ? null : message.Items[0];
        return new EwsItemResult(target, item, null)
        {
            NewItemId = message.ItemId ?? (item is { ItemId.Length: > 0 } ? EwsItemId.Of(item) : null),
            Data = message.Data,
            Attachment = message.Attachments.Count == 0 ? null : message.Attachments[0],
        };
    }

    private static EwsError ToError(SoapMessage message, EwsError? previous, DateTimeOffset utcNow)
    {
        EwsError error = EwsErrorClassifier.FromSoap(message.Status, 200, NoHeaders, utcNow);
        bool isFollowUp = previous is not null && error.ResponseCode == EwsResponseCodes.BatchProcessingStopped;
        return isFollowUp ? Follow(error, previous!) : error;
    }

    // The item was not looked at because of an earlier one (learn-responsecode), and fares as that one does.
    private static EwsError Follow(EwsError error, EwsError previous) => new()
    {
        Verdict = previous.Verdict,
        ResponseCode = error.ResponseCode,
        Message = error.Message,
        HttpStatus = error.HttpStatus,
        PolicyPart = previous.PolicyPart,
        PolicyValue = previous.PolicyValue,
        BudgetType = previous.BudgetType,
        ResponsibleParameter = previous.ResponsibleParameter,
        BackOff = previous.BackOff,
        BackOffOrigin = previous.BackOffOrigin,
        IgnoredBackOff = previous.IgnoredBackOff,
        ChargedTo = previous.ChargedTo,
        Rule = previous.Rule,
    };
}
