using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>The opposite of a condition.</summary>
public sealed class EwsNotRestriction : EwsRestriction
{
    internal EwsNotRestriction(EwsRestriction operand) => Operand = operand;

    /// <summary>The condition that must not hold; never itself a negation.</summary>
    public EwsRestriction Operand { get; }

    /// <inheritdoc/>
    public override int NodeCount => 1 + Operand.NodeCount;

    /// <inheritdoc/>
    public override string ToString() => Operand switch
    {
        EwsBitmaskRestriction mask => mask.ToPositive(),
        _ => $"-not ({Operand})",
    };

    internal override void WriteTo(XmlWriter writer)
    {
        writer.WriteStartElement("Not", EwsNames.Types);
        Operand.WriteTo(writer);
        writer.WriteEndElement();
    }
}
