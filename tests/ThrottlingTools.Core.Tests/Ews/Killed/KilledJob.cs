using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Ews;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulator;
using ThrottlingTools.Simulator.Mailboxes;
using ThrottlingTools.Timing;

namespace ThrottlingTools.Core.Tests.Ews.Killed;

/// <summary>
/// A job whose process is killed at moments drawn from a seed: before or after the server has done what a request asks,
/// after its answer, before or after a result was heard of. Then the same command runs again, until it ends by itself.
/// </summary>
internal sealed class KilledJob
{
    private const int Count = 80;
    private const int MaxFrames = 8;

    private readonly Random _random;
    private readonly string _directory;
    private readonly string[] _arguments;
    private readonly SyntheticFolder _source;
    private readonly SyntheticFolder _destination;
    private readonly EwsEndpoint _endpoint = new(
        new SimulatorOptions { ItemCount = Count, Profile = ProfileCatalogue.Get(ExchangeRelease.Exchange2016) },
        new SystemClock());

    public KilledJob(int seed, string kind, string operation, string directory)
    {
        _random = new Random(seed);
        _directory = directory;
        bool isSend = operation == "SendItem";
        _destination = Mailbox.FindFolder("junkemail")!;
        _source = Mailbox.FindFolder(isSend ? "drafts" : "inbox")!;
        if (isSend)
            foreach (string id in Mailbox.FindFolder("inbox")!.ItemIds)
                Mailbox.Copy(Mailbox.FindItem(id)!, _source);
        Ids = [.. _source.ItemIds];
        Subjects = Ids.ToDictionary(id => id, id => (string)Mailbox.FindItem(id)!.Read("item:Subject")!);
        _arguments = [kind, directory, isSend ? "drafts" : "inbox", operation, _destination.Id];
    }

    public SyntheticMailbox Mailbox => _endpoint.Mailbox;

    public IReadOnlyList<string> Ids { get; }

    public Dictionary<string, string> Subjects { get; }

    public SyntheticFolder Destination => _destination;

    /// <summary>What was told, by item, in its order.</summary>
    public Dictionary<string, List<string>> Told { get; } = [];

    public int Kills { get; private set; }

    public async Task RunAsync(int kills)
    {
        IEnumerable<string> lines = _arguments[3] == "UploadItems"
            ? await ExportAsync()
            : Ids.Select(id => id + "\t");
        await File.WriteAllLinesAsync(Path.Combine(_directory, "items"), lines);
        for (int i = 0; i < kills; i++)
            if (!await RunOnceAsync(_random.Next(MaxFrames)))
                return;
        if (await RunOnceAsync(int.MaxValue))
            throw new InvalidOperationException("The last process was killed.");
    }

    /// <summary>Runs a process, and kills it after some of what it says.</summary>
    /// <returns>Whether it was killed; else it has ended well.</returns>
    private async Task<bool> RunOnceAsync(int frames)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "killed", "ThrottlingTools.Killed.dll");
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [program, .. _arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using BinaryReader reader = new(process.StandardOutput.BaseStream, Encoding.UTF8);
        using BinaryWriter writer = new(process.StandardInput.BaseStream, Encoding.UTF8);
        bool isKilled = false;
        while (!isKilled && TryRead(reader) is { } frame)
        {
            bool isLast = frames-- == 0;
            bool isHandled = !isLast || _random.Next(2) == 0;
            byte[]? answer = isHandled ? await HandleAsync(frame) : null;
            isKilled = isLast;
            if (answer is not null && (!isLast || _random.Next(2) == 0))
                writer.Write(answer);
            writer.Flush();
            if (isLast)
                process.Kill();
        }
        await process.WaitForExitAsync();
        Kills += isKilled ? 1 : 0;
        if (!isKilled && process.ExitCode != 0)
            throw new InvalidOperationException($"It ended with {process.ExitCode}: {await errors}");
        return isKilled;
    }

    private static (int Number, byte[] Body)? TryRead(BinaryReader reader)
    {
        try
        {
            return (reader.ReadInt32(), reader.ReadBytes(reader.ReadInt32()));
        }
        catch (EndOfStreamException)
        {
            return null;
        }
    }

    private async Task<byte[]> HandleAsync((int Number, byte[] Body) frame)
    {
        using MemoryStream answer = new();
        await using BinaryWriter writer = new(answer);
        writer.Write(frame.Number);
        if (frame.Number == 0)
        {
            string[] parts = Encoding.UTF8.GetString(frame.Body).Split('\t');
            if (!Told.TryGetValue(parts[1], out List<string>? told))
                Told.Add(parts[1], told = []);
            told.Add(parts[0]);
            return answer.ToArray();
        }
        using EwsHttpResponse response = await _endpoint.CreateTransport().SendAsync(
            new EwsHttpRequest(frame.Body), CancellationToken.None);
        using MemoryStream body = new();
        await response.Body.CopyToAsync(body);
        writer.Write(response.StatusCode);
        writer.Write((int)body.Length);
        writer.Write(body.ToArray());
        return answer.ToArray();
    }

    private async Task<List<string>> ExportAsync()
    {
        List<string> lines = [];
        BatchRun run = new(
            new EwsClient(_endpoint.CreateTransport(), new SystemClock()), ReadBatchOperation.ExportItems(),
            new SystemClock());
        await run.RunAsync(
            BatchInput.Of(Ids.Select(id => new BatchItem(id))),
            results => lines.AddRange(results.Select(result => $"{result.ItemId}\t{result.Data}")), default);
        return lines;
    }
}
