using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using ThrottlingTools.Files;

namespace ThrottlingTools.Ews;

/// <summary>
/// A journal of a batch run, so that another run goes on where one was stopped, failed or was killed. It holds ids and
/// versions of items, what came of them, and for UploadItems their data; it holds no secret.
/// </summary>
/// <remarks>
/// <para>
/// It only grows: by a line when an item is accepted, before it is sent, when it is concluded and when its result was
/// delivered. So what was accepted is done by the next run, a write that was under way is looked at before anything is
/// sent again, and a result that did not arrive is delivered. A last line that breaks off is dropped.
/// </para>
/// <para>
/// What was accepted survives the end of the process at once. It is put on disk before anything is sent, and before a
/// find in the same process notes in its own checkpoint that it handed the items on, so that both together survive the
/// end of the system.
/// </para>
/// </remarks>
public sealed class BatchCheckpoint : IDisposable
{
    private const string Name = "ThrottlingTools.Batch";
    private const string Version = "2";
    private const int LongestHead = 256;
    private const string Accepted = "A";
    private const string Sent = "S";
    private const string NotSent = "N";
    private const string Concluded = "R";
    private const string Delivered = "D";
    private const string Prepared = "P";
    private const string Time = "T";

    private readonly object _gate = new();
    private readonly string _path;
    private readonly CheckpointLock? _held;
    private readonly Stream _stream;
    private readonly HashSet<IdPrint> _known = [];
    private readonly HashSet<IdPrint> _made = [];
    private readonly Dictionary<IdPrint, RecordedItem> _left = [];
    private AppendFile _file = null!;
    private string _operation = "";
    private string? _job;

    private BatchCheckpoint(string path, CheckpointLock? held, Stream stream)
    {
        _path = path;
        _held = held;
        _stream = stream;
    }

    /// <summary>Whether there was an earlier run.</summary>
    public bool IsResumed { get; private set; }

    /// <summary>Why nothing more can be written; <c>null</c> while all is well.</summary>
    public ThrottlingToolsException? Failure => _file.Failure;

    /// <summary>Items whose results earlier runs delivered: nothing more is to be done for them.</summary>
    internal IEnumerable<IdPrint> Finished => _known.Where(print => !_left.ContainsKey(print));

    /// <summary>What came of concluded items.</summary>
    internal IReadOnlyCollection<IdPrint> NewItems => _made;

    /// <summary>What earlier runs left to do or to deliver, in the order in which it was accepted.</summary>
    internal IReadOnlyList<RecordedItem> Left => [.. _left.Values.OrderBy(item => item.Order)];

    /// <summary>When the last item was sent.</summary>
    internal DateTimeOffset LastSent { get; private set; }

    /// <summary>What an operation found when it got ready.</summary>
    internal string? Preparation { get; private set; }

    /// <summary>Opens a checkpoint.</summary>
    /// <param name="path">The full path; the file need not be there yet.</param>
    /// <exception cref="ThrottlingToolsException">
    /// <c>CheckpointBroken</c>, also for a file of something else, which stays as it is; <c>CheckpointInUse</c>;
    /// <c>FileUnreadable</c>; <c>FileNotWritten</c>.
    /// </exception>
    public static BatchCheckpoint Open(string path)
    {
        RegularFile.Require(path);
        CheckpointLock held = CheckpointLock.Take(path);
        try
        {
            FileStream file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, 1);
            return new BatchCheckpoint(path, held, file).Loaded();
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            held.Dispose();
            throw Errors.FileUnreadable(path, cause);
        }
        catch (ThrottlingToolsException)
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Opens a checkpoint that is kept in a stream.</summary>
    /// <param name="name">How it is called in errors.</param>
    /// <param name="stream">The stream, which can be read, written and sought.</param>
    internal static BatchCheckpoint Open(string name, Stream stream) => new BatchCheckpoint(name, null, stream).Loaded();

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        _held?.Dispose();
    }

    /// <summary>Notes that an item is to be done. Safe on any thread.</summary>
    /// <param name="item">The item; one that is known is not noted again.</param>
    /// <returns>Whether it is noted; else <see cref="Failure"/> tells why not.</returns>
    public bool Accept(BatchItem item)
    {
        lock (_gate)
            if (!_known.Add(IdPrint.Of(item.Key)))
                return _file.Failure is null;
        return _file.Append(JournalLine.Of(Accepted, item.Id, item.ChangeKey, item.Data));
    }

    /// <summary>Says which run it is for.</summary>
    /// <exception cref="ThrottlingToolsException"><c>CheckpointOfOtherBatch</c>, <c>FileNotWritten</c>.</exception>
    internal void Begin(string operation, string job)
    {
        string print = IdPrint.Of($"{operation}\n{job}").ToString();
        if (_job is not null && _job != print)
            throw Errors.CheckpointOfOtherBatch(_path, operation);
        if (_job is null && !_file.Append(JournalLine.Of($"{Name} {Version}", operation, print), isUrgent: true))
            throw _file.Failure!;
        _job = print;
    }

    internal void Prepare(string found) => _file.Append(JournalLine.Of(Prepared, found), isUrgent: true);

    /// <summary>Items are about to be sent: nothing may leave before this is on disk.</summary>
    internal bool Send(IEnumerable<BatchEntry> entries, DateTimeOffset utcNow) => _file.Append(
        JournalLine.Of(Time, utcNow.UtcTicks.ToString(CultureInfo.InvariantCulture)) + string.Concat(entries.Select(
            entry => JournalLine.Of(Sent, Print(entry.Item), entry.ChangeKey, entry.SearchKey))),
        isUrgent: true);

    /// <summary>Items that were sent are not done.</summary>
    internal void TakeBack(IEnumerable<BatchEntry> entries) =>
        _file.Append(string.Concat(entries.Select(entry => JournalLine.Of(NotSent, Print(entry.Item)))));

    /// <summary>Items need nothing more but that their results are delivered.</summary>
    internal void Conclude(IEnumerable<BatchItemResult> results) => _file.Append(string.Concat(results.Select(
        result => JournalLine.Of([Concluded, Print(result.Source), .. ResultLine.Write(result)]))));

    /// <summary>Results arrived where they were to go.</summary>
    internal void Deliver(IEnumerable<BatchItemResult> results) => _file.Append(
        string.Concat(results.Select(result => JournalLine.Of(Delivered, Print(result.Source)))));

    private static string Print(BatchItem item) => IdPrint.Of(item.Key).ToString();

    private BatchCheckpoint Loaded()
    {
        int number = 0;
        try
        {
            long end = 0;
            if (IsOurs())
                foreach ((string line, long next) in JournalLine.Read(_stream))
                {
                    number++;
                    Read(JournalLine.Split(line));
                    end = next;
                }
            _stream.SetLength(end);
            _stream.Position = end;
            _file = new AppendFile(_path, _stream);
            return this;
        }
        catch (Exception cause) when (cause is ThrottlingToolsException or IOException)
        {
            _stream.Dispose();
            throw;
        }
        catch (Exception cause) when (cause is FormatException or OverflowException or ArgumentException
            or KeyNotFoundException)
        {
            _stream.Dispose();
            throw Errors.BatchCheckpointBroken(_path, $"line {number} means nothing");
        }
    }

    // A file that does not begin as ours do is not touched.
    private bool IsOurs()
    {
        byte[] begin = new byte[LongestHead];
        int count = 0;
        for (int read; (read = _stream.Read(begin, count, begin.Length - count)) > 0;)
            count += read;
        _stream.Position = 0;
        if (count == 0)
            return false;
        int end = Array.IndexOf(begin, (byte)'\n', 0, count);
        string head = Encoding.UTF8.GetString(begin, 0, Math.Max(end, 0));
        if (head.StartsWith($"{Name} {Version}\t", StringComparison.Ordinal))
            return true;
        bool isOther = head.StartsWith($"{Name} ", StringComparison.Ordinal);
        throw Errors.BatchCheckpointBroken(_path, isOther ? "it is of another version" : "it begins differently");
    }

    private void Read(string[] parts)
    {
        if (parts.Length < 2 || (_job is null && parts.Length != 3))
            throw new FormatException("A line has too few parts.");
        if (_job is null)
        {
            (_operation, _job) = (parts[1], parts[2]);
            IsResumed = true;
            return;
        }
        switch (parts[0])
        {
            case Prepared when parts.Length == 2:
                Preparation = parts[1];
                return;
            case Time when parts.Length == 2:
                LastSent = new DateTimeOffset(long.Parse(parts[1], CultureInfo.InvariantCulture), TimeSpan.Zero);
                return;
            case Accepted when parts.Length == 4:
                BatchItem item = new(parts[1], Text(parts[2]), Text(parts[3]));
                IdPrint accepted = IdPrint.Of(item.Key);
                _left.Add(accepted, new RecordedItem(item, _known.Count));
                _known.Add(accepted);
                return;
        }
        IdPrint print = IdPrint.Parse(parts[1]);
        RecordedItem recorded = _left[print];
        switch (parts[0])
        {
            case Sent when parts.Length == 4:
                _left[print] = recorded with
                {
                    Item = recorded.Item with { ChangeKey = Text(parts[2]) },
                    SearchKey = Text(parts[3]), IsUnderWay = true,
                };
                break;
            case NotSent when parts.Length == 2:
                _left[print] = recorded with { IsUnderWay = false };
                break;
            case Concluded:
                BatchItemResult result = ResultLine.Read([.. parts.Skip(2)], recorded.Item, _operation);
                if (result.NewItemId is { } id)
                    _made.Add(IdPrint.Of(id));
                _left[print] = recorded with { Result = result };
                break;
            case Delivered when parts.Length == 2:
                _left.Remove(print);
                break;
            default:
                throw new FormatException($"'{parts[0]}' begins no line.");
        }
    }

    private static string? Text(string part) => part.Length > 0 ? part : null;
}
