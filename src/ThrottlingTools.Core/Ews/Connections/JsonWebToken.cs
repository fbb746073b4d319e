using System;
using System.Globalization;
using System.IO;
using System.Runtime.Serialization.Json;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace ThrottlingTools.Ews;

/// <summary>Reads what a JSON Web Token (RFC 7519) says. Nothing is verified.</summary>
public static class JsonWebToken
{
    private const int MaxDepth = 16;
    private const int MaxLength = 64 * 1024;

    private static readonly string[] UserClaims = ["upn", "unique_name", "smtp"];
    private static readonly DateTimeOffset Epoch = new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The claims of a token, one element each.</summary>
    /// <param name="token">The token.</param>
    /// <returns><c>null</c> for what is no such token.</returns>
    public static XElement? ReadClaims(string token)
    {
        string[] parts = token.Split('.');
        return token.Length > MaxLength || parts.Length != 3 ? null : Parse(parts[1]);
    }

    /// <summary>The user that a token speaks for; <c>null</c> where it names none.</summary>
    /// <param name="claims">What <see cref="ReadClaims"/> returned.</param>
    public static string? UserOf(XElement claims)
    {
        foreach (string name in UserClaims)
        {
            if (claims.Element(name)?.Value is { Length: > 0 } user)
                return user;
        }
        return null;
    }

    /// <summary>The application that a token was made for; <c>null</c> where it names none.</summary>
    /// <param name="claims">What <see cref="ReadClaims"/> returned.</param>
    public static string? ApplicationOf(XElement claims) =>
        claims.Element("appid")?.Value is { Length: > 0 } application ? application : null;

    /// <summary>When the token ends; <c>null</c> where it does not tell.</summary>
    internal static DateTimeOffset? ExpiryOf(XElement claims) =>
        double.TryParse(
            claims.Element("exp")?.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds)
        && seconds is >= 0 and < 250_000_000_000 ? Epoch.AddSeconds(seconds) : null;

    private static XElement? Parse(string part)
    {
        try
        {
            string base64 = part.Replace('-', '+').Replace('_', '/');
            byte[] json = Convert.FromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='));
            XmlDictionaryReaderQuotas quotas = new() { MaxDepth = MaxDepth, MaxStringContentLength = MaxLength };
            using XmlDictionaryReader reader = JsonReaderWriterFactory.CreateJsonReader(
                new MemoryStream(json, writable: false), Encoding.UTF8, quotas, onClose: null);
            return reader.MoveToContent() == XmlNodeType.Element ? XElement.Load(reader) : null;
        }
        catch (Exception exception) when (exception is FormatException or XmlException or ArgumentException)
        {
            return null;
        }
    }
}
