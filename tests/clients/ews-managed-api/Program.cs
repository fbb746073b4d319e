using System;
using System.Net;
using ThrottlingTools.Clients.ManagedApi;
using ThrottlingTools.Simulator;

const int Items = 2500;
NetworkCredential credential = new("user@contoso.com", "S3cret!");
using EwsThrottlingSimulator simulator = EwsThrottlingSimulator.Start(new SimulatorOptions
{
    ItemCount = Items, Credential = credential, AdditionalMailboxes = ["jane@contoso.com"],
});
int steps = await new Referee(simulator.Uri, credential, Items).RunAsync();
Console.WriteLine($"done: {steps} steps");
return steps == Referee.Steps ? 0 : 1;
