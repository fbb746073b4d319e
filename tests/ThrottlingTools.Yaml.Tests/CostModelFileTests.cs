using System;
using System.IO;
using System.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Modelling;
using ThrottlingTools.Profiles;
using Xunit;

namespace ThrottlingTools.Yaml;

public sealed class CostModelFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("throttlingtools-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("costs.yaml")]
    [InlineData("costs.json")]
    public void What_is_written_is_read_back_equal(string name)
    {
        string path = Path.Combine(_folder, name);
        SettingSource measured = new(ValueSource.Probed, Confidence.High, "fitted to 40 requests, 1 left out");
        ServiceTimes written = ServiceTimes.Default.WithShares(0.25, 0.125).With(
            EwsOperation.UploadItems,
            new ServiceTime(TimeSpan.FromTicks(1), TimeSpan.FromTicks(123_456), TimeSpan.FromTicks(77)) { Noise = 0.4 },
            measured);
        EwsOperation[] all = Enum.GetValues<EwsOperation>();

        CostModelFile.Write(path, written, all, overwrite: false);
        ServiceTimes read = CostModelFile.Read(path);

        Assert.Equal((0.25, 0.125), (read.DirectoryShare, read.MailboxRpcShare));
        Assert.Equal(all.Select(operation => written[operation]), all.Select(operation => read[operation]));
        Assert.Equal(all.Select(written.SourceOf), all.Select(read.SourceOf));
    }

    [Fact]
    public void What_a_file_does_not_name_costs_what_it_does_by_default()
    {
        ServiceTimes read = CostModelFile.Read(Write("GetItem: {perItem: 5ms}"));

        Assert.Equal(
            ServiceTimes.Default[EwsOperation.GetItem] with { PerItem = TimeSpan.FromMilliseconds(5) },
            read[EwsOperation.GetItem]);
        Assert.Equal(ValueSource.Declared, read.SourceOf(EwsOperation.GetItem).Kind);
        Assert.Equal(
            ServiceTimes.Default.SourceOf(EwsOperation.DeleteItem), read.SourceOf(EwsOperation.DeleteItem));
    }

    [Theory]
    [InlineData("GetItem:\n  perItem: soon", "InvalidSetting", "line 2: perItem")]
    [InlineData("GetItem:\n  perThing: 1ms", "UnknownScenarioKey", "line 2: 'perThing'")]
    [InlineData("GetItems:\n  perItem: 1ms", "UnknownScenarioKey", "line 1: 'GetItems'")]
    [InlineData("GetItem:\n  noise: -1", "InvalidSetting", "line 2: noise")]
    [InlineData("GetItem:\n  source: somewhere", "InvalidSetting", "line 2: source")]
    [InlineData("directoryShare: 2", "InvalidSetting", "line 1: directoryShare")]
    [InlineData("a: 1\n---\nb: 2", "MalformedFile", "2 documents")]
    [InlineData("- 1", "InvalidSetting", "cost model")]
    public void A_wrong_file_is_refused_with_file_line_and_key(string text, string error, string told)
    {
        ThrottlingToolsException refusal =
            Assert.Throws<ThrottlingToolsException>(() => CostModelFile.Read(Write(text)));

        Assert.Equal(error, refusal.ErrorId);
        Assert.Contains("costs.yaml", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(told, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scenario_takes_the_noise_and_the_number_of_items()
    {
        WorkloadScenario scenario = ScenarioFile.Read(Write("""
            profile: Exchange2016
            serviceTimes: {GetItem: {perItem: 3ms, noise: 0.2}}
            clients: [{name: a, items: 1005, operations: [{operation: GetItem, batchSize: 10}]}]
            """));

        WorkloadClientResult result =
            WorkloadModel.Run(scenario, null, TestContext.Current.CancellationToken).Clients[0];

        Assert.Equal(1005, result.Items);
        Assert.Equal(101, result.Requests);
        Assert.Equal(1005, scenario.Clients[0].Items);
        Assert.True(result.Latency!.Percentile99 > result.Latency.Median);
    }

    private string Write(string text)
    {
        string path = Path.Combine(_folder, "costs.yaml");
        File.WriteAllText(path, text);
        return path;
    }
}
