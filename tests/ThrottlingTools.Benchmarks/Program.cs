using System;
using ThrottlingTools.Benchmarks;

Console.WriteLine($"{Environment.ProcessorCount} cores, {Environment.OSVersion}, .NET {Environment.Version}");
return Math.Max(ModelBenchmark.Run(), ImportBenchmark.Run());
