using System.Globalization;
using System.Runtime.CompilerServices;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>Reads an answer of EWS.</summary>
internal sealed class SoapReader
{
    private const int MaxFailureValues = 256;

    private readonly SoapCursor _cursor;
    private readonly ValueReader _items;
    private readonly ValueReader _folders;
    private readonly SoapReply _reply = new();
    private readonly string _response;
    private readonly string _message;
    private readonly int _messageCount;

    private SoapReader(SoapCursor cursor, EwsRequest request)
    {
        _cursor = cursor;
        _response = request.Operation + "Response";
        _message = request.Operation + "ResponseMessage";
        _messageCount = request.MessageCount;
        _items = new ValueReader(cursor, EwsPropertyTable.FindItemProperty);
        _folders = new ValueReader(cursor, EwsPropertyTable.FindFolderProperty);
    }

    /// <summary>Reads one envelope.</summary>
    /// <param name="body">The answer.</param>
    /// <param name="request">What it should be the answer to.</param>
    /// <exception cref="XmlException">It is no SOAP envelope, breaks off, or breaks a limit.</exception>
    internal static SoapReply Read(SoapBody body, EwsRequest request)
    {
        PlainSoapCursor plain = new(body);
        SoapReply reply = Read(plain, request);
        if (plain.IsWhole)
            return reply;
        using XmlSoapCursor any = new(body.OpenRead());
        return Read(any, request);
    }

    private static SoapReply Read(SoapCursor cursor, EwsRequest request) =>
        new SoapReader(cursor, request).ReadEnvelope();

    private SoapReply ReadEnvelope()
    {
        if (!_cursor.ToRoot("Envelope"))
            return _reply;
        for (int depth = _cursor.Depth; _cursor.NextChild(depth);)
            if (_cursor.LocalName == "Body")
                ReadBody();
        _cursor.ToEnd();
        return _reply;
    }

    private void ReadBody()
    {
        for (int depth = _cursor.Depth; _cursor.NextChild(depth);)
        {
            if (_cursor.LocalName == "Fault")
                _reply.Fault = ReadFault();
            else if (_cursor.LocalName == _response)
                ReadOperation();
            else
                _reply.Stranger ??= _cursor.LocalName;
        }
    }

    private void ReadOperation()
    {
        for (int depth = _cursor.Depth; _cursor.NextChild(depth);)
            if (_cursor.LocalName == "ResponseMessages")
                for (int inner = _cursor.Depth; _cursor.NextChild(inner);)
                    ReadMessages();
    }

    private void ReadMessages()
    {
        if (_cursor.LocalName != _message)
            _reply.Stranger ??= _cursor.LocalName;
        else if (_reply.Messages.Count < _messageCount)
            _reply.Messages.Add(ReadMessage());
        else
            throw new XmlException($"It holds more than the {_messageCount} messages that belong to the request.");
    }

    private SoapFailure ReadFault()
    {
        SoapFailure fault = new();
        string? faultCode = null;
        string? faultText = null;
        for (int depth = _cursor.Depth; _cursor.NextChild(depth);)
        {
            switch (_cursor.LocalName)
            {
                case "faultcode": faultCode = _cursor.ReadText(); break;
                case "faultstring": faultText = _cursor.ReadText(); break;
                case "detail":
                    for (int inner = _cursor.Depth; _cursor.NextChild(inner);)
                        ReadStatus(fault);
                    break;
            }
        }
        fault.ResponseCode ??= faultCode?.Substring(faultCode.IndexOf(':') + 1).Trim();
        fault.Message ??= faultText;
        return fault;
    }

    private SoapMessage ReadMessage()
    {
        SoapMessage message = new() { ResponseClass = _cursor.Attribute("ResponseClass") };
        for (int depth = _cursor.Depth; _cursor.NextChild(depth);)
        {
            switch (_cursor.LocalName)
            {
                case "RootFolder": ReadRootFolder(message); break;
                case "ItemId":
                    message.ItemId = new EwsItemId(_cursor.Attribute("Id") ?? "", _cursor.Attribute("ChangeKey"));
                    break;
                case "Data": message.Data = _cursor.ReadText(); break;
                case "Attachments": ReadAttachments(message); break;
                case "ResolutionSet": ReadResolutions(message); break;
                case "Items": ReadItems(message); break;
                case "Folders": ReadFolders(message); break;
                default: ReadStatus(message.Status); break;
            }
        }
        return message;
    }

    private void ReadStatus(SoapFailure status)
    {
        switch (_cursor.LocalName)
        {
            case "ResponseCode": status.ResponseCode = _cursor.ReadText().Trim(); break;
            case "Message" or "MessageText": status.Message = _cursor.ReadText(); break;
            case "MessageXml":
                for (int depth = _cursor.Depth; _cursor.NextChild(depth);)
                    if (status.Values.Count < MaxFailureValues && _cursor.Attribute("Name") is { } name)
                        status.Values[name] = _cursor.ReadText();
                break;
        }
    }

    private void ReadRootFolder(SoapMessage message)
    {
        message.HasRootFolder = true;
        message.TotalItemsInView = ToInt(_cursor.Attribute("TotalItemsInView"));
        message.IndexedPagingOffset = ToInt(_cursor.Attribute("IndexedPagingOffset"));
        message.IncludesLastItemInRange = ToBool(_cursor.Attribute("IncludesLastItemInRange"));
        for (int depth = _cursor.Depth; _cursor.NextChild(depth);)
        {
            switch (_cursor.LocalName)
            {
                case "Items": ReadItems(message); break;
                case "Folders": ReadFolders(message); break;
            }
        }
    }

    [MethodImpl(PlainBytes.Hot)]
    private void ReadItems(SoapMessage message)
    {
        for (int depth = _cursor.Depth; _cursor.NextChild(depth);)
            message.Items.Add(ReadItem());
    }

    [MethodImpl(PlainBytes.Hot)]
    private EwsItem ReadItem() => new(_items.Read("ItemId"));

    private void ReadAttachments(SoapMessage message)
    {
        for (int depth = _cursor.Depth; _cursor.NextChild(depth);)
            message.Attachments.Add(BatchContent.ReadAttachment(_cursor, ReadItem));
    }

    private void ReadResolutions(SoapMessage message)
    {
        message.IncludesLastItemInRange = ToBool(_cursor.Attribute("IncludesLastItemInRange"));
        for (int depth = _cursor.Depth; _cursor.NextChild(depth);)
            message.Resolutions.Add(BatchContent.ReadResolution(_cursor, ReadItem));
    }

    private void ReadFolders(SoapMessage message)
    {
        for (int depth = _cursor.Depth; _cursor.NextChild(depth);)
            message.Folders.Add(new EwsFolder(_folders.Read("FolderId")));
    }

    private static int? ToInt(string? text) =>
        int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number) ? number : null;

    internal static bool? ToBool(string? text) => text switch
    {
        "true" or "1" => true,
        "false" or "0" => false,
        _ => null,
    };
}
