using System;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Autodiscover;

/// <summary>Tells clients where EWS is, by the plain XML and the SOAP form of Autodiscover.</summary>
internal sealed class AutodiscoverService
{
    private const string PlainPath = "/autodiscover/autodiscover.xml";
    private const string SoapPath = "/autodiscover/autodiscover.svc";

    private readonly MailboxDirectory _directory;
    private readonly ExchangeRelease _release;
    private readonly Uri _ews;

    public AutodiscoverService(MailboxDirectory directory, ExchangeRelease release, Uri ews)
    {
        _directory = directory;
        _release = release;
        _ews = ews;
    }

    public static bool Serves(string path) => Is(path, PlainPath) || Is(path, SoapPath);

    /// <summary>Answers a request.</summary>
    /// <param name="path">One of the paths that are served.</param>
    /// <param name="body">The request's.</param>
    /// <param name="time">How long reading it may take.</param>
    /// <returns>The answer's body; <c>null</c> for a request that is no XML, or too much.</returns>
    public byte[]? Answer(string path, byte[] body, ReadingTime time)
    {
        try
        {
            XElement request = SoapRequest.Load(body, time);
            XElement answer = Is(path, PlainPath)
                ? new PlainAutodiscover(_directory, _ews).Answer(request)
                : new SoapAutodiscover(_directory, _release, _ews).Answer(request);
            return new UTF8Encoding(false).GetBytes("<?xml version=\"1.0\" encoding=\"utf-8\"?>" + answer);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static bool Is(string path, string other) => string.Equals(path, other, StringComparison.OrdinalIgnoreCase);
}
