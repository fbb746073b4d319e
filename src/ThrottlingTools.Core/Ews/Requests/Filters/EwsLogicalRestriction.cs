using System.Collections.Generic;
using System.Linq;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>All of several conditions, or at least one of them.</summary>
public sealed class EwsLogicalRestriction : EwsRestriction
{
    internal EwsLogicalRestriction(bool isAnd, IReadOnlyList<EwsRestriction> operands)
    {
        IsAnd = isAnd;
        Operands = operands;
    }

    /// <summary>Whether all have to hold.</summary>
    public bool IsAnd { get; }

    /// <summary>The conditions, two or more.</summary>
    public IReadOnlyList<EwsRestriction> Operands { get; }

    /// <inheritdoc/>
    public override int NodeCount => 1 + Operands.Sum(operand => operand.NodeCount);

    /// <inheritdoc/>
    public override string ToString() => string.Join(
        IsAnd ? " -and " : " -or ",
        Operands.Select(operand => operand is EwsLogicalRestriction ? $"({operand})" : operand.ToString()));

    internal override void WriteTo(XmlWriter writer)
    {
        writer.WriteStartElement(IsAnd ? "And" : "Or", EwsNames.Types);
        foreach (EwsRestriction operand in Operands)
            operand.WriteTo(writer);
        writer.WriteEndElement();
    }
}
