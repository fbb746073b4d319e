using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Xml;
using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Simulator.Notifications;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>
/// Subscribe: a pull, push or streaming subscription to the events of a mailbox. Clients of push subscriptions are
/// called back where the endpoint is behind HTTP.
/// </summary>
internal sealed class SubscribeCall : OperationCall
{
    private const int MaxTimeoutMinutes = 1440; // the schema's SubscriptionTimeoutType

    private static readonly TimeSpan DefaultStatusFrequency = TimeSpan.FromMinutes(30);

    private static readonly Dictionary<string, SubscriptionKind> Kinds = new()
    {
        ["PullSubscriptionRequest"] = SubscriptionKind.Pull,
        ["PushSubscriptionRequest"] = SubscriptionKind.Push,
        ["StreamingSubscriptionRequest"] = SubscriptionKind.Streaming,
    };

    private readonly MailboxAccess _access;
    private readonly SubscriptionKind _kind;
    private readonly XElement[]? _folders;
    private readonly HashSet<MailboxEventType> _types;
    private readonly TimeSpan _lifetime;
    private readonly TimeSpan _statusFrequency;
    private readonly Uri? _url;

    public SubscribeCall(XElement operation, MailboxAccess access)
        : base(EwsOperation.Subscribe, operation.Elements().Take(1).ToArray())
    {
        _access = access;
        XElement request = Parts.Count > 0
            ? Parts[0]
            : throw SoapFaultException.Missing(operation, "StreamingSubscriptionRequest");
        if (request.Name.Namespace != EwsXml.Messages || !Kinds.TryGetValue(request.Name.LocalName, out _kind))
            throw SoapFaultException.Schema($"'{request.Name.LocalName}' is no subscription request.", request);
        bool isForAll = (string?)request.Attribute("SubscribeToAllFolders") is "true" or "1";
        _folders = isForAll
            ? null
            : request.Element(EwsXml.Types + "FolderIds")?.Elements().ToArray()
                ?? throw SoapFaultException.Missing(request, "FolderIds");
        _types = ReadTypes(request);
        _lifetime = ReadLifetime(request);
        if (_kind == SubscriptionKind.Push)
        {
            XElement url = request.Element(EwsXml.Types + "URL") ?? throw SoapFaultException.Missing(request, "URL");
            _url = ReadUrl(url.Value.Trim());
            _statusFrequency = request.Element(EwsXml.Types + "StatusFrequency") is { } minutes
                ? ReadMinutes(minutes, MaxTimeoutMinutes)
                : DefaultStatusFrequency;
        }
    }

    /// <summary>How many subscriptions it counts as (learn-ews-throttling).</summary>
    public override int FindEntries => _folders?.Length ?? 1;

    /// <summary>Whether it exists; if not, it does not count.</summary>
    public bool IsMade { get; private set; }

    public override WorkDone Run(int unit, ref int findCount)
    {
        HashSet<string>? folders = _folders is null ? null : [];
        ItemError? error = _kind == SubscriptionKind.Push && _url is null ? SubscriptionErrors.InvalidPushUrl
            : folders is null ? null
            : Find(_folders!, folders);
        if (error is not null)
            return Fail(unit, error);
        Subscription made = _access.Server.Subscriptions.Add(
            new SubscriptionRequest(_kind, _access.Identity.Mailbox, folders, _types, _lifetime)
            {
                Caller = _access.Identity.Account, Owner = _access.Identity.Owner, Count = FindEntries,
                Url = _url, StatusFrequency = _statusFrequency,
            });
        IsMade = true;
        return Succeed(unit, new WorkDone(FindEntries, 0), writer => WriteMade(writer, made));
    }

    /// <returns><c>null</c> for what is not called back.</returns>
    private Uri? ReadUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && (url.Scheme is "http" or "https")
        && (url.IsLoopback || _access.Server.IsRemoteAllowed)
            ? url
            : null;

    private ItemError? Find(XElement[] ids, HashSet<string> folders)
    {
        lock (_access.Own.Gate)
        {
            foreach (XElement id in ids)
            {
                if (_access.Folder(id, out ItemError? error) is not { } folder)
                    return error;
                folders.Add(folder.Id);
            }
            return null;
        }
    }

    private static void WriteMade(XmlWriter writer, Subscription made)
    {
        writer.WriteElementString("m", "SubscriptionId", EwsXml.MessagesUri, made.Id);
        if (made.Request.Kind != SubscriptionKind.Streaming)
            writer.WriteElementString("m", "Watermark", EwsXml.MessagesUri, Watermark.Of(0));
    }

    private static HashSet<MailboxEventType> ReadTypes(XElement request)
    {
        XElement types = request.Element(EwsXml.Types + "EventTypes")
            ?? throw SoapFaultException.Missing(request, "EventTypes");
        HashSet<MailboxEventType> read = [];
        foreach (XElement type in types.Elements(EwsXml.Types + "EventType"))
        {
            string name = type.Value.Trim();
            bool isKnown = name.EndsWith("Event", StringComparison.Ordinal)
                && Enum.TryParse(name.Substring(0, name.Length - "Event".Length), out MailboxEventType value)
                && read.Add(value) | Enum.IsDefined(typeof(MailboxEventType), value);
            if (!isKnown)
                throw SoapFaultException.Schema($"The value '{name}' is no EventType.", type);
        }
        return read.Count > 0 ? read : throw SoapFaultException.Missing(types, "EventType");
    }

    /// <summary>A push subscription lives until it is ended, or its client does not answer.</summary>
    private TimeSpan ReadLifetime(XElement request) => _kind switch
    {
        SubscriptionKind.Pull => ReadMinutes(
            request.Element(EwsXml.Types + "Timeout") ?? throw SoapFaultException.Missing(request, "Timeout"),
            MaxTimeoutMinutes),
        SubscriptionKind.Streaming => _access.Server.Assumptions.StreamingSubscriptionLifetime,
        _ => TimeSpan.MaxValue,
    };

    internal static TimeSpan ReadMinutes(XElement element, int max) =>
        int.TryParse(element.Value.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int minutes)
        && minutes >= 1 && minutes <= max
            ? TimeSpan.FromMinutes(minutes)
            : throw SoapFaultException.Schema(
                $"The value '{element.Value}' of '{element.Name.LocalName}' is not 1 to {max} minutes.", element);
}
