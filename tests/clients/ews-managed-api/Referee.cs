using System;
using System.Collections.Generic;
using System.Net;
using System.Threading.Tasks;
using Microsoft.Exchange.WebServices.Data;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulator;

namespace ThrottlingTools.Clients.ManagedApi;

/// <summary>What the other clients do too, one step after the other. A step that did less than asked throws.</summary>
internal sealed class Referee : IDisposable
{
    public const string Other = "jane@contoso.com";

    private const int Items = 2500;
    private const double FastClock = 20;

    private readonly NetworkCredential _credential = new("user@contoso.com", "S3cret!");
    private readonly EwsThrottlingSimulator _simulator;
    private readonly EwsThrottlingSimulator _busy;

    public Referee()
    {
        _simulator = EwsThrottlingSimulator.Start(new SimulatorOptions
        {
            ItemCount = Items, Credential = _credential, AdditionalMailboxes = [Other],
        });
        _busy = EwsThrottlingSimulator.Start(new SimulatorOptions
        {
            ItemCount = 100, Credential = _credential, TimeScale = FastClock,
            Profile = ProfileCatalogue.Get(ExchangeRelease.Exchange2016).With("tight",
            [
                Setting("EwsMaxBurst", 0), Setting("EwsRechargeRate", 1_440), Setting("EwsCutoffBalance", 2),
            ]),
        });
        Reading reading = new(Service(_simulator), Items);
        Writing writing = new(Service(_simulator), _credential.UserName);
        Listening listening = new(Service(_simulator), _credential.UserName);
        Directory directory = new(Service(_simulator), _credential.UserName);
        Errors errors = new(Service(_simulator), Service(_busy));
        Steps = [.. reading.Steps, .. writing.Steps, .. listening.Steps, .. directory.Steps, .. errors.Steps];
    }

    public IReadOnlyList<(string Name, Func<Task<string>> Run)> Steps { get; }

    public static void Check(bool holds, string what)
    {
        if (!holds)
            throw new InvalidOperationException("Not so: " + what);
    }

    public void Dispose()
    {
        _simulator.Dispose();
        _busy.Dispose();
    }

    private ExchangeService Service(EwsThrottlingSimulator simulator) => new(ExchangeVersion.Exchange2013_SP1)
    {
        Url = simulator.Uri,
        Credentials = new WebCredentials(_credential.UserName, _credential.Password),
    };

    private static ThrottlingSetting Setting(string name, long value) =>
        new(name, new Unlimited(value), SettingSource.Declared("test"), null);
}
