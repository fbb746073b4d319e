using System.Collections.Generic;
using System.Linq;
using ThrottlingTools.Simulator.Queries;

namespace ThrottlingTools.Simulator.Mailboxes;

/// <summary>
/// The items of a folder: those of the seed without the removed ones, and those that were written. It takes memory for
/// what was written only. Not safe for several threads.
/// </summary>
internal sealed class FolderContents
{
    /// <summary>How many items one call may change: each takes memory then (assumption SimulatorLimits).</summary>
    public const int MostChanged = 100_000;

    private readonly SyntheticFolder _folder;
    private readonly List<int> _removed = []; // numbers of the seed, sorted
    private readonly Dictionary<long, MailboxItem> _changed = []; // over items of the seed
    private readonly Dictionary<long, MailboxItem> _written = [];
    private readonly Dictionary<string, DateOrder> _orders;
    private Dictionary<long, MailboxItem>? _associated;

    public FolderContents(SyntheticFolder folder)
    {
        _folder = folder;
        _orders = DateOrder.Uris.ToDictionary(uri => uri, uri => new DateOrder(this, uri));
    }

    /// <summary>Views of it that were asked for.</summary>
    public ViewCache Views { get; } = new();

    public int Count => SeedsLeft + _written.Count;

    public int UnreadCount => !_folder.HasMessages
        ? _written.Values.Count(item => item.Read(MailboxItem.IsReadUri) is false)
        : SyntheticMessage.UnreadOf(_folder.SeededCount) - _removed.Count(SyntheticMessage.IsUnread)
            - _changed.Keys.Count(number => SyntheticMessage.IsUnread((int)number))
            + _changed.Values.Count(item => !item.IsRead) + _written.Values.Count(item => !item.IsRead);

    /// <summary>The items that clients made, oldest first.</summary>
    public IEnumerable<MailboxItem> Written => _written.Values.OrderBy(item => item.Id.Item);

    /// <summary>How many items of the seed stand where the seed put them.</summary>
    public int SeedsLeft => _folder.SeededCount - _removed.Count;

    /// <summary>The associated items, in no order.</summary>
    public IReadOnlyCollection<MailboxItem> Associated => AssociatedByNumber.Values;

    private Dictionary<long, MailboxItem> AssociatedByNumber => _associated ??=
        Enumerable.Range(0, SyntheticConfiguration.Classes(_folder).Count)
            .Select(_folder.SeededAssociated).ToDictionary(item => item.Id.Item);

    /// <summary>The item at a place, 0 for the one received last.</summary>
    public MailboxItem this[int position] => _orders[MailboxItem.ReceivedUri][position];

    /// <summary>The items by one of the <see cref="DateOrder.Uris"/>.</summary>
    public DateOrder By(string fieldUri) => _orders[fieldUri];

    public MailboxItem? Find(long number)
    {
        if (number >= SyntheticId.FirstAssociated)
            return AssociatedByNumber.TryGetValue(number, out MailboxItem? associated) ? associated : null;
        if (_written.TryGetValue(number, out MailboxItem? item) || _changed.TryGetValue(number, out item))
            return item;
        return number >= 0 && number < _folder.SeededCount && _removed.BinarySearch((int)number) < 0
            ? Seed((int)number)
            : null;
    }

    /// <summary>The n-th item that is left of the seed.</summary>
    public MailboxItem SeedLeft(int index) => Seed(NumberOf(index));

    /// <summary>Puts an item in, or in the place of what it was.</summary>
    public void Put(MailboxItem item)
    {
        if (item.Id.IsAssociated)
        {
            Views.Clear();
            AssociatedByNumber[item.Id.Item] = item;
            return;
        }
        bool isSeeds = item.Id.Item < _folder.SeededCount && !_written.ContainsKey(item.Id.Item);
        if (isSeeds && KeepsItsDates(item))
        {
            Views.Clear();
            _changed[item.Id.Item] = item;
            return;
        }
        if (isSeeds)
            Remove(item);
        Forget();
        _written[item.Id.Item] = item;
    }

    public void Remove(MailboxItem item)
    {
        Forget();
        if (item.Id.IsAssociated ? AssociatedByNumber.Remove(item.Id.Item) : _written.Remove(item.Id.Item))
            return;
        _changed.Remove(item.Id.Item);
        int number = (int)item.Id.Item;
        int index = _removed.BinarySearch(number);
        if (index < 0)
            _removed.Insert(~index, number);
    }

    /// <summary>An upload over an item can give it other dates, and so another place.</summary>
    private bool KeepsItsDates(MailboxItem item)
    {
        MailboxItem seeded = _folder.Seeded((int)item.Id.Item);
        return DateOrder.Uris.All(uri => Equals(item.Read(uri), seeded.Read(uri)));
    }

    private void Forget()
    {
        Views.Clear();
        foreach (DateOrder order in _orders.Values)
            order.Clear();
    }

    private MailboxItem Seed(int number) =>
        _changed.TryGetValue(number, out MailboxItem? item) ? item : _folder.Seeded(number);

    /// <summary>The number in the seed of the n-th item that is left of it.</summary>
    private int NumberOf(int index)
    {
        int low = 0, high = _removed.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_removed[middle] - middle <= index)
                low = middle + 1;
            else
                high = middle;
        }
        return index + low;
    }
}
