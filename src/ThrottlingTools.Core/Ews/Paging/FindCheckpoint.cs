using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml;
using ThrottlingTools.Files;

namespace ThrottlingTools.Ews;

/// <summary>
/// A file that tells how far a paged find is, so that another run goes on there. It names endpoint, mailboxes, folder
/// and query, and the last ids returned; it holds no secret. It is replaced as a whole, never half written.
/// </summary>
/// <remarks>
/// It is saved after each page was handed on. A run that ends, is stopped or fails saves exactly what it handed on, and
/// nothing repeats. One that is killed saves nothing more: the page that it was handing on then comes again, so that at
/// most as many items repeat as a page has, and none is lost. In an order other than by a lasting date the ids of all
/// items have to be kept: above 65,536 of them the file is saved each time they have grown by a sixty-fourth, and as
/// many may repeat.
/// </remarks>
public sealed class FindCheckpoint
{
    /// <summary>The largest file that is read: 1 GiB, ids of fifty million items.</summary>
    public const long MaxBytes = 1L << 30;

    private const string Element = "FindCheckpoint";
    private const int Version = 1;
    private const long SmallFile = 65_536;

    private readonly string _path;
    private readonly string _endpoint;
    private readonly Action<Action<Stream>> _store;
    private readonly Dictionary<string, FindProgress> _progress = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _keys = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _query = [];
    private bool? _isDescending;
    private long _savedIds;

    private FindCheckpoint(string path, Uri endpoint, Action<Action<Stream>> store)
    {
        _path = path;
        _endpoint = endpoint.ToString();
        _store = store;
    }

    /// <summary>Whether an earlier run was killed, so that the page it was handing on comes again.</summary>
    public bool MayRepeat { get; private set; }

    /// <summary>Whether there was a file.</summary>
    public bool IsResumed { get; private set; }

    /// <summary>How many items earlier runs have handed on.</summary>
    public long Returned => _progress.Values.Sum(progress => progress.Ledger.Returned);

    /// <summary>Opens a checkpoint.</summary>
    /// <param name="path">The full path; the file need not be there yet.</param>
    /// <param name="endpoint">Where the find goes.</param>
    /// <exception cref="ThrottlingToolsException">
    /// <c>CheckpointBroken</c>, <c>CheckpointTooLarge</c>, <c>CheckpointOfOtherFind</c> for another endpoint,
    /// <c>FileUnreadable</c>.
    /// </exception>
    public static FindCheckpoint Open(string path, Uri endpoint)
    {
        FindCheckpoint checkpoint = new(
            path, endpoint, write => AtomicFile.Write(path, overwrite: true, write));
        RegularFile.Require(path);
        if (!File.Exists(path))
            return checkpoint;
        try
        {
            using FileStream stream = File.OpenRead(path);
            checkpoint.Load(stream);
            return checkpoint;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Errors.FileUnreadable(path, cause);
        }
    }

    /// <summary>A checkpoint that is kept elsewhere than in a file.</summary>
    /// <param name="endpoint">Where the find goes.</param>
    /// <param name="content">What was stored last; <c>null</c> for nothing.</param>
    /// <param name="store">Replaces what is stored by what it lets be written.</param>
    internal static FindCheckpoint Open(Uri endpoint, Stream? content, Action<Action<Stream>> store)
    {
        FindCheckpoint checkpoint = new("(stream)", endpoint, store);
        if (content is not null)
            checkpoint.Load(content);
        return checkpoint;
    }

    /// <summary>Whether everything was returned for a target, so that nothing is left to do.</summary>
    /// <typeparam name="T">What is found.</typeparam>
    /// <param name="target">The target.</param>
    public bool IsComplete<T>(FindTarget<T> target)
        where T : class =>
        _progress.TryGetValue(KeyOf(target), out FindProgress? progress) && progress.IsComplete;

    /// <summary>Writes how far a find is.</summary>
    /// <typeparam name="T">What is found.</typeparam>
    /// <param name="find">The find; what was acknowledged counts.</param>
    /// <param name="isOver">Whether the run ends here, so that nothing more is handed on.</param>
    /// <exception cref="ThrottlingToolsException"><c>FileNotWritten</c>.</exception>
    public void Save<T>(PagedFind<T> find, bool isOver)
        where T : class
    {
        Dictionary<string, (FindProgress Progress, bool? IsDescending)> now = find.Progress.ToDictionary(
            pair => KeyOf(pair.Target), pair => (pair.Progress, pair.Target.IsDescending),
            StringComparer.OrdinalIgnoreCase);
        long ids = now.Values.Sum(entry => (long)entry.Progress.Returned.IdCount);
        if (!isOver && ids > SmallFile && ids - _savedIds < ids / 64)
            return;
        _savedIds = ids;
        // What was handed on may stand in the checkpoint of a batch, which has to be on disk before this one is.
        AppendFile.SyncAll();
        foreach (KeyValuePair<string, FindProgress> other in _progress.Where(other => !now.ContainsKey(other.Key)))
            now.Add(other.Key, (other.Value, _isDescending));
        _store(stream => Write(stream, now, isOver));
    }

    /// <summary>How far a target is; <c>null</c> if it has to begin at the beginning.</summary>
    /// <exception cref="ThrottlingToolsException">
    /// <c>CheckpointOfOtherFind</c>, <c>CheckpointOfSeveralCallers</c>.
    /// </exception>
    internal FindProgress? Find<T>(FindTarget<T> target)
        where T : class
    {
        foreach ((string name, string value) in target.Query)
            if (!IsResumed)
                _query[name] = value;
            else if (!_query.TryGetValue(name, out string? saved) || saved != value)
                throw Errors.CheckpointOfOtherFind(_path, Difference(name, saved, value));
        _isDescending = target.IsDescending;
        if (!_keys.Add(KeyOf(target)))
            throw Errors.CheckpointOfSeveralCallers(_path);
        return _progress.TryGetValue(KeyOf(target), out FindProgress? progress) ? progress : null;
    }

    // In the words of whoever gave the parameters.
    private static string Difference(string name, string? saved, string value) => name switch
    {
        "Operation" => $"it is one of {saved}, not of {value}",
        "Restriction" => "-Filter is not the same",
        "BaseShape" => $"-Property {(value == nameof(EwsBaseShape.Default) ? "was" : "was not")} given then",
        "Properties" => $"-Property was '{saved}' and is '{value}'",
        "SortOrder" => $"-SortBy was '{saved}' and is '{value}'",
        _ => $"-{name} was '{saved}' and is '{value}'",
    };

    private static string KeyOf<T>(FindTarget<T> target)
        where T : class => target.Mailbox ?? "";

    private void Write(
        Stream stream, Dictionary<string, (FindProgress Progress, bool? IsDescending)> entries, bool isOver)
    {
        using XmlWriter writer = XmlWriter.Create(stream, new XmlWriterSettings { Indent = true });
        writer.WriteStartElement(Element);
        writer.WriteAttributeString("Version", XmlConvert.ToString(Version));
        writer.WriteAttributeString("IsRunning", XmlConvert.ToString(!isOver));
        writer.WriteElementString("Endpoint", _endpoint);
        foreach (KeyValuePair<string, string> part in _query)
        {
            writer.WriteStartElement("Query");
            writer.WriteAttributeString("Name", part.Key);
            writer.WriteString(part.Value);
            writer.WriteEndElement();
        }
        foreach (KeyValuePair<string, (FindProgress Progress, bool? IsDescending)> entry in entries)
            FindProgressXml.Write(writer, entry.Key, entry.Value.Progress, entry.Value.IsDescending);
        writer.WriteEndElement();
    }

    private void Load(Stream stream)
    {
        try
        {
            if (stream.Length > MaxBytes)
                throw Errors.CheckpointTooLarge(_path, stream.Length, MaxBytes);
            using XmlReader reader = XmlReader.Create(stream, new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreWhitespace = true,
                IgnoreComments = true, MaxCharactersInDocument = MaxBytes,
            });
            Read(reader);
        }
        catch (Exception cause) when (cause is XmlException or FormatException or OverflowException
            or InvalidOperationException)
        {
            throw Errors.CheckpointBroken(_path, cause);
        }
        IsResumed = true;
    }

    private void Read(XmlReader reader)
    {
        reader.MoveToContent();
        if (!reader.IsStartElement(Element) || reader.GetAttribute("Version") != XmlConvert.ToString(Version))
            throw new XmlException($"It does not begin with {Element}, version {Version}.");
        MayRepeat = XmlConvert.ToBoolean(reader.GetAttribute("IsRunning") ?? "false");
        reader.ReadStartElement();
        string endpoint = reader.ReadElementContentAsString("Endpoint", "");
        if (endpoint != _endpoint)
            throw Errors.CheckpointOfOtherFind(_path, $"it goes to '{endpoint}' and not to '{_endpoint}'");
        while (reader.IsStartElement("Query"))
        {
            string name = reader.GetAttribute("Name") ?? "";
            _query[name] = reader.ReadElementContentAsString();
        }
        while (reader.IsStartElement())
        {
            (string mailbox, FindProgress progress) = FindProgressXml.Read(reader);
            _progress[mailbox] = progress;
        }
        reader.ReadEndElement();
    }
}
