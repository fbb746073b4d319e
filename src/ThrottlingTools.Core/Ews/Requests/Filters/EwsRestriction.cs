using System.Linq;
using System.Xml;

namespace ThrottlingTools.Ews;

/// <summary>
/// A condition on the items or folders of a find, as the Restriction element has it. <see cref="EwsFilter"/> reads it
/// from text, and <see cref="ToString"/> prints that text.
/// </summary>
public abstract class EwsRestriction
{
    private protected EwsRestriction()
    {
    }

    /// <summary>How many elements it takes; servers accept 255 (ErrorRestrictionTooLong).</summary>
    public virtual int NodeCount => 1;

    /// <summary>The condition that holds where this one does not.</summary>
    public EwsRestriction Negate() => this is EwsNotRestriction not ? not.Operand : new EwsNotRestriction(this);

    /// <summary>A condition that holds where all hold.</summary>
    /// <param name="operands">At least one.</param>
    public static EwsRestriction All(params EwsRestriction[] operands) =>
        operands.Length == 1 ? operands[0] : new EwsLogicalRestriction(true, operands);

    /// <summary>A condition that holds where at least one holds.</summary>
    /// <param name="operands">At least one.</param>
    public static EwsRestriction Any(params EwsRestriction[] operands) =>
        operands.Length == 1 ? operands[0] : new EwsLogicalRestriction(false, operands);

    /// <summary>The expression that <see cref="EwsFilter.Parse"/> reads.</summary>
    public abstract override string ToString();

    /// <summary>Writes the search expression.</summary>
    internal abstract void WriteTo(XmlWriter writer);

    private protected static string Print(EwsPropertyPath property)
    {
        string text = property.ToString();
        return text.All(c => !char.IsWhiteSpace(c) && "'\"()[],!$@;".IndexOf(c) < 0)
            ? text
            : "[" + text.Replace("]", "]]") + "]";
    }

    private protected static string Quote(string text) => "'" + text.Replace("'", "''") + "'";

    private protected static void WriteConstant(XmlWriter writer, string value)
    {
        writer.WriteStartElement("Constant", EwsNames.Types);
        writer.WriteAttributeString("Value", value);
        writer.WriteEndElement();
    }
}
