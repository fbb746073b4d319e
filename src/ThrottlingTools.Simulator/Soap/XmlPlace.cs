using System.Xml;
using System.Xml.Linq;

namespace ThrottlingTools.Simulator.Soap;

/// <summary>Where an element was read, as faults tell it; 0 and 0 where that is unknown.</summary>
internal sealed record XmlPlace(int Line, int Position)
{
    private static readonly XmlPlace Unknown = new(0, 0);

    public static XmlPlace Of(XElement? element) => element?.Annotation<XmlPlace>() ?? Loaded(element);

    private static XmlPlace Loaded(IXmlLineInfo? place) =>
        place is not null && place.HasLineInfo() ? new XmlPlace(place.LineNumber, place.LinePosition) : Unknown;
}
