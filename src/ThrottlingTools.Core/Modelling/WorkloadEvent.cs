using System;
using ThrottlingTools.Budgets;

namespace ThrottlingTools.Modelling;

/// <summary>What happens in a model.</summary>
public enum WorkloadEventKind
{
    /// <summary>The server takes a request.</summary>
    Admitted,
    /// <summary>The server refuses a request.</summary>
    Refused,
    /// <summary>An item of a batch is done and another one follows.</summary>
    ItemDone,
    /// <summary>The time of a batch is up.</summary>
    TimedOut,
    /// <summary>The server sends the response.</summary>
    Completed,
    /// <summary>The client gives a refused request up.</summary>
    Abandoned,
}

/// <summary>Something that happens in a model, at the server.</summary>
/// <param name="Time">Since the start.</param>
/// <param name="Kind">What.</param>
/// <param name="Client">The client's name.</param>
/// <param name="Thread">Its thread, from 1.</param>
/// <param name="Owner">Whose budget is charged.</param>
/// <param name="Operation">The operation.</param>
/// <param name="Items">Admitted, Refused: how many items are asked for. Else: how many are done.</param>
/// <param name="Balance">The balance after it; <c>null</c> where there is none.</param>
/// <param name="Delay">How long the request is held up because of it: delayed, recharging, or backing off.</param>
/// <param name="ResponseCode">The error; empty for none.</param>
/// <param name="Parameter">The limit that caused the error or the delay; empty for none.</param>
public sealed record WorkloadEvent(
    TimeSpan Time, WorkloadEventKind Kind, string Client, int Thread, string Owner, EwsOperation Operation, int Items,
    TimeSpan? Balance, TimeSpan Delay, string ResponseCode, string Parameter);
