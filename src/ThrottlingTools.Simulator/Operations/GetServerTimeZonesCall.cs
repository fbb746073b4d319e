using System;
using System.Linq;
using System.Xml.Linq;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>GetServerTimeZones: a few zones of Windows with their rules.</summary>
internal sealed class GetServerTimeZonesCall : SingleCall
{
    private readonly string[]? _ids;
    private readonly bool _isFull;

    public GetServerTimeZonesCall(XElement operation, MailboxAccess access) : base(operation, AnswerShape.Messages)
    {
        _ = access;
        _ids = operation.Element(EwsXml.Messages + "Ids")?
            .Elements(EwsXml.Types + "Id").Select(id => id.Value).ToArray();
        _isFull = (string?)operation.Attribute("ReturnFullTimeZoneData") is not ("false" or "0");
    }

    public override WorkDone Run(int unit, ref int findCount)
    {
        ServerTimeZone[] wanted = ServerTimeZone.All
            .Where(zone => _ids is null || _ids.Contains(zone.Id, StringComparer.OrdinalIgnoreCase)).ToArray();
        return Succeed(unit, new WorkDone(wanted.Length, 0), writer =>
        {
            writer.WriteStartElement("m", "TimeZoneDefinitions", EwsXml.MessagesUri);
            foreach (ServerTimeZone zone in wanted)
                zone.Write(writer, _isFull);
            writer.WriteEndElement();
        });
    }
}
