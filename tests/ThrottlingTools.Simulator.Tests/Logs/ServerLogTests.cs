using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using ThrottlingTools.Budgets;
using ThrottlingTools.Ews;
using ThrottlingTools.Profiles;
using ThrottlingTools.Simulator.Logs;
using ThrottlingTools.Timing;
using Xunit;
using static ThrottlingTools.Simulator.Tests.Soap;

namespace ThrottlingTools.Simulator.Tests.Logs;

public sealed class ServerLogTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private readonly List<RequestTrace> _traces = [];

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public async Task The_EWS_log_of_2013_has_its_72_columns_and_the_budget_that_was_charged()
    {
        await RunAsync("Exchange2013");

        string file = Assert.Single(Directory.GetFiles(Path.Combine(_path, "Ews")));
        Assert.Equal("Ews_2026010100-1.LOG", Path.GetFileName(file));
        string[] lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal(
            "#Fields: " + lines[0], lines.Single(line => line.StartsWith("#Fields:", StringComparison.Ordinal)));
        List<Dictionary<string, string>> rows = Parse(lines.Skip(1), ',');
        Assert.All(rows, row => Assert.Equal(72, row.Count));
        Assert.Equal(["GetFolder", "FindItem", "GetItem", ""], rows.Select(row => row["SoapAction"]));
        Assert.Equal(["200", "200", "200", "500"], rows.Select(row => row["HttpStatus"]));
        Assert.Equal(
            ["", "", "ErrorInvalidIdMalformed", "ErrorSchemaValidation"], rows.Select(row => row["ErrorCode"]));
        Assert.Equal(("0", "1"), (rows[1]["BeginBudgetConnections"], rows[1]["EndBudgetConnections"]));
        Assert.Equal(_traces.Select(trace => trace.ResponseSize.ToString(CultureInfo.InvariantCulture)),
            rows.Select(row => row["ResponseSize"]));
        for (int i = 0; i < 3; i++)
        {
            string info = rows[i]["GenericInfo"];
            Assert.Equal(_traces[i].Charged.ServerTime.TotalMilliseconds, Number(info, "Dbl:BudgUse.T[]"), 3);
            Assert.Equal(_traces[i].Begin!.Balance, Text(info, "S:BudgetMetadata.BeginBalance"));
            Assert.Equal(_traces[i].End!.Balance, Text(info, "S:BudgetMetadata.EndBalance"));
            Assert.Equal("900000", Text(info, "S:BudgetMetadata.RechargeRate"));
        }
    }

    [Fact]
    public async Task The_EWS_log_of_2016_has_its_92_columns_and_the_balance_of_the_engine()
    {
        EwsEndpoint endpoint = await RunAsync("Exchange2016");

        List<Dictionary<string, string>> rows =
            Parse(File.ReadLines(Assert.Single(Directory.GetFiles(Path.Combine(_path, "Ews")))), ',');
        Assert.All(rows, row => Assert.Equal(92, row.Count));
        double charged = rows.Sum(
            row => row["GenericInfo"].Length > 0 ? Number(row["GenericInfo"], "Dbl:BudgUse.T[]") : 0);
        (TimeSpan total, TimeSpan? balance, _, _, _) = endpoint.Engine.Look(new BudgetOwner("user@contoso.com"));
        Assert.Equal(total.TotalMilliseconds, charged, 3);
        Assert.Equal(balance!.Value.TotalMilliseconds, Number(rows[2]["GenericInfo"], "S:WLM.Bal"), 0);
    }

    [Theory]
    [InlineData("Exchange2010", "Conn:0,AD:")]
    [InlineData("Exchange2010SP3", "Conn:0,HangingConn:0,AD:30000/30000/0%,CAS:54000/54000/0%")]
    public async Task The_IIS_log_of_2010_has_the_budget_before_and_after_in_the_query(string profile, string init)
    {
        await RunAsync(profile);

        Assert.False(Directory.Exists(Path.Combine(_path, "Ews")));
        List<Dictionary<string, string>> rows =
            Parse(File.ReadLines(Path.Combine(_path, "W3SVC1", "u_ex260101.log")), ' ');
        string find = rows[0]["cs-uri-query"];
        Assert.StartsWith(";RC:", find, StringComparison.Ordinal);
        Assert.Contains(";Init>>" + init, find, StringComparison.Ordinal);
        Assert.Contains("SoapAction=m:GetFolder;", find, StringComparison.Ordinal);
        Match end = Regex.Match(find, @"End\((?<ms>[\d.]+)ms\)>>Conn:1,.*CAS:(?<cas>[^,]+),");
        Assert.Equal(_traces[0].End!.CasTime, end.Groups["cas"].Value);
        Assert.Equal(
            _traces[0].Elapsed.TotalMilliseconds,
            double.Parse(end.Groups["ms"].Value, CultureInfo.InvariantCulture), 3);
        Assert.Equal("user@contoso.com", rows[0]["cs-username"]);
        Assert.Equal("500", rows[3]["sc-status"]);
    }

    [Fact]
    public async Task The_IIS_log_from_2013_on_has_the_columns_of_its_default()
    {
        await RunAsync("Exchange2019");

        List<Dictionary<string, string>> rows =
            Parse(File.ReadLines(Path.Combine(_path, "W3SVC2", "u_ex260101.log")), ' ');
        Assert.All(rows, row => Assert.Equal(15, row.Count));
        Assert.All(rows, row => Assert.Equal("My+Client+(KHTML,+like)", row["cs(User-Agent)"]));
    }

    [Fact]
    public async Task Another_run_begins_another_file_and_nothing_secret_is_in_either()
    {
        await RunAsync("Exchange2016");
        await RunAsync("Exchange2016");

        string[] files = Directory.GetFiles(Path.Combine(_path, "Ews"));
        Assert.Equal(["Ews_2026010100-1.LOG", "Ews_2026010100-2.LOG"], files.Select(Path.GetFileName).Order());
        Assert.All(
            files, file => Assert.DoesNotContain("Basic dTpw", File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Fact]
    public void A_directory_that_cannot_be_made_is_an_error_of_its_own()
    {
        File.WriteAllText(Directory.CreateDirectory(_path).FullName + "/file", "");

        ThrottlingToolsException error = Assert.Throws<ThrottlingToolsException>(
            () => new EwsEndpoint(new SimulatorOptions { LogPath = Path.Combine(_path, "file") }));

        Assert.Equal("LogUnavailable", error.ErrorId);
    }

    private async Task<EwsEndpoint> RunAsync(string profile)
    {
        SimulatorOptions options = new()
        {
            Profile = ProfileCatalogue.Get(profile), LogPath = _path, TraceObserver = _traces.Add,
        };
        EwsEndpoint endpoint = new(options, new VirtualClock());
        foreach (string operation in new[] { GetFolder(), FindItem(Page(50, 0)), GetItem(["AAMk"]) })
            await SendAsync(endpoint, Envelope(operation, "Exchange2010"));
        await SendAsync(endpoint, "<broken");
        endpoint.CloseLogs();
        return endpoint;
    }

    private static async Task SendAsync(EwsEndpoint endpoint, string envelope)
    {
        EwsHttpRequest request = new(System.Text.Encoding.UTF8.GetBytes(envelope));
        request.Headers["User-Agent"] = "My Client (KHTML, like)";
        request.Headers["Authorization"] = "Basic dTpw";
        using EwsHttpResponse response =
            await endpoint.CreateTransport().SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static List<Dictionary<string, string>> Parse(IEnumerable<string> lines, char separator)
    {
        List<Dictionary<string, string>> rows = [];
        string[] fields = [];
        foreach (string line in lines)
        {
            if (line.StartsWith("#Fields: ", StringComparison.Ordinal))
                fields = line["#Fields: ".Length..].Split(separator);
            if (line[0] == '#')
                continue;
            string[] values = line.Split(separator);
            Assert.Equal(fields.Length, values.Length);
            rows.Add(fields.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second));
        }
        return rows;
    }

    private static string Text(string info, string key) =>
        info.Split(';').Single(item => item.StartsWith(key + "=", StringComparison.Ordinal))[(key.Length + 1)..];

    private static double Number(string info, string key) =>
        double.Parse(Text(info, key), CultureInfo.InvariantCulture);
}
