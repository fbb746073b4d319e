using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using System.Xml.Linq;
using ThrottlingTools.Ews;

namespace ThrottlingTools.Core.Tests.Ews;

/// <summary>Answers each request by the next step of a script, and keeps the requests.</summary>
internal sealed class ScriptedTransport : IEwsTransport
{
    private readonly Queue<Func<XElement, (int Status, string Body)>> _steps = new();

    public List<EwsHttpRequest> Requests { get; } = [];

    public ScriptedTransport Then(int status, string body) => Then(_ => (status, body));

    public ScriptedTransport Then(Func<XElement, (int Status, string Body)> step)
    {
        _steps.Enqueue(step);
        return this;
    }

    public ScriptedTransport ThenFail(ThrottlingToolsException exception) => Then(_ => throw exception);

    /// <summary>The requested offsets of all finds, in order.</summary>
    public int[] Offsets() => View().Select(view => (int)view.Attribute("Offset")!).ToArray();

    /// <summary>The requested page sizes of all finds, in order.</summary>
    public int[] PageSizes() => View().Select(view => (int)view.Attribute("MaxEntriesReturned")!).ToArray();

    public Task<EwsHttpResponse> SendAsync(EwsHttpRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Requests.Add(request);
        (int status, string body) = _steps.Dequeue()(XElement.Parse(Encoding.UTF8.GetString(request.Body)));
        MemoryStream stream = new(Encoding.UTF8.GetBytes(body));
        return Task.FromResult(new EwsHttpResponse(status, new Dictionary<string, string>(), stream));
    }

    private IEnumerable<XElement> View() => Requests.SelectMany(request =>
        XElement.Parse(Encoding.UTF8.GetString(request.Body)).Descendants()
            .Where(element => element.Name.LocalName == "IndexedPageItemView"));
}
