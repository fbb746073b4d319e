using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Ews;

namespace ThrottlingTools.Core.Tests.Ews.Connections;

/// <summary>The hosts of the world as Autodiscover finds them: those that are not written down do not exist.</summary>
internal sealed class AutodiscoverScript
{
    private const string Soap = "http://schemas.xmlsoap.org/soap/envelope/";
    private const string Settings = "http://schemas.microsoft.com/exchange/2010/Autodiscover";

    private readonly Dictionary<string, AutodiscoverReply> _replies = new(StringComparer.OrdinalIgnoreCase);

    public List<string> Log { get; } = [];

    /// <summary>The addresses that were asked with a question, and so signed in.</summary>
    public IEnumerable<string> Posts => Log.Where(line => line.StartsWith("POST ", StringComparison.Ordinal));

    public AutodiscoverScript On(string uri, string body, int status = 200, string? location = null)
    {
        _replies[uri] = new AutodiscoverReply(status, location, Encoding.UTF8.GetBytes(body));
        return this;
    }

    public AutodiscoverScript Redirect(string uri, string location) => On(uri, "", 302, location);

    public AutodiscoverClient Client(Uri? address = null, bool allowRedirection = false) =>
        new(SendAsync, null) { Address = address, AllowRedirection = allowRedirection };

    public static string Found(string external, string? internalUrl = null) => User(
        "NoError", "",
        $"<UserSettings>{Setting("InternalEwsUrl", internalUrl)}{Setting("ExternalEwsUrl", external)}</UserSettings>");

    public static string User(string code, string target, string more = "") =>
        $"<s:Envelope xmlns:s='{Soap}'><s:Body><GetUserSettingsResponseMessage xmlns='{Settings}'><Response>"
        + $"<ErrorCode>NoError</ErrorCode><UserResponses><UserResponse><ErrorCode>{code}</ErrorCode>"
        + $"<ErrorMessage>Told.</ErrorMessage><RedirectTarget>{target}</RedirectTarget>{more}"
        + "</UserResponse></UserResponses></Response></GetUserSettingsResponseMessage></s:Body></s:Envelope>";

    public static string Plain(string account) =>
        "<Autodiscover xmlns='http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006'>"
        + "<Response xmlns='http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a'>"
        + $"{account}</Response></Autodiscover>";

    private static string Setting(string name, string? value) =>
        string.IsNullOrEmpty(value)
            ? "" : $"<UserSetting><Name>{name}</Name><Value>{value}</Value></UserSetting>";

    private Task<AutodiscoverReply> SendAsync(Uri uri, byte[]? body, CancellationToken cancellationToken)
    {
        Log.Add((body is null ? "GET " : "POST ") + uri);
        return _replies.TryGetValue(uri.ToString(), out AutodiscoverReply? reply)
            ? Task.FromResult(reply)
            : throw Errors.EwsUnreachable(uri, new System.IO.IOException("no such host"));
    }
}
