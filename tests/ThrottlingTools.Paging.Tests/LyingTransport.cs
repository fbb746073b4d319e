using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using System.Xml.Linq;
using ThrottlingTools.Ews;

namespace ThrottlingTools.Paging.Tests;

/// <summary>How an answer to a find lies.</summary>
public enum Lie
{
    OtherOperation,
    NoMessage,
    NoView,
    EarlyLast,
    EmptyLast,
    EarlyLastAndTotal,
    SkippedAtStart,
    SkippedInside,
    JumpingOffset,
    NoIds,
    OtherFolder,
    SmallTotal,
    LargeTotal,
    SuccessWithErrorCode,
    Garbage,
}

/// <summary>Passes requests on to a server, and lies in some of its answers.</summary>
internal sealed class LyingTransport(IEwsTransport inner, Lie[] lies, Func<int, bool> isLie, Random random)
    : IEwsTransport
{
    private int _answers;

    public async Task<EwsHttpResponse> SendAsync(EwsHttpRequest request, CancellationToken cancellationToken)
    {
        EwsHttpResponse response = await inner.SendAsync(request, cancellationToken);
        using MemoryStream body = new();
        await response.Body.CopyToAsync(body, cancellationToken);
        string text = Encoding.UTF8.GetString(body.ToArray());
        bool isFind = response.StatusCode == 200 && text.Contains("FindItemResponse", StringComparison.Ordinal);
        if (isFind && isLie(_answers++))
            text = Tell(text, lies[random.Next(lies.Length)]);
        return new EwsHttpResponse(
            response.StatusCode, response.Headers, new MemoryStream(Encoding.UTF8.GetBytes(text)), response);
    }

    private string Tell(string text, Lie lie)
    {
        XElement answer = XElement.Parse(text);
        XElement view = Find(answer, "RootFolder");
        XElement[] items = [.. Find(view, "Items").Elements()];
        int few = Math.Min(items.Length, random.Next(1, 4));
        switch (lie)
        {
            case Lie.OtherOperation: return text.Replace("FindItem", "GetItem", StringComparison.Ordinal);
            case Lie.NoMessage: Find(answer, "ResponseMessages").RemoveAll(); break;
            case Lie.NoView: view.Remove(); break;
            case Lie.EarlyLast: Set(view, "IncludesLastItemInRange", "true"); break;
            case Lie.EmptyLast:
                Find(view, "Items").RemoveAll();
                Set(view, "IncludesLastItemInRange", "true");
                break;
            case Lie.EarlyLastAndTotal:
                Set(view, "IncludesLastItemInRange", "true");
                Set(view, "TotalItemsInView", items.Length.ToString(CultureInfo.InvariantCulture));
                break;
            case Lie.SkippedAtStart: Remove(items.Take(few)); break;
            case Lie.SkippedInside: Remove(items.Skip(items.Length / 2).Take(few)); break;
            case Lie.JumpingOffset: Add(view, "IndexedPagingOffset", few); break;
            case Lie.NoIds: Remove(items.Take(few).Select(item => Find(item, "ItemId"))); break;
            case Lie.OtherFolder:
                foreach (XElement item in items.Take(few))
                    Find(item, "ParentFolderId").SetAttributeValue("Id", "other");
                break;
            case Lie.SmallTotal: Add(view, "TotalItemsInView", -100); break;
            case Lie.LargeTotal: Add(view, "TotalItemsInView", 7); break;
            case Lie.SuccessWithErrorCode: Find(answer, "ResponseCode").Value = "ErrorMailboxStoreUnavailable"; break;
            default: return text[..(text.Length / 2)];
        }
        return answer.ToString(SaveOptions.DisableFormatting);
    }

    private static XElement Find(XElement element, string name) =>
        element.DescendantsAndSelf().First(inner => inner.Name.LocalName == name);

    private static void Remove(IEnumerable<XElement> elements) =>
        elements.ToList().ForEach(element => element.Remove());

    private static void Set(XElement element, string name, string value) => element.SetAttributeValue(name, value);

    private static void Add(XElement element, string name, int count) => Set(
        element, name, ((int?)element.Attribute(name) + count ?? 0).ToString(CultureInfo.InvariantCulture));
}
