using System;
using ThrottlingTools.Ews;

namespace ThrottlingTools;

/// <summary>What kind of error it is. The names are those of PowerShell's <c>ErrorCategory</c>.</summary>
public enum ErrorKind
{
    /// <summary>Data that cannot be understood.</summary>
    InvalidData,
    /// <summary>An argument outside what is accepted.</summary>
    InvalidArgument,
    /// <summary>Something named does not exist.</summary>
    ObjectNotFound,
    /// <summary>Something to be made exists already.</summary>
    ResourceExists,
    /// <summary>A resource is not there now.</summary>
    ResourceUnavailable,
    /// <summary>A stated limit would be passed.</summary>
    LimitsExceeded,
    /// <summary>Reading failed.</summary>
    ReadError,
    /// <summary>Writing failed.</summary>
    WriteError,
    /// <summary>No connection, or it broke.</summary>
    ConnectionError,
    /// <summary>The server does not accept who is calling.</summary>
    AuthenticationError,
    /// <summary>The server knows the caller and refuses.</summary>
    PermissionDenied,
    /// <summary>Time ran out.</summary>
    OperationTimeout,
    /// <summary>The answer breaks the protocol.</summary>
    ProtocolError,
}

/// <summary>The one exception type of the project. <see cref="Errors"/> makes its instances.</summary>
public sealed class ThrottlingToolsException : Exception
{
    /// <summary>Makes an error.</summary>
    /// <param name="errorId">The stable id that scripts can test.</param>
    /// <param name="kind">The kind of error.</param>
    /// <param name="message">What is wrong, and where. Never holds a secret.</param>
    /// <param name="recommendedAction">What to do next.</param>
    /// <param name="target">What the error is about.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public ThrottlingToolsException(
        string errorId,
        ErrorKind kind,
        string message,
        string recommendedAction,
        object? target = null,
        Exception? innerException = null)
        : base(SafeText.OfLines(message), innerException)
    {
        ErrorId = errorId;
        Kind = kind;
        RecommendedAction = SafeText.OfLines(recommendedAction)!;
        Target = target;
    }

    /// <summary>The stable id, which becomes the first part of <c>FullyQualifiedErrorId</c>.</summary>
    public string ErrorId { get; }

    /// <summary>The kind of error.</summary>
    public ErrorKind Kind { get; }

    /// <summary>What to do next, in one or two sentences.</summary>
    public string RecommendedAction { get; }

    /// <summary>What the error is about; <c>null</c> where nothing is.</summary>
    public object? Target { get; }

    /// <summary>What the server answered; <c>null</c> if the error is not about an answer.</summary>
    public EwsError? EwsError => Target as EwsError;
}
