namespace ThrottlingTools.Simulator.Mailboxes;

/// <summary>What has properties: an item or a folder.</summary>
internal interface IPropertySource
{
    /// <summary>
    /// A property's value: a string, int, bool, DateTime (UTC) or, for one of several parts, an XElement.
    /// </summary>
    /// <param name="path">The property.</param>
    /// <returns>The value; <c>null</c> where there is none.</returns>
    object? Read(PropertyPath path);
}
