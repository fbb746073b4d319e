namespace ThrottlingTools.Ews;

/// <summary>One key of the order in which a find returns what it found.</summary>
public sealed class EwsSortField
{
    /// <summary>Makes a key.</summary>
    /// <param name="property">A plain name such as <c>DateTimeReceived</c>, or a FieldURI.</param>
    /// <param name="isDescending">Whether the largest comes first.</param>
    public EwsSortField(string property, bool isDescending = false)
    {
        Property = property;
        IsDescending = isDescending;
    }

    /// <summary>A plain name such as <c>DateTimeReceived</c>, or a FieldURI.</summary>
    public string Property { get; }

    /// <summary>Whether the largest comes first.</summary>
    public bool IsDescending { get; }

    /// <summary>The property and the direction.</summary>
    public override string ToString() => IsDescending ? $"{Property} descending" : Property;
}
