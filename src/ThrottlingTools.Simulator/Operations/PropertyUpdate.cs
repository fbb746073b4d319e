using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>SetItemField, AppendToItemField and DeleteItemField.</summary>
internal static class PropertyUpdate
{
    /// <summary>Applies one of them.</summary>
    /// <param name="update">The element.</param>
    /// <param name="item">The item as it is.</param>
    /// <param name="values">Its written values, which are changed.</param>
    /// <exception cref="ItemErrorException">The property cannot be changed so.</exception>
    public static void Apply(XElement update, MailboxItem item, Dictionary<string, object?> values)
    {
        PropertyPath path = PropertyPath.Parse(
            update.Elements().FirstOrDefault() ?? throw SoapFaultException.Missing(update, "FieldURI"));
        string container = path.Index is null ? path.Key : IndexedProperty.Split(path.Key).Container;
        if (path.Extended is null && ErrorOf(update, item, container) is { } error)
            throw new ItemErrorException(error);
        switch (update.Name.Namespace == EwsXml.Types ? update.Name.LocalName : "")
        {
            case "SetItemField":
                Set(update, item, values, path, container);
                break;
            case "AppendToItemField":
                values[container] = Append(Value(update, container, path), Current(item, values, container), path);
                break;
            case "DeleteItemField":
                values[container] = path.Index is null
                    ? null
                    : IndexedProperty.Remove(
                        Current(item, values, container) as XElement, IndexedProperty.Split(path.Key).Part, path.Index);
                break;
            default:
                throw SoapFaultException.Schema($"The element '{update.Name.LocalName}' is no update.", update);
        }
    }

    /// <summary>Whether anything but IsRead differs.</summary>
    public static bool IsMoreThanReadFlag(Dictionary<string, object?> values, MailboxItem item) =>
        values.Any(pair => pair.Key != MailboxItem.IsReadUri
            && !(item.Values.TryGetValue(pair.Key, out object? old) && Equals(old, pair.Value)));

    /// <summary>An item's written values with another size.</summary>
    public static Dictionary<string, object?> WithSize(MailboxItem item, int added)
    {
        Dictionary<string, object?> values = item.Values.ToDictionary(pair => pair.Key, pair => pair.Value);
        values["item:Size"] = item.Size + added;
        return values;
    }

    /// <summary>What a property is after the updates so far.</summary>
    public static object? Current(MailboxItem item, Dictionary<string, object?> values, string key) =>
        values.TryGetValue(key, out object? value) ? value : item.Read(key);

    private static ItemError? ErrorOf(XElement update, MailboxItem item, string fieldUri)
    {
        ItemProperty? property = ItemSchema.Find(fieldUri);
        if (property is not null && !ItemSchema.IsOf(item.ElementName, property.FieldUri))
            return ItemErrors.NotOfThisKind(fieldUri);
        return property is not { IsReadOnly: true } && fieldUri != ItemSchema.IdUri ? null
            : update.Name.LocalName == "DeleteItemField" ? ItemErrors.CannotDeleteProperty(fieldUri)
            : ItemErrors.CannotSet(fieldUri);
    }

    private static void Set(
        XElement update, MailboxItem item, Dictionary<string, object?> values, PropertyPath path, string container)
    {
        object value = Value(update, container, path);
        values[container] = path.Index is not null && value is XElement entries
            ? IndexedProperty.Set(Current(item, values, container) as XElement, entries, path.Index)
            : value;
        if (container is "item:Body" or "item:Subject")
            values.Remove("item:MimeContent"); // it would tell something else
        if (container == "task:Status")
            SetCompletion(values, value is "Completed");
        else if (container == "task:PercentComplete")
            SetCompletion(values, value is 100);
    }

    private static void SetCompletion(Dictionary<string, object?> values, bool isComplete)
    {
        values["task:IsComplete"] = isComplete;
        if (!isComplete)
            return;
        values["task:Status"] = values["task:StatusDescription"] = "Completed";
        values["task:PercentComplete"] = 100;
    }

    private static object Value(XElement update, string fieldUri, PropertyPath path)
    {
        XElement given = update.Elements().Skip(1).FirstOrDefault()
            ?? throw SoapFaultException.Missing(update, "Item");
        XElement element = given.Elements().FirstOrDefault() ?? throw SoapFaultException.Missing(given, path.Key);
        if (given.Elements().Skip(1).Any())
            throw new ItemErrorException(ItemErrors.NotOneProperty);
        if (path.Extended is not null)
            return new XElement(element);
        string name = fieldUri.Substring(fieldUri.IndexOf(':') + 1);
        if (element.Name != EwsXml.Types + name)
            throw new ItemErrorException(ItemErrors.OtherProperty);
        return ItemSchema.Find(fieldUri) is { } property
            ? ItemDraft.Normalize(property, element)
            : new XElement(element);
    }

    private static object Append(object added, object? current, PropertyPath path)
    {
        if (current is null)
            return added;
        if (current is not XElement old || added is not XElement more)
            throw new ItemErrorException(
                "ErrorInvalidPropertyAppend", "Append action is invalid for property: " + path.Key);
        XElement result = new(old);
        if (more.HasElements)
            result.Add(more.Elements());
        else
            result.Value += more.Value;
        return result;
    }
}
