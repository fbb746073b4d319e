using System;
using ThrottlingTools.Benchmarks;
using ThrottlingTools.Benchmarks.Clients;

// What a benchmark starts as a process of its own.
switch (args)
{
    case [SimulatorProcess.Argument, string items]:
        SimulatorProcess.Run(items);
        return 0;
    case [ClientBenchmark.BareArgument]:
        await DotNetClients.BareAsync();
        return 0;
    case [ClientBenchmark.CoreArgument]:
        await DotNetClients.CoreAsync();
        return 0;
    case [FloodBenchmark.ClientArgument, string port, string number]:
        await FloodBenchmark.RunClientAsync(port, number);
        return 0;
}

Console.WriteLine($"{Environment.ProcessorCount} cores, {Environment.OSVersion}, .NET {Environment.Version}");
string which = args.Length > 0 ? args[0] : "all";
int failures = 0;
if (which is "all" or "import")
    failures += ImportBenchmark.Run();
if (which is "all" or "model")
    failures += ModelBenchmark.Run();
if (which is "all" or "batch")
    failures += BatchBenchmark.Run();
if (which is "all" or "journal")
    failures += await JournalBenchmark.RunAsync();
if (which is "all" or "load")
    failures += await SimulatorBenchmark.RunAsync();
if (which is "all" or "streaming")
    failures += await StreamingBenchmark.RunAsync();
if (which is "all" or "flood")
    failures += await FloodBenchmark.RunAsync();
if (which is "all" or "client")
    failures += ClientBenchmark.Run();
if (which is "all" or "latency")
    failures += await LatencyBenchmark.RunAsync();
if (which is "all" or "stop")
    failures += StopBenchmark.Run();
return failures == 0 ? 0 : 1;
