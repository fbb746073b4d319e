using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using ThrottlingTools.Files;

namespace ThrottlingTools.Ews;

/// <summary>
/// A file that tells which items of a batch run were concluded and which are under way, so that another run goes on
/// where one was stopped, failed or was killed. It holds ids and versions of items, and no secret.
/// </summary>
/// <remarks>
/// It only grows, by a line for each item before it is sent and one when it is concluded; so a write that was under way
/// when the machine failed is known to have been, and is looked at by the next run before anything is sent again. A
/// last line that breaks off is dropped.
/// </remarks>
public sealed class BatchCheckpoint : IDisposable
{
    private const string Head = "ThrottlingTools.Batch 1";
    private const char Sent = 'S';
    private const char NotSent = 'N';
    private const char Prepared = 'P';
    private const char Time = 'T';
    private const char Separator = '\t';

    private readonly object _gate = new();
    private readonly string _path;
    private readonly Stream _stream;
    private readonly HashSet<IdPrint> _concluded = [];
    private readonly HashSet<IdPrint> _made = [];
    private readonly Dictionary<IdPrint, BatchItem> _underWay = [];
    private readonly Dictionary<IdPrint, BatchItem> _waiting = [];
    private string? _job;

    private BatchCheckpoint(string path, Stream stream)
    {
        _path = path;
        _stream = stream;
    }

    /// <summary>Whether there was an earlier run.</summary>
    public bool IsResumed { get; private set; }

    /// <summary>How many items earlier runs have concluded.</summary>
    public int Concluded => _concluded.Count;

    internal IReadOnlyCollection<IdPrint> ConcludedItems => _concluded;

    /// <summary>What came of concluded items.</summary>
    internal IReadOnlyCollection<IdPrint> NewItems => _made;

    /// <summary>Items that were sent and not concluded.</summary>
    internal IReadOnlyList<BatchItem> UnderWay => [.. _underWay.Values];

    /// <summary>When the last of them was sent.</summary>
    internal DateTimeOffset LastSent { get; private set; }

    /// <summary>Items that were taken and not sent.</summary>
    internal IReadOnlyList<BatchItem> Waiting => [.. _waiting.Values];

    /// <summary>What an operation found when it got ready.</summary>
    internal string? Preparation { get; private set; }

    /// <summary>Opens a checkpoint.</summary>
    /// <param name="path">The full path; the file need not be there yet.</param>
    /// <exception cref="ThrottlingToolsException">
    /// <c>CheckpointBroken</c>; <c>FileUnreadable</c>, also while another run writes to it.
    /// </exception>
    public static BatchCheckpoint Open(string path)
    {
        RegularFile.Require(path);
        try
        {
            return Open(path, new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Errors.FileUnreadable(path, cause);
        }
    }

    /// <summary>Opens a checkpoint that is kept in a stream.</summary>
    /// <param name="name">How it is called in errors.</param>
    /// <param name="stream">The stream, which can be read, written and sought.</param>
    internal static BatchCheckpoint Open(string name, Stream stream)
    {
        BatchCheckpoint checkpoint = new(name, stream);
        try
        {
            checkpoint.Load();
            return checkpoint;
        }
        catch (Exception cause) when (cause is FormatException or OverflowException or ArgumentOutOfRangeException)
        {
            stream.Dispose();
            throw Errors.BatchCheckpointBroken(name, "one of its lines means nothing");
        }
        catch (ThrottlingToolsException)
        {
            stream.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
            _stream.Dispose();
    }

    /// <summary>Says which run it is for.</summary>
    /// <exception cref="ThrottlingToolsException"><c>CheckpointOfOtherBatch</c>, <c>FileNotWritten</c>.</exception>
    internal void Begin(string operation, string job)
    {
        string print = IdPrint.Of($"{operation}\n{job}").ToString();
        if (_job is not null && _job != print)
            throw Errors.CheckpointOfOtherBatch(_path, operation);
        if (_job is null)
            Append([$"{Head}{Separator}{operation}{Separator}{print}"], isUrgent: true);
        _job = print;
    }

    internal void Prepare(string found) => Append([$"{Prepared}{Separator}{found}"], isUrgent: true);

    /// <summary>Items are about to be sent: nothing may leave before this is on disk.</summary>
    internal void Send(IEnumerable<BatchEntry> entries, DateTimeOffset utcNow) => Append(
        entries.Select(entry => Line(Sent, entry.Item.Key, entry.ChangeKey)).Prepend(
            Line(Time, utcNow.UtcTicks.ToString(CultureInfo.InvariantCulture), null)),
        isUrgent: true);

    /// <summary>Items are not done, and not under way.</summary>
    internal void Leave(IEnumerable<BatchEntry> entries) =>
        Append(entries.Select(entry => Line(NotSent, entry.Item.Key, entry.ChangeKey)), isUrgent: false);

    /// <summary>Items need nothing more.</summary>
    internal void Conclude(IEnumerable<BatchItemResult> results) => Append(
        results.Select(result => Line(
            result.Status.ToString()[0], IdPrint.Of(result.Source.Key).ToString(),
            result.NewItemId is { } id ? IdPrint.Of(id).ToString() : null)),
        isUrgent: false);

    private static string Line(char kind, string id, string? more) => $"{kind}{Separator}{id}{Separator}{more}";

    private void Append(IEnumerable<string> lines, bool isUrgent)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));
        if (bytes.Length == 0)
            return;
        lock (_gate)
            try
            {
                _stream.Write(bytes, 0, bytes.Length);
                if (isUrgent && _stream is FileStream file)
                    file.Flush(flushToDisk: true);
                else
                    _stream.Flush();
            }
            catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
            {
                throw Errors.FileNotWritten(_path, cause);
            }
    }

    private void Load()
    {
        long end = 0;
        using (StreamReader reader = new(_stream, new UTF8Encoding(false), false, 65_536, leaveOpen: true))
        {
            string text;
            while ((text = ReadWholeLine(reader)).Length > 0)
            {
                Read(text.Substring(0, text.Length - 1));
                end += Encoding.UTF8.GetByteCount(text);
            }
        }
        _stream.SetLength(end);
        _stream.Position = end;
    }

    // With its end; empty where the file ends or breaks off.
    private static string ReadWholeLine(StreamReader reader)
    {
        StringBuilder line = new();
        int next;
        while ((next = reader.Read()) >= 0)
        {
            line.Append((char)next);
            if (next == '\n')
                return line.ToString();
        }
        return "";
    }

    private void Read(string line)
    {
        string[] parts = line.Split(Separator);
        if (_job is null)
        {
            if (parts.Length != 3 || parts[0] != Head)
                throw Errors.BatchCheckpointBroken(_path, "it begins differently");
            _job = parts[2];
            IsResumed = true;
        }
        else if (parts.Length == 2 && parts[0] == $"{Prepared}")
            Preparation = parts[1];
        else if (parts.Length == 3 && parts[0].Length == 1)
            Read(parts[0][0], parts[1], parts[2].Length > 0 ? parts[2] : null);
        else
            throw Errors.BatchCheckpointBroken(_path, "one of its lines means nothing");
    }

    private void Read(char kind, string id, string? more)
    {
        switch (kind)
        {
            case Time:
                LastSent = new DateTimeOffset(long.Parse(id, CultureInfo.InvariantCulture), TimeSpan.Zero);
                break;
            case Sent:
                _waiting.Remove(IdPrint.Of(id));
                _underWay[IdPrint.Of(id)] = new BatchItem(id, more);
                break;
            case NotSent:
                _underWay.Remove(IdPrint.Of(id));
                _waiting[IdPrint.Of(id)] = new BatchItem(id, more);
                break;
            default:
                Conclude(IdPrint.Parse(id));
                if (more is not null)
                    _made.Add(IdPrint.Parse(more));
                break;
        }
    }

    private void Conclude(IdPrint item)
    {
        _waiting.Remove(item);
        _underWay.Remove(item);
        _concluded.Add(item);
    }
}
