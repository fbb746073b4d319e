namespace ThrottlingTools.Ews;

/// <summary>Turns the name of an item property into the FieldURI that asks for it.</summary>
public static class EwsFieldUri
{
    /// <summary>
    /// Completes a plain name: <c>Subject</c> becomes <c>item:Subject</c>, <c>From</c> <c>message:From</c>.
    /// </summary>
    /// <param name="name">
    /// A plain name, or what <see cref="EwsPropertyPath.Parse(string)"/> takes beside it, which stays as it is.
    /// </param>
    /// <exception cref="ThrottlingToolsException">The name is none.</exception>
    public static string Expand(string name) => EwsPropertyPath.Parse(name).ToString();
}
