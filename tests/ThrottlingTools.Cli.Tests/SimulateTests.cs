using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace ThrottlingTools.Cli.Tests;

public sealed class SimulateTests
{
    private const string GetFolder =
        """
        <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"
          xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"
          xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages">
          <s:Header><t:RequestServerVersion Version="Exchange2013_SP1" /></s:Header><s:Body><m:GetFolder><m:FolderShape>
          <t:BaseShape>Default</t:BaseShape></m:FolderShape><m:FolderIds><t:DistinguishedFolderId Id="inbox" />
          </m:FolderIds></m:GetFolder></s:Body></s:Envelope>
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("-INT")]
    [InlineData("-TERM")]
    [InlineData("-HUP")]
    public async Task It_tells_where_it_is_answers_logs_and_stops_with_zero(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "kill is a command of Unix.");
        using Process process = Start(
            "simulate", "--credential", "jane:S3cret!", "--items", "42", "--log-requests", "--fault", "503:nth=2");
        using JsonDocument ready = JsonDocument.Parse((await process.StandardOutput.ReadLineAsync(Token))!);
        JsonElement root = ready.RootElement;
        Uri uri = new(root.GetProperty("uri").GetString()!);
        Assert.Equal(uri.Port, root.GetProperty("port").GetInt32());
        Assert.Equal(process.Id, root.GetProperty("processId").GetInt32());

        Assert.Equal((HttpStatusCode.OK, true), await PostAsync(uri, "jane:S3cret!"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, false), await PostAsync(uri, "jane:S3cret!"));
        Assert.Equal((HttpStatusCode.Unauthorized, false), await PostAsync(uri, "jane:wrong"));

        using (Process kill = Process.Start("kill", [signal, process.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync(Token);
        await process.WaitForExitAsync(Token);
        Assert.Equal(0, process.ExitCode);
        Assert.Equal("", await process.StandardOutput.ReadToEndAsync(Token));
        string log = await process.StandardError.ReadToEndAsync(Token);
        Assert.Contains("jane GetFolder 200 NoError", log, StringComparison.Ordinal);
        Assert.Contains("GetFolder 503", log, StringComparison.Ordinal);
        Assert.DoesNotContain("S3cret!", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_does_not_log_on_hears_the_challenges_and_a_token_is_enough()
    {
        using Process process = Start(
            "simulate", "--credential", "jane:S3cret!", "--allow-token", "--challenge", "NTLM", "--challenge", "Basic");
        try
        {
            using JsonDocument ready = JsonDocument.Parse((await process.StandardOutput.ReadLineAsync(Token))!);
            Uri uri = new(ready.RootElement.GetProperty("uri").GetString()!);
            string claims = Convert.ToBase64String("{\"upn\":\"user@contoso.com\"}"u8);
            using HttpClient client = new();
            using HttpResponseMessage refused = await client.PostAsync(uri, null, Token);
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", $"e30.{claims}.x");
            using StringContent content = new(GetFolder, Encoding.UTF8, "text/xml");
            using HttpResponseMessage answered = await client.PostAsync(uri, content, Token);

            Assert.Equal("NTLM, Basic", refused.Headers.WwwAuthenticate.ToString());
            Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
        }
        finally
        {
            process.Kill();
        }
    }

    [Fact]
    public async Task A_profile_file_is_enforced()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".yaml");
        await File.WriteAllTextAsync(path, "Release: Exchange2016\nName: Tiny\nEwsMaxConcurrency: 0\n", Token);
        try
        {
            (int code, _, string error) = await RunAsync("simulate", "--profile", path, "--port", "0");

            Assert.Equal((1, "Error ProfileValueUnknown"), (code, error.Split(':')[0]));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task A_scenario_file_tells_the_profile_and_what_is_wrong_with_it()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".yaml");
        try
        {
            await File.WriteAllTextAsync(path, "profile: Exchange2099\n", Token);
            (int code, _, string error) = await RunAsync("simulate", "--scenario", path);
            Assert.Equal((1, "Error ProfileNotFound"), (code, error.Split(':')[0]));

            await File.WriteAllTextAsync(path, "profile: Exchange2016\nhealth: [{ at: soon }]\n", Token);
            (code, _, error) = await RunAsync("simulate", "--scenario", path);
            Assert.Equal((1, "Error InvalidSetting"), (code, error.Split(':')[0]));
            Assert.Contains(Path.GetFileName(path) + ", line 2", error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("InvalidFault", "--fault", "nonsense")]
    [InlineData("RemoteNeedsCredential", "--allow-remote")]
    [InlineData("RemoteNeedsCredential", "--allow-remote", "--credential", "jane:S3cret!", "--allow-token")]
    [InlineData("ProfileNotFound", "--profile", "Exchange2099")]
    public async Task An_error_has_an_id_and_says_what_to_do(string errorId, params string[] args)
    {
        (int code, string output, string error) = await RunAsync(["simulate", .. args]);

        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith($"Error {errorId}: ", error, StringComparison.Ordinal);
        Assert.Equal(2, error.Trim().Split('\n').Length);
    }

    [Theory]
    [InlineData("--port", "70000")]
    [InlineData("--items", "-1")]
    [InlineData("--time-scale", "0")]
    [InlineData("--credential", "nobody")]
    [InlineData("--jitter", "2")]
    public async Task A_value_out_of_range_is_refused_and_not_repeated(string option, string value)
    {
        (int code, _, string error) = await RunAsync("simulate", option, value);

        Assert.Equal(1, code);
        Assert.Contains(option + " takes ", error, StringComparison.Ordinal);
    }

    // Tests that run under nohup hand an ignored SIGHUP down, and only env can take that back.
    private static Process Start(params string[] args)
    {
        string[] program = ["dotnet", typeof(CommandLineApplication).Assembly.Location, .. args];
        return Process.Start(
            new ProcessStartInfo(
                OperatingSystem.IsLinux() ? "env" : program[0],
                OperatingSystem.IsLinux() ? ["--default-signal=HUP", .. program] : program[1..])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
    }

    private static async Task<(HttpStatusCode Status, bool IsInbox)> PostAsync(Uri uri, string credential)
    {
        using HttpClient client = new();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credential)));
        using StringContent content = new(GetFolder, Encoding.UTF8, "text/xml");
        using HttpResponseMessage response = await client.PostAsync(uri, content, Token);
        string body = await response.Content.ReadAsStringAsync(Token);
        return (response.StatusCode, body.Contains("<t:TotalCount>42<", StringComparison.Ordinal));
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        using StringWriter output = new(CultureInfo.InvariantCulture);
        using StringWriter error = new(CultureInfo.InvariantCulture);
        int code = await CommandLineApplication.RunAsync(args, output, error, Token);
        return (code, output.ToString(), error.ToString());
    }
}
