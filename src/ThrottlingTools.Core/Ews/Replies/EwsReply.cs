using System;

namespace ThrottlingTools.Ews;

/// <summary>What became of one request: a value or an error, and how long it took.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public sealed class EwsReply<T>
    where T : class
{
    private readonly EwsTrace _trace;

    internal EwsReply(string operation, T? value, EwsError? error, TimeSpan elapsed, EwsTrace trace)
    {
        _trace = trace;
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

    /// <summary>The <c>client-request-id</c> that was sent, by which server logs name the request.</summary>
    public string RequestId => _trace.RequestId;

    /// <summary>The server's own <c>request-id</c>; <c>null</c> where it told none.</summary>
    public string? ServerRequestId => _trace.ServerRequestId;

    /// <summary>
    /// The back end that answered, else the front end; <c>null</c> where none was told (learn-ews-instrumentation).
    /// </summary>
    public string? Server => _trace.Server;

    /// <summary>The value.</summary>
    /// <exception cref="ThrottlingToolsException">The request failed.</exception>
    public T GetValueOrThrow() => Value ?? throw Error!.ToException(Operation);

    /// <summary>The same answer with what was made of it.</summary>
    internal EwsReply<TOther> With<TOther>(TOther? value, EwsError? error)
        where TOther : class =>
        new(Operation, value, error, Elapsed, _trace);
}
