using System;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace ThrottlingTools.Simulator.Identity;

/// <summary>
/// Checks Basic authentication. It keeps a keyed digest instead of the password, and compares in a time that does not
/// depend on where two digests differ.
/// </summary>
internal sealed class BasicCredential : IDisposable
{
    private readonly HMACSHA256 _hash = new();
    private readonly byte[]? _expected;

    /// <param name="credential">Who may log on; <c>null</c> for everybody who gives a user name.</param>
    public BasicCredential(NetworkCredential? credential)
    {
        if (credential is null)
            return;
        string domain = credential.Domain.Length > 0 ? credential.Domain + "\\" : "";
        _expected = Digest(domain + credential.UserName, credential.Password);
    }

    /// <summary>The user name of a credential that is let in; <c>null</c> for any other.</summary>
    /// <param name="token">What follows the scheme in the Authorization header.</param>
    public string? UserOf(string token)
    {
        string pair = Decode(token);
        int colon = pair.IndexOf(':');
        if (colon <= 0)
            return null;
        string user = pair.Substring(0, colon);
        return _expected is null || AreEqual(_expected, Digest(user, pair.Substring(colon + 1))) ? user : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    private static string Decode(string base64)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(base64));
        }
        catch (FormatException)
        {
            return "";
        }
    }

    private byte[] Digest(string user, string password)
    {
        byte[] text = Encoding.UTF8.GetBytes(user.ToUpperInvariant() + "\0" + password);
        lock (_hash)
            return _hash.ComputeHash(text);
    }

    private static bool AreEqual(byte[] left, byte[] right)
    {
        int difference = left.Length ^ right.Length;
        for (int i = 0; i < Math.Min(left.Length, right.Length); i++)
            difference |= left[i] ^ right[i];
        return difference == 0;
    }
}
