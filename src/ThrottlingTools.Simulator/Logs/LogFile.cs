using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace ThrottlingTools.Simulator.Logs;

/// <summary>
/// A log that goes over to another file with the time. Each row is on the disk before the next is written.
/// </summary>
internal sealed class LogFile : IDisposable
{
    private readonly object _gate = new();
    private readonly string _directory;
    private readonly Func<DateTimeOffset, string> _name;
    private readonly Func<DateTimeOffset, IEnumerable<string>> _preamble;
    private StreamWriter? _writer;
    private string? _current;
    private bool _isClosed;

    public LogFile(
        string directory, Func<DateTimeOffset, string> name, Func<DateTimeOffset, IEnumerable<string>> preamble)
    {
        _directory = directory;
        _name = name;
        _preamble = preamble;
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException
            or ArgumentException or NotSupportedException)
        {
            throw Errors.LogUnavailable(directory, exception);
        }
    }

    public void Write(DateTimeOffset time, string row)
    {
        lock (_gate)
        {
            if (_isClosed)
                return;
            try
            {
                Open(time).WriteLine(row);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // A full disk ends the log, not the answers.
                Close();
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
            Close();
    }

    private StreamWriter Open(DateTimeOffset time)
    {
        string name = _name(time);
        if (_writer is not null && name == _current)
            return _writer;
        _writer?.Dispose();
        _current = name;
        FileStream stream = new(
            Path.Combine(_directory, name), FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        _writer = new StreamWriter(stream, new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\r\n" };
        foreach (string line in _preamble(time))
            _writer.WriteLine(line);
        return _writer;
    }

    private void Close()
    {
        _isClosed = true;
        _writer?.Dispose();
        _writer = null;
    }
}
