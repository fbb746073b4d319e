using System;
using System.IO;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulator.Soap;

namespace ThrottlingTools.Simulator.Logs;

/// <summary>The logs that a server with the profile writes: IIS always, EWS from Exchange 2013 on.</summary>
internal sealed class ServerLogs : IDisposable
{
    private const int MaxFilesAnHour = 10_000;

    private readonly IisLog _iis;
    private readonly LogFile _iisFile;
    private readonly EwsProtocolLog? _ews;
    private readonly LogFile? _ewsFile;

    /// <param name="path">The directory under which both get directories of their own.</param>
    /// <param name="profile">The profile.</param>
    /// <exception cref="ThrottlingToolsException"><c>LogUnavailable</c>: a directory cannot be made.</exception>
    public ServerLogs(string path, ThrottlingProfile profile)
    {
        _iis = new IisLog(profile);
        _iisFile = new LogFile(Path.Combine(path, _iis.Directory), IisLog.FileName, _iis.Preamble);
        if (!EwsProtocolLog.IsKnown(profile.Release))
            return;
        _ews = new EwsProtocolLog(profile, SoapReply.ServerVersion(profile.Release).Build);
        string directory = Path.Combine(path, "Ews");
        int number = FirstFree(directory);
        _ewsFile = new LogFile(directory, time => EwsProtocolLog.FileName(time, number), _ews.Preamble);
    }

    public void Write(RequestTrace trace)
    {
        DateTimeOffset time = trace.StartedUtc + trace.Elapsed;
        _iisFile.Write(time, _iis.Row(trace));
        _ewsFile?.Write(time, _ews!.Row(trace));
    }

    public void Dispose()
    {
        _iisFile.Dispose();
        _ewsFile?.Dispose();
    }

    // Each run of a server begins another file.
    private static int FirstFree(string directory)
    {
        int number = 1;
        while (number < MaxFilesAnHour && Directory.Exists(directory)
            && Directory.GetFiles(directory, $"Ews_*-{number}.LOG").Length > 0)
            number++;
        return number;
    }
}
