namespace ThrottlingTools.Ews;

/// <summary>A body that is written. A plain text as a value does as well.</summary>
/// <param name="Text">The text.</param>
/// <param name="IsHtml">Whether it is HTML.</param>
public sealed record EwsBody(string Text, bool IsHtml = false)
{
    /// <summary>The text.</summary>
    public override string ToString() => Text;
}
