using System;
using System.IO;
using ThrottlingTools.Simulator.Http;
using ThrottlingTools.Timing;

namespace ThrottlingTools.Simulator.Soap;

/// <summary>How long reading a request may take: a second of real time.</summary>
internal sealed class ReadingTime
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly IClock _clock;
    private readonly TimeSpan _end;

    public ReadingTime(IClock clock, double timeScale)
    {
        _clock = clock;
        _end = clock.Now + TimeSpan.FromTicks((long)(Longest.Ticks * timeScale));
    }

    /// <exception cref="BadRequestException">503: the time is over.</exception>
    public void Check()
    {
        if (_clock.Now > _end)
            throw new BadRequestException(503);
    }
}

/// <summary>A request that is read piece by piece, so that no single element can take for ever.</summary>
internal sealed class TimedStream : MemoryStream
{
    private readonly ReadingTime _time;

    public TimedStream(byte[] body, ReadingTime time) : base(body, writable: false) => _time = time;

    public override int Read(byte[] buffer, int offset, int count)
    {
        _time.Check();
        return base.Read(buffer, offset, count);
    }
}
