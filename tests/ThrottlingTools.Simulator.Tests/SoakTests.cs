using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Budgets;
using ThrottlingTools.Modelling;
using ThrottlingTools.Simulator.Faults;
using ThrottlingTools.Simulator.Logs;
using Xunit;
using static ThrottlingTools.Simulator.Tests.Soap;

namespace ThrottlingTools.Simulator.Tests;

public sealed class SoakTests
{
    private const int Clients = 12;
    private const int RequestsEach = 150;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_a_soak_under_faults_nothing_is_left_and_the_charges_add_up()
    {
        ConcurrentBag<RequestTrace> traces = [];
        string[] faults = [.. FaultCatalogue.All.Where(entry => entry.Kind != FaultKind.SlowDrip)
            .Select(entry => entry.Name + ":rate=0.03")];
        SimulatorOptions options = new()
        {
            ItemCount = 200, Faults = FaultPlan.Parse([.. faults, "slow-drip:rate=0.02,bytes=500,pause=1"]),
            ServiceTimes = ServiceTimes.Default.Times(0.1), TraceObserver = traces.Add,
        };
        using EwsThrottlingSimulator simulator = EwsThrottlingSimulator.Start(options);

        int[] answered = await Task.WhenAll(
            Enumerable.Range(0, Clients).Select(number => Task.Run(() => ClientAsync(simulator, number), Token)));

        Assert.True(SpinWait.SpinUntil(() => simulator.Server.ConnectionCount == 0, TimeSpan.FromSeconds(30)));
        Assert.InRange(answered.Sum(), Clients * RequestsEach / 4, Clients * RequestsEach);
        Assert.Equal(simulator.RequestCount, traces.Count);
        (TimeSpan charged, _, int connections, int hanging, int findCount) =
            simulator.Endpoint.Engine.Look(new BudgetOwner("user@contoso.com"));
        Assert.Equal((0, 0, 0), (connections, hanging, findCount));
        Assert.Equal(TimeSpan.FromTicks(traces.Sum(trace => trace.Charged.ServerTime.Ticks)), charged);
        Assert.True(charged > TimeSpan.Zero);
    }

    private static async Task<int> ClientAsync(EwsThrottlingSimulator simulator, int number)
    {
        using HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false });
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("user@contoso.com:any")));
        int answered = 0;
        for (int i = 0; i < RequestsEach; i++)
        {
            string envelope = Envelope((number + i) % 2 == 0 ? GetFolder() : FindItem(Page(10, i)));
            using StringContent content = new(envelope, Encoding.UTF8, "text/xml");
            try
            {
                using HttpResponseMessage response = await client.PostAsync(simulator.Uri, content, Token);
                answered += response.IsSuccessStatusCode ? 1 : 0;
            }
            catch (HttpRequestException)
            {
                // The fault that was asked for.
            }
        }
        return answered;
    }
}
