namespace ThrottlingTools.Ews;

/// <summary>Names an extended property as it comes.</summary>
internal static class ExtendedNotation
{
    /// <summary>The notation of the <c>ExtendedFieldURI</c> on which a cursor stands.</summary>
    internal static string Of(SoapCursor cursor)
    {
        string type = cursor.Attribute("PropertyType") ?? "";
        if (cursor.Attribute("PropertyTag") is { } tag)
            return $"{tag}:{type}";
        string set = cursor.Attribute("PropertySetId") is { } guid
            ? $"{{{guid}}}:"
            : $"{cursor.Attribute("DistinguishedPropertySetId")}/";
        string name = cursor.Attribute("PropertyName") is { } text ? $"'{text}'" : cursor.Attribute("PropertyId") ?? "";
        return $"{set}{name}:{type}";
    }

    /// <summary>
    /// The field for its values; what no request could have named keeps its name, and its values as text.
    /// </summary>
    internal static ValueField ToField(string notation)
    {
        try
        {
            EwsExtendedProperty property = EwsExtendedProperty.Parse(notation);
            string name = property.ToString();
            return new ValueField(name, name, name, property.ValueType ?? typeof(string));
        }
        catch (ThrottlingToolsException)
        {
            return new ValueField(notation, notation, notation, typeof(string));
        }
    }
}
