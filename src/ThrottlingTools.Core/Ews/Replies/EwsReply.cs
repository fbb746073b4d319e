using System;

namespace ThrottlingTools.Ews;

/// <summary>What became of one request: a value or an error, and how long it took.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public sealed class EwsReply<T>
    where T : class
{
    internal EwsReply(string operation, T? value, EwsError? error, TimeSpan elapsed)
    {
        Operation = operation;
        Value = value;
        Error = error;
        Elapsed = elapsed;
    }

    /// <summary>The operation that was asked for.</summary>
    public string Operation { get; }

    /// <summary>The value; <c>null</c> if the request failed.</summary>
    public T? Value { get; }

    /// <summary>Why there is no value; <c>null</c> if there is one.</summary>
    public EwsError? Error { get; }

    /// <summary>The time from sending the request to the end of the answer.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>The value.</summary>
    /// <exception cref="ThrottlingToolsException">The request failed.</exception>
    public T GetValueOrThrow() => Value ?? throw Error!.ToException(Operation);
}
