using System;
using System.Collections.Generic;

namespace ThrottlingTools.Ews;

/// <summary>Matches the messages of an answer with the ids of the batch.</summary>
internal static class ItemBatch
{
    private static readonly Dictionary<string, string> NoHeaders = [];

    /// <summary>
    /// One result for each id; <c>null</c> if the counts differ, so that no answer can be told apart.
    /// </summary>
    internal static IReadOnlyList<EwsItemResult>? Match(GetItemRequest request, SoapReply reply, DateTimeOffset utcNow)
    {
        if (reply.Messages.Count != request.ItemIds.Count)
            return null;
        List<EwsItemResult> results = new(request.ItemIds.Count);
        EwsError? last = null;
        for (int i = 0; i < reply.Messages.Count; i++)
        {
            SoapMessage message = reply.Messages[i];
            EwsItem? item = message.IsError || message.Items.Count == 0 ? null : message.Items[0];
            EwsError? error = item is null ? ToError(message, last, utcNow) : null;
            last = error ?? last;
            results.Add(new EwsItemResult(request.ItemIds[i], item, error));
        }
        return results;
    }

    private static EwsError ToError(SoapMessage message, EwsError? previous, DateTimeOffset utcNow)
    {
        EwsError error = EwsErrorClassifier.FromSoap(message.Status, 200, NoHeaders, utcNow);
        bool isFollowUp = previous is not null && error.ResponseCode == EwsResponseCodes.BatchProcessingStopped;
        return isFollowUp ? Follow(error, previous!) : error;
    }

    // The item was not looked at because of an earlier one (facts 5.4), and fares as that one does.
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
        ChargedTo = previous.ChargedTo,
        Rule = previous.Rule,
    };
}
