using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;

namespace ThrottlingTools.Simulator.Soap;

/// <summary>Bytes of UTF-8 text that grow as text is added, in memory that is used again.</summary>
internal sealed class Utf8Buffer : IDisposable
{
    private const int FirstSize = 1024;
    private const int MaxBytesOfChar = 3;

    private static readonly byte[] Base64 =
        Encoding.ASCII.GetBytes("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

    private static readonly bool[] IsPlain =
        Enumerable.Range(0, 0x80).Select(c => c is >= ' ' and < 0x7F and not ('<' or '>' or '&' or '"')).ToArray();

    private readonly BufferPool? _pool;
    private byte[] _bytes;

    /// <param name="pool">Where the memory comes from; <c>null</c> for memory of its own.</param>
    public Utf8Buffer(BufferPool? pool)
    {
        _pool = pool;
        _bytes = pool?.Take() ?? new byte[FirstSize];
    }

    public int Length { get; private set; }

    /// <summary>The text, until the buffer changes.</summary>
    public ArraySegment<byte> Bytes => new(_bytes, 0, Length);

    public void Append(byte value)
    {
        Reserve(1);
        _bytes[Length++] = value;
    }

    public void Append(string text)
    {
        Reserve(text.Length * MaxBytesOfChar);
        Length += Encoding.UTF8.GetBytes(text, 0, text.Length, _bytes, Length);
    }

    /// <summary>The same, fast for a short name in ASCII.</summary>
    public void AppendName(string name)
    {
        Reserve(name.Length * MaxBytesOfChar);
        byte[] bytes = _bytes;
        int start = Length;
        for (int i = 0; i < name.Length; i++)
        {
            if (name[i] >= 0x80)
            {
                Append(name);
                return;
            }
            bytes[start + i] = (byte)name[i];
        }
        Length = start + name.Length;
    }

    /// <summary>Text in Latin-1 instead, for the heads of HTTP; what that lacks becomes a question mark.</summary>
    public void AppendLatin1(string text)
    {
        Reserve(text.Length);
        foreach (char c in text)
            _bytes[Length++] = c <= 0xFF ? (byte)c : (byte)'?';
    }

    /// <summary>All of a body, from where it stands.</summary>
    public void Append(MemoryStream body)
    {
        int count = (int)(body.Length - body.Position);
        Reserve(count);
        for (int end = Length + count; Length < end;)
            Length += body.Read(_bytes, Length, end - Length);
    }

    /// <summary>A UTC time to seconds: <c>2026-01-31T23:59:59Z</c>.</summary>
    public void Append(DateTime time)
    {
        Reserve(20);
        Number(time.Year, 4, '-');
        Number(time.Month, 2, '-');
        Number(time.Day, 2, 'T');
        Number(time.Hour, 2, ':');
        Number(time.Minute, 2, ':');
        Number(time.Second, 2, 'Z');
    }

    /// <summary>Text of XML. What XML does not allow becomes U+FFFD.</summary>
    public void AppendEscaped(string text, bool isAttribute)
    {
        Reserve(text.Length * MaxBytesOfChar);
        for (int i = 0; i < text.Length;)
        {
            int end = EndOfPlain(text, i);
            bool isPair = end == i && char.IsSurrogatePair(text, i);
            if (end > i || isPair)
            {
                int count = isPair ? 2 : end - i;
                Reserve(count * MaxBytesOfChar);
                Length += Encoding.UTF8.GetBytes(text, i, count, _bytes, Length);
                i += count;
            }
            else
                Append(Escape(text[i++], isAttribute));
        }
    }

    public void AppendBase64(byte[] bytes, int index, int count)
    {
        Reserve((count + 2) / 3 * 4);
        int end = index + count;
        for (; index < end; index += 3)
        {
            int left = end - index;
            int group = bytes[index] << 16 | (left > 1 ? bytes[index + 1] << 8 : 0) | (left > 2 ? bytes[index + 2] : 0);
            _bytes[Length++] = Base64[group >> 18];
            _bytes[Length++] = Base64[group >> 12 & 0x3F];
            _bytes[Length++] = left > 1 ? Base64[group >> 6 & 0x3F] : (byte)'=';
            _bytes[Length++] = left > 2 ? Base64[group & 0x3F] : (byte)'=';
        }
    }

    public byte[] ToArray()
    {
        byte[] bytes = new byte[Length];
        Buffer.BlockCopy(_bytes, 0, bytes, 0, Length);
        return bytes;
    }

    /// <summary>The text as a body, which gives the memory back when it is disposed.</summary>
    public MemoryStream ToBody() => new PooledBody(_pool, _bytes, Length);

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (_bytes.Length > 0)
            _pool?.Return(_bytes);
        (_bytes, Length) = ([], 0);
    }

    private static int EndOfPlain(string text, int start)
    {
        int i = start;
        while (i < text.Length
            && (text[i] < 0x80 ? IsPlain[text[i]] : !char.IsSurrogate(text[i]) && text[i] < '\uFFFE'))
            i++;
        return i;
    }

    private static string Escape(char c, bool isAttribute) => c switch
    {
        '<' => "&lt;",
        '>' => "&gt;",
        '&' => "&amp;",
        '"' => isAttribute ? "&quot;" : "\"",
        '\t' => isAttribute ? "&#x9;" : "\t",
        '\n' => isAttribute ? "&#xA;" : "\n",
        '\r' => "&#xD;",
        '\x7F' => "\x7F",
        _ => "\uFFFD",
    };

    private void Number(int value, int digits, char separator)
    {
        for (int i = digits - 1; i >= 0; i--, value /= 10)
            _bytes[Length + i] = (byte)('0' + value % 10);
        Length += digits;
        _bytes[Length++] = (byte)separator;
    }

    private void Reserve(int count)
    {
        if (_bytes.Length - Length < count)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
    }

    private sealed class PooledBody : MemoryStream
    {
        private readonly BufferPool? _pool;
        private byte[]? _bytes;

        public PooledBody(BufferPool? pool, byte[] bytes, int length)
            : base(bytes, 0, length, writable: false, publiclyVisible: true)
        {
            _pool = pool;
            _bytes = bytes;
        }

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            if (disposing && Interlocked.Exchange(ref _bytes, null) is { } bytes)
                _pool?.Return(bytes);
        }
    }
}
