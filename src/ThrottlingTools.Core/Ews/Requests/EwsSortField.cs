namespace ThrottlingTools.Ews;

/// <summary>One key of the order in which a find returns what it found.</summary>
public sealed class EwsSortField
{
    /// <summary>Makes a key.</summary>
    /// <param name="property">A name as <see cref="EwsPropertyPath.Parse(string)"/> takes it.</param>
    /// <param name="isDescending">Whether the largest comes first.</param>
    public EwsSortField(string property, bool isDescending = false)
    {
        Property = property;
        IsDescending = isDescending;
    }

    /// <summary>A plain name such as <c>DateTimeReceived</c>, a FieldURI, or an extended property.</summary>
    public string Property { get; }

    /// <summary>Whether the largest comes first.</summary>
    public bool IsDescending { get; }

    /// <summary>Reads <c>DateTimeReceived</c>, <c>DateTimeReceived desc</c> or <c>Subject ascending</c>.</summary>
    /// <param name="text">The property and, if it is not to be ascending, the direction.</param>
    /// <exception cref="ThrottlingToolsException">
    /// <c>InvalidSortField</c> for a property that has no order or another word after it,
    /// <c>UnknownEwsProperty</c>, <c>InvalidExtendedProperty</c>.
    /// </exception>
    public static EwsSortField Parse(string text)
    {
        string trimmed = text.Trim();
        int space = trimmed.LastIndexOf(' ');
        string direction = trimmed.Substring(space + 1).ToUpperInvariant();
        bool isDescending = direction is "DESC" or "DESCENDING";
        bool hasDirection = space > 0 && (isDescending || direction is "ASC" or "ASCENDING");
        string property = hasDirection ? trimmed.Substring(0, space).TrimEnd() : trimmed;
        if (!hasDirection && space > 0 && !EwsExtendedProperty.IsNotation(trimmed))
            throw Errors.InvalidSortField(text, $"'{trimmed.Substring(space + 1)}' is no direction");
        if (EwsPropertyPath.Parse(property).Property is { IsSortable: false })
            throw Errors.InvalidSortField(text, $"EWS cannot order by {property}");
        return new EwsSortField(property, isDescending);
    }

    /// <summary>The property and the direction.</summary>
    public override string ToString() => IsDescending ? $"{Property} descending" : Property;
}
