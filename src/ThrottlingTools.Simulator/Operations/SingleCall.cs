using System.Xml;
using System.Xml.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>Where the codes of an answer with one part stand.</summary>
internal enum AnswerShape
{
    /// <summary>In a response message, as with batches.</summary>
    Messages,
    /// <summary>In the answer itself.</summary>
    Direct,
    /// <summary>In a ResponseMessage before the content.</summary>
    Before,
}

/// <summary>A call about the directory or settings: one part, one answer.</summary>
internal abstract class SingleCall : OperationCall
{
    private readonly AnswerShape _shape;

    protected SingleCall(XElement request, AnswerShape shape, EwsOperation operation = EwsOperation.Other)
        : base(operation, [request])
    {
        string name = request.Name.LocalName;
        Name = name.EndsWith("Request", System.StringComparison.Ordinal) ? name.Substring(0, name.Length - 7) : name;
        _shape = shape;
    }

    public override string Name { get; }

    protected XElement Request => Parts[0];

    public override void Write(XmlWriter writer)
    {
        if (_shape == AnswerShape.Messages)
            base.Write(writer);
        else if (_shape == AnswerShape.Direct)
            WriteMessage(writer, Name + "Response", 0);
        else
        {
            writer.WriteStartElement("m", Name + "Response", EwsXml.MessagesUri);
            WriteMessage(writer, "ResponseMessage", 0, hasContent: false);
            WriteContent(writer, 0);
            writer.WriteEndElement();
        }
    }

    protected static void Text(XmlWriter writer, string name, string value) =>
        writer.WriteElementString("t", name, EwsXml.TypesUri, value);

    /// <summary>An EmailAddressType.</summary>
    protected static void WriteAddress(
        XmlWriter writer, string element, string name, string address, string type = "Mailbox")
    {
        writer.WriteStartElement("t", element, EwsXml.TypesUri);
        Text(writer, "Name", name);
        Text(writer, "EmailAddress", address);
        Text(writer, "RoutingType", "SMTP");
        Text(writer, "MailboxType", type);
        writer.WriteEndElement();
    }
}
