using System;
using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Simulator.Queries;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Operations;

/// <summary>Which entries of a view a find asks for: all, or a page by index or by fraction.</summary>
internal sealed class PageView
{
    private enum Kind { None, Indexed, Fractional }

    private readonly Kind _kind;
    private readonly int _max;
    private readonly Func<IPropertySource, bool>? _condition;
    private int _offset;
    private readonly int _denominator = 1;
    private readonly bool _isFromEnd;

    /// <param name="find">The request.</param>
    /// <param name="entries">What is paged: Item or Folder, as in the names of the views.</param>
    /// <param name="limit">How many entries another view allows.</param>
    public PageView(XElement find, string entries, int limit = int.MaxValue)
    {
        _max = limit;
        XElement? indexed = find.Element(EwsXml.Messages + $"IndexedPage{entries}View");
        XElement? fractional = find.Element(EwsXml.Messages + $"FractionalPage{entries}View");
        XElement? view = indexed ?? fractional ?? find.Element(EwsXml.Messages + $"SeekToConditionPage{entries}View");
        if (view is null)
            return;
        if (Maximum(view) <= 0)
            Error = ItemErrors.NoRowsAsked;
        if (indexed is null && fractional is null)
        {
            _kind = Kind.Indexed;
            _max = Maximum(view);
            _isFromEnd = ReadBasePoint(view) == "End";
            _condition = Restriction.Parse(
                view.Element(EwsXml.Types + "Condition") ?? throw SoapFaultException.Missing(view, "Condition"));
            return;
        }
        _kind = indexed is not null ? Kind.Indexed : Kind.Fractional;
        _max = Maximum(view);
        _offset = Number(view, indexed is not null ? "Offset" : "Numerator");
        _denominator = indexed is not null ? 1 : Number(view, "Denominator");
        Error ??= indexed is not null ? (_offset < 0 ? ItemErrors.InvalidOffset : null)
            : _offset < 0 || _denominator <= 0 || _offset > _denominator ? ItemErrors.InvalidFraction
            : null;
        _isFromEnd = indexed is not null && ReadBasePoint(indexed) == "End";
    }

    /// <summary>MaxEntriesReturned of a view; no limit if it is absent.</summary>
    /// <exception cref="SoapFaultException">It is no number.</exception>
    public static int Maximum(XElement view) =>
        view.Attribute("MaxEntriesReturned") is null ? int.MaxValue : Number(view, "MaxEntriesReturned");

    /// <summary>Why there is no such page.</summary>
    public ItemError? Error { get; }

    /// <summary>Whether a short page can be continued by index (exchangedev-ewsfindcountlimit).</summary>
    public bool IsPaged => _kind == Kind.Indexed;

    /// <summary>
    /// Begins the page where a condition first holds, from the end backwards if so asked; after all entries if nowhere.
    /// </summary>
    public void SeekIn(ItemView view)
    {
        if (_condition is null)
            return;
        int total = view.Count;
        for (_offset = 0; _offset < total; _offset++)
            if (_condition(view.Page(_isFromEnd ? total - 1 - _offset : _offset, 1)[0]))
                return;
    }

    /// <summary>How many entries of a view the page would hold.</summary>
    public int Count(int total) => Math.Min(_max, _isFromEnd ? Math.Max(0, total - _offset) : total - Start(total));

    /// <summary>Where the page begins if it holds so many entries.</summary>
    public int First(int total, int count) => _isFromEnd ? Math.Max(0, total - _offset) - count : Start(total);

    /// <summary>Writes where the next page begins, and whether there is none.</summary>
    public void WriteAttributes(XmlWriter writer, int total, int count)
    {
        int first = First(total, count);
        bool includesLast = _isFromEnd ? first == 0 : first + count >= total;
        if (_kind == Kind.Indexed)
            Write(writer, "IndexedPagingOffset", _isFromEnd ? total - first : first + count);
        if (_kind == Kind.Fractional)
        {
            Write(writer, "NumeratorOffset", first + count);
            Write(writer, "AbsoluteDenominator", total);
        }
        Write(writer, "TotalItemsInView", total);
        writer.WriteAttributeString("IncludesLastItemInRange", XmlConvert.ToString(includesLast));
    }

    private int Start(int total) => _kind == Kind.Fractional
        ? (int)((long)total * _offset / _denominator)
        : Math.Min(_offset, total);

    private static string ReadBasePoint(XElement view)
    {
        string value = (string?)view.Attribute("BasePoint") ?? throw SoapFaultException.Missing(view, "BasePoint");
        return value is "Beginning" or "End"
            ? value
            : throw SoapFaultException.Schema($"The value '{value}' is no BasePoint.", view);
    }

    private static int Number(XElement view, string name)
    {
        string text = (string?)view.Attribute(name) ?? throw SoapFaultException.Missing(view, name);
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw SoapFaultException.Schema($"The value '{text}' of '{name}' is not accepted.", view);
    }

    private static void Write(XmlWriter writer, string name, int value) =>
        writer.WriteAttributeString(name, value.ToString(CultureInfo.InvariantCulture));
}
