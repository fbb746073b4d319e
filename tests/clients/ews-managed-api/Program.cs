using System;
using ThrottlingTools.Clients.ManagedApi;

if (args is ["find"])
{
    await FindBenchmark.RunAsync();
    return 0;
}

using Referee referee = new();
int asked = referee.Steps.Count, done = 0;
foreach ((string name, Func<System.Threading.Tasks.Task<string>> run) in referee.Steps)
    Console.WriteLine($"{++done,3} {name}: {await run()}");
Console.WriteLine($"done: {done} steps of {asked}");
return 0;
