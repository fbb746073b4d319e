using System;
using System.IO;
using System.Runtime.Serialization.Json;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace ThrottlingTools.Simulator.Identity;

/// <summary>
/// Reads who a JSON Web Token (RFC 7519) speaks for. Neither its signature nor its times are checked: whoever can reach
/// the simulator, which is this machine, can be anybody.
/// </summary>
internal static class BearerToken
{
    private const int MaxDepth = 16;
    private const int MaxLength = 64 * 1024;

    private static readonly string[] UserClaims = ["upn", "unique_name", "smtp"];

    /// <returns><c>null</c> for what is no token, or names nobody.</returns>
    public static EwsCaller? CallerOf(string token)
    {
        string[] parts = token.Split('.');
        if (token.Length > MaxLength || parts.Length != 3 || Claims(parts[1]) is not { } claims)
            return null;
        foreach (string name in UserClaims)
        {
            if (claims.Element(name)?.Value is { Length: > 0 } user)
                return new EwsCaller(user, "Bearer");
        }
        return claims.Element("appid")?.Value is { Length: > 0 } application
            ? new EwsCaller(application, "Bearer", IsApplication: true)
            : null;
    }

    private static XElement? Claims(string part)
    {
        try
        {
            string base64 = part.Replace('-', '+').Replace('_', '/');
            byte[] json = Convert.FromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='));
            XmlDictionaryReaderQuotas quotas = new() { MaxDepth = MaxDepth, MaxStringContentLength = MaxLength };
            using XmlDictionaryReader reader = JsonReaderWriterFactory.CreateJsonReader(
                new MemoryStream(json, writable: false), Encoding.UTF8, quotas, onClose: null);
            return XElement.Load(reader);
        }
        catch (Exception exception) when (exception is FormatException or XmlException or ArgumentException)
        {
            return null;
        }
    }
}
