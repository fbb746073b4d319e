using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Xml;
using System.Xml.Linq;
using ThrottlingTools.Ews;
using ThrottlingTools.Files;

namespace ThrottlingTools.Resolving;

/// <summary>Finds the EWS errors in whatever people hold when something failed.</summary>
internal sealed class ErrorInput(DateTimeOffset utcNow)
{
    private const long MaxFileBytes = 32L * 1024 * 1024;

    private readonly ExceptionReader _exceptions = new(utcNow);

    /// <summary>The errors of an object.</summary>
    /// <exception cref="ThrottlingToolsException"><c>NoErrorFound</c>: it tells none.</exception>
    public IReadOnlyList<EwsError> Read(PSObject input)
    {
        IReadOnlyList<EwsError> errors = input.BaseObject switch
        {
            string text => EwsErrorText.Find(text, utcNow),
            XmlNode xml => EwsErrorText.Find(xml.OuterXml, utcNow),
            XNode xml => EwsErrorText.Find(xml.ToString(SaveOptions.DisableFormatting), utcNow),
            _ when input.Is("System.Management.Automation.ErrorRecord") => ReadRecord(input),
            _ when input.Is("System.Exception") => _exceptions.Read(input, null),
            _ => ExceptionReader.OwnError(input) ?? ExceptionReader.ServiceError(input)
                ?? ResponseReader.Read(input, null, utcNow) ?? [],
        };
        return errors.Count > 0 ? errors : throw Errors.NoErrorFound(TypeName(input));
    }

    /// <summary>The errors of a response given in parts.</summary>
    /// <exception cref="ThrottlingToolsException"><c>NoErrorFound</c>: it is a good answer.</exception>
    public IReadOnlyList<EwsError> ReadResponse(int status, object? headers, string? body)
    {
        IReadOnlyList<EwsError> errors =
            EwsErrorClassifier.ClassifyAll(status, HeaderTable.Read(headers), body ?? "", utcNow);
        return errors.Count > 0 ? errors : throw Errors.NoErrorFound("The answer");
    }

    /// <summary>The errors of a saved answer.</summary>
    /// <exception cref="ThrottlingToolsException">
    /// <c>FileUnreadable</c>, <c>AnswerTooLarge</c>; <c>NoErrorFound</c>: it tells none.
    /// </exception>
    public IReadOnlyList<EwsError> ReadFile(string path)
    {
        IReadOnlyList<EwsError> errors = EwsErrorText.Find(ReadText(path), utcNow);
        return errors.Count > 0 ? errors : throw Errors.NoErrorFound(path);
    }

    private static string ReadText(string path) =>
        RegularFile.ReadText(path, MaxFileBytes, bytes => Errors.AnswerTooLarge(path, bytes, MaxFileBytes));

    private IReadOnlyList<EwsError> ReadRecord(PSObject record)
    {
        string? details = record.Object("ErrorDetails")?.Text("Message");
        IReadOnlyList<EwsError>? own = record.Object("TargetObject") is { } target
            ? ExceptionReader.OwnError(target) : null;
        if (own is not null)
            return own;
        IReadOnlyList<EwsError> errors = record.Object("Exception") is { } exception
            ? _exceptions.Read(exception, details) : [];
        return errors.Count > 0 ? errors : EwsErrorText.Find(details ?? record.ToString(), utcNow);
    }

    private static string TypeName(PSObject input) => "A " + (input.TypeNames.FirstOrDefault() ?? "value");
}
