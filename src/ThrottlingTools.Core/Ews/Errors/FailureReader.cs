using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>
/// Finds every failure in the text of an answer, wherever it stands: a fault, a message with ResponseClass="Error", an
/// error of Autodiscover, in one envelope or in several after each other (learn-getstreamingevents). What was read
/// before the text breaks off counts.
/// </summary>
internal sealed class FailureReader
{
    private const int MaxDepth = 64;

    private readonly StringBuilder _text = new();
    private SoapFailure? _open;
    private int _openDepth;
    private bool _isFault;
    private string? _valueName;

    private FailureReader()
    {
    }

    /// <summary>The failures in their order.</summary>
    internal List<SoapFailure> Failures { get; } = [];

    /// <summary>Whether it is an answer of EWS or Autodiscover, and whole.</summary>
    internal bool IsAnswer { get; private set; }

    /// <summary>Why it cannot be read as XML; <c>null</c> if it can.</summary>
    internal string? Flaw { get; private set; }

    /// <summary>Reads an answer. Never fails: what is no XML has a <see cref="Flaw"/>.</summary>
    internal static FailureReader Read(string body)
    {
        FailureReader result = new();
        int start = 0;
        do
        {
            int end = EnvelopeEnd(body, start);
            result.ReadOne(body.Substring(start, end - start));
            start = SavedResponse.TagStart(body, "Envelope", end);
        }
        while (result.Flaw is null && start >= 0);
        return result;
    }

    // Streaming notifications send one envelope after the other in one body.
    private static int EnvelopeEnd(string body, int start)
    {
        const string Close = "Envelope>";
        for (int i = start; (i = body.IndexOf(Close, i, StringComparison.Ordinal)) >= 0;)
        {
            int tag = i == 0 ? -1 : body.LastIndexOf('<', i - 1, Math.Min(i, 32));
            i += Close.Length;
            if (tag >= start && body[tag + 1] == '/')
                return i;
        }
        return body.Length;
    }

    private static XmlReaderSettings Settings() => new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        // EWS escapes characters that XML 1.0 forbids but a subject may hold, such as &#x1F;.
        CheckCharacters = false,
    };

    private void ReadOne(string xml)
    {
        try
        {
            using XmlReader reader = XmlReader.Create(new StringReader(xml.TrimStart()), Settings());
            reader.MoveToContent();
            if (reader.NodeType != XmlNodeType.Element || reader.LocalName is not ("Envelope" or "Autodiscover"))
                throw new XmlException($"The root element is '{reader.LocalName}', not 'Envelope'.");
            do
                ReadNode(reader);
            while (reader.Read());
            IsAnswer = true;
        }
        catch (XmlException exception)
        {
            Flaw = exception.Message;
            Close();
        }
    }

    private void ReadNode(XmlReader reader)
    {
        switch (reader.NodeType)
        {
            case XmlNodeType.Element:
                if (reader.Depth > MaxDepth)
                    throw new XmlException($"Elements stand deeper than {MaxDepth} levels.");
                Begin(reader);
                break;
            case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                _text.Append(reader.Value);
                break;
            case XmlNodeType.EndElement:
                End(reader);
                break;
        }
    }

    private void Begin(XmlReader reader)
    {
        _text.Clear();
        _valueName = reader.LocalName == "Value" ? reader.GetAttribute("Name") : null;
        bool isFault = IsFault(reader);
        bool isError = isFault || reader.GetAttribute("ResponseClass") == "Error" || IsAutodiscoverError(reader);
        if (_open is not null || !isError || reader.IsEmptyElement)
            return;
        _open = new SoapFailure();
        _openDepth = reader.Depth;
        _isFault = isFault;
    }

    private void End(XmlReader reader)
    {
        string text = _text.ToString();
        _text.Clear();
        if (_open is not null && reader.Depth <= _openDepth)
            Close();
        else if (_open is not null)
            Take(reader.LocalName, text, _open);
        else if (reader.LocalName == "ErrorCode" && IsAutodiscover(reader) && IsFailure(text))
            Failures.Add(new SoapFailure { ResponseCode = text.Trim() });
        else if (reader.LocalName == "ErrorMessage" && IsAutodiscover(reader) && Failures.Count > 0)
            Failures[Failures.Count - 1].Message ??= text;
    }

    private void Take(string name, string text, SoapFailure failure)
    {
        if (_valueName is not null && name == "Value")
            failure.Values[_valueName] = text;
        else if (name is "ResponseCode" or "ErrorCode")
            failure.ResponseCode = text.Trim();
        else if (name is "Message" or "MessageText" && text.Length > 0)
            failure.Message = text;
        else if (name is "faultstring" or "Text")
            failure.Message ??= text;
        else if (_isFault && name is "faultcode" or "Value")
            failure.ResponseCode ??= text.Substring(text.IndexOf(':') + 1).Trim();
    }

    // A failure that breaks off counts once its code is known.
    private void Close()
    {
        if (_open is not null && (Flaw is null || _open.ResponseCode is not null))
            Failures.Add(_open);
        _open = null;
    }

    private static bool IsFault(XmlReader reader) => reader.LocalName == "Fault"
        && (reader.NamespaceURI.EndsWith("/soap/envelope/", StringComparison.Ordinal)
            || reader.NamespaceURI.EndsWith("/soap-envelope", StringComparison.Ordinal));

    private static bool IsAutodiscover(XmlReader reader) =>
        reader.NamespaceURI.IndexOf("autodiscover", StringComparison.OrdinalIgnoreCase) >= 0;

    private static bool IsAutodiscoverError(XmlReader reader) => reader.LocalName == "Error" && IsAutodiscover(reader);

    // A setting that a user does not have is no failure of the request.
    private static bool IsFailure(string code) => code.Trim() is not ("" or "NoError" or "SettingIsNotAvailable");
}
