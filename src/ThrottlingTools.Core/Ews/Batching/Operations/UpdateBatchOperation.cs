using System.Collections.Generic;
using System.Linq;

namespace ThrottlingTools.Ews;

/// <summary>
/// Changes items. The version tells whether a lost update was done: one that is as before was not, and the next is sent
/// against that version, so that a second one is refused. If it is another, the values that were set are compared.
/// </summary>
public sealed class UpdateBatchOperation : BatchOperation
{
    private readonly IReadOnlyDictionary<string, object> _set;
    private readonly IReadOnlyList<string> _removed;
    private readonly EwsConflictResolution _resolution;

    /// <summary>Makes an operation.</summary>
    /// <param name="set">What to set, by name as <see cref="EwsPropertyPath.Parse(string)"/> takes it.</param>
    /// <param name="removed">What to take away.</param>
    /// <param name="resolution">What happens to an item that was changed since its version was read.</param>
    /// <exception cref="ThrottlingToolsException">
    /// <c>UnknownEwsProperty</c>, <c>PropertyNotWritable</c>, <c>InvalidPropertyValue</c>, <c>NothingToUpdate</c>.
    /// </exception>
    public UpdateBatchOperation(
        IReadOnlyDictionary<string, object> set, IReadOnlyList<string> removed, EwsConflictResolution resolution)
    {
        _set = set;
        _removed = removed;
        _resolution = resolution;
        if (Update(new EwsItemId("")).Count == 0)
            throw Errors.NothingToUpdate("");
    }

    /// <inheritdoc/>
    public override string Name => "UpdateItem";

    internal override string Arguments => string.Join("\n", [
        _resolution.ToString(), .. _set.Select(pair => $"{pair.Key}={Text(pair.Key, pair.Value)}"),
        .. _removed.Select(name => $"-{name}")]);

    // An update that comes late is refused only if it may overwrite nothing.
    internal override bool MustBeOver => _resolution != EwsConflictResolution.NeverOverwrite;

    internal override IReadOnlyList<string> LookedAt => [.. _set.Keys, .. _removed];

    // Without one, nobody could tell later whether it was changed.
    internal override bool LooksFirst(BatchEntry entry) => entry.ChangeKey is null;

    internal override bool Fit(BatchEntry first, BatchEntry second) => IsGuarded(first) == IsGuarded(second);

    internal override EwsBatchRequest Request(IReadOnlyList<BatchEntry> entries) =>
        new UpdateItemRequest(entries.Select(entry => Update(entry.ItemId)))
        {
            ConflictResolution = IsGuarded(entries[0]) ? EwsConflictResolution.NeverOverwrite : _resolution,
        };

    internal override NextStep AfterLoss(BatchEntry entry) => NextStep.Look;

    internal override NextStep AfterError(BatchEntry entry, EwsError error) =>
        error.ResponseCode == Conflict && (entry.WasLost || _resolution != EwsConflictResolution.NeverOverwrite)
            ? NextStep.Look
            : NextStep.Fail;

    internal override NextStep AfterLook(BatchEntry entry, EwsItemResult seen)
    {
        bool isSame = entry.ChangeKey is null || entry.ChangeKey == seen.Item!.ChangeKey;
        if (entry.WasLost && !isSame)
        {
            bool? isApplied = IsApplied(seen.Item!);
            if (isApplied != false)
                return isApplied is null ? NextStep.Unknown : NextStep.Done;
            if (_resolution == EwsConflictResolution.NeverOverwrite)
                return NextStep.Fail;
        }
        return base.AfterLook(entry, seen);
    }

    private static bool IsGuarded(BatchEntry entry) => entry.WasLost;

    private EwsItemUpdate Update(EwsItemId id)
    {
        EwsItemUpdate update = new(id);
        foreach (KeyValuePair<string, object> pair in _set)
            update.Set(pair.Key, pair.Value);
        foreach (string name in _removed)
            update.Delete(name);
        return update;
    }

    // Bodies and lists come back in other shapes than they were written in, so that nothing can be said of them.
    private bool? IsApplied(EwsItem item)
    {
        bool? isApplied = true;
        foreach (KeyValuePair<string, object> pair in _set)
        {
            if (IsComparable(pair.Key) && Text(pair.Key, pair.Value) is { } written)
            {
                if (item[pair.Key] is not { } value || Text(pair.Key, value) != written)
                    return false;
            }
            else
                isApplied = null;
        }
        return _removed.Any(name => item[name] is not null) ? false : isApplied;
    }

    private static bool IsComparable(string name) => EwsPropertyPath.Parse(name) switch
    {
        EwsExtendedProperty extended => !extended.PropertyType.IsArray(),
        EwsPropertyPath path => path.Property?.Kind is not (EwsValueKind.Body or EwsValueKind.Strings
            or EwsValueKind.Mailbox or EwsValueKind.Mailboxes or EwsValueKind.Attendees),
    };

    private static string? Text(string name, object value) => PropertyText.Format(EwsPropertyPath.Parse(name), value);
}
