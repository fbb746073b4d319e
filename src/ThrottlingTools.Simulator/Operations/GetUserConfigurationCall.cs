using System.Linq;
using System.Xml;
using System.Xml.Linq;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>GetUserConfiguration: OWA.UserOptions with a time zone; there are no others.</summary>
internal sealed class GetUserConfigurationCall : SingleCall
{
    private const string Known = "OWA.UserOptions";

    private readonly MailboxAccess _access;
    private readonly XElement _name;
    private readonly string _properties;

    public GetUserConfigurationCall(XElement operation, MailboxAccess access) : base(operation, AnswerShape.Messages)
    {
        _access = access;
        _name = Require(operation, "UserConfigurationName");
        _ = _name.Attribute("Name") ?? throw SoapFaultException.Missing(_name, "Name");
        _properties = Require(operation, "UserConfigurationProperties").Value;
    }

    public override WorkDone Run(int unit, ref int findCount)
    {
        XElement id = _name.Elements().FirstOrDefault() ?? throw SoapFaultException.Missing(_name, "FolderId");
        ItemError? error;
        lock (_access.Own.Gate)
            _access.Folder(id, out error);
        if (error is not null)
            return Fail(unit, error);
        return (string?)_name.Attribute("Name") == Known
            ? Succeed(unit, new WorkDone(1, 0), WriteKnown)
            : Fail(unit, new ItemError("ErrorItemNotFound", "The specified object was not found in the store."));
    }

    private void WriteKnown(XmlWriter writer)
    {
        bool isAll = _properties.Contains("All");
        writer.WriteStartElement("m", "UserConfiguration", EwsXml.MessagesUri);
        writer.WriteStartElement("t", "UserConfigurationName", EwsXml.TypesUri);
        writer.WriteAttributeString("Name", Known);
        foreach (XElement folder in _name.Elements())
            folder.WriteTo(writer);
        writer.WriteEndElement();
        if (isAll || _properties.Contains("Dictionary"))
            WriteDictionary(writer);
        writer.WriteEndElement();
    }

    private static void WriteDictionary(XmlWriter writer)
    {
        writer.WriteStartElement("t", "Dictionary", EwsXml.TypesUri);
        writer.WriteStartElement("t", "DictionaryEntry", EwsXml.TypesUri);
        WriteObject(writer, "DictionaryKey", "timezone");
        WriteObject(writer, "DictionaryValue", "UTC");
        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private static void WriteObject(XmlWriter writer, string element, string value)
    {
        writer.WriteStartElement("t", element, EwsXml.TypesUri);
        Text(writer, "Type", "String");
        Text(writer, "Value", value);
        writer.WriteEndElement();
    }
}
