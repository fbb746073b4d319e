using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using ThrottlingTools.Ews;
using ThrottlingTools.Pipeline;
using ThrottlingTools.Profiles;
using ThrottlingTools.Resolving;

namespace ThrottlingTools.Commands;

/// <summary>Explains what an EWS error means, which limit caused it, and how long to wait.</summary>
/// <remarks>
/// <para>
/// It takes what is at hand when something failed: errors and exceptions of this module, of PowerShell's web cmdlets
/// and of the EWS Managed API, also from a remote session; the XML of an answer; a saved response; an HTTP status with
/// headers and body; and what programs such as EWSEditor or exchangelib print.
/// </para>
/// <para>
/// Only what bears the mark of a limit has the verdict Throttled. Outages, time-outs, blocked access, failed sign-ins
/// and broken connections have verdicts of their own. What an answer does not tell is left empty.
/// </para>
/// </remarks>
/// <example>
/// <code>PS> 'ErrorServerBusy: The server cannot service this request right now. Try again later.' |
/// >>     Resolve-EwsThrottlingError</code>
/// <para>Explains what another program printed.</para>
/// </example>
/// <example>
/// <code>PS> $simulator = Start-EwsThrottlingSimulator Exchange2019 -Fault 'busy:nth=1,hint=12000'
/// PS> $simulator | Invoke-EwsPagedFind -MaxWait 0:0:1 -ErrorAction SilentlyContinue
/// PS> $Error[0] | Resolve-EwsThrottlingError -Profile Exchange2019</code>
/// <para>Explains the last error, with the values of the policy that holds there.</para>
/// </example>
/// <example>
/// <code>PS> Resolve-EwsThrottlingError -StatusCode 503 -Headers @{ 'Retry-After' = '120' }</code>
/// <para>Explains an answer of which only the HTTP level is known.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Resolve, "EwsThrottlingError", DefaultParameterSetName = ObjectSet)]
[OutputType(typeof(EwsErrorExplanation))]
public sealed class ResolveEwsThrottlingErrorCommand : EwsCmdlet
{
    private const string ObjectSet = "InputObject";
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string ResponseSet = "Response";

    private readonly List<string> _lines = [];
    private string? _linesPath;
    private ErrorInput _input = null!;
    private ThrottlingProfile? _profile;

    /// <summary>
    /// An error record, an exception, a response, XML, text, or a file with one of these.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ObjectSet)]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>
    /// Saved answers: status line, headers and body, or the body alone, or what a program printed. Wildcards are
    /// accepted.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Saved answers whose names are taken as they are, wildcard characters included.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The HTTP status of an answer.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ResponseSet)]
    [ValidateRange(100, 599)]
    public int StatusCode { get; set; }

    /// <summary>The headers of the answer: a hashtable, or lines such as 'Retry-After: 120'.</summary>
    [Parameter(ParameterSetName = ResponseSet)]
    public object? Headers { get; set; }

    /// <summary>The body of the answer.</summary>
    [Parameter(ParameterSetName = ResponseSet)]
    [AllowEmptyString]
    [AllowNull]
    public string? Body { get; set; }

    /// <summary>
    /// The profile that holds on the server: a catalogue name, a profile, a policy file, or a policy object. It tells
    /// the parameter's value and, by its release, who is charged.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public ProfileArgument? Profile { get; set; }

    /// <summary>
    /// The caller impersonates the mailbox; -Impersonate:$false, that it does not. Left out, it is taken as unknown.
    /// </summary>
    [Parameter]
    public SwitchParameter Impersonate { get; set; }

    private bool? IsImpersonating =>
        MyInvocation.BoundParameters.ContainsKey(nameof(Impersonate)) ? Impersonate.IsPresent : null;

    /// <inheritdoc/>
    protected override void Begin()
    {
        _input = new ErrorInput(DateTimeOffset.UtcNow);
        _profile = Profile is null ? null : new ProfileInput(this).One(Profile.Value);
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        switch (ParameterSetName)
        {
            case ObjectSet:
                Take(InputObject);
                break;
            case ResponseSet:
                Show(_input.ReadResponse(StatusCode, Headers, Body), null);
                break;
            case PathSet:
                ForEach(Path, path => ForEach(this.ResolvePaths(path), ShowFile));
                break;
            default:
                ForEach(LiteralPath, path => ShowFile(this.FullPath(path)));
                break;
        }
    }

    /// <inheritdoc/>
    protected override void End() => ShowLines();

    // Get-Content hands out the lines of a file one by one, and says of which file; an answer is all of them.
    private void Take(PSObject input)
    {
        string? path = input.BaseObject is string ? input.Text("PSPath") : null;
        if (path is null || path != _linesPath)
            ShowLines();
        _linesPath = path;
        if (path is not null)
            _lines.Add((string)input.BaseObject);
        else if (input.BaseObject is FileInfo file)
            ShowFile(file.FullName);
        else
            Show(_input.Read(input), null);
    }

    private void ShowLines()
    {
        if (_lines.Count == 0)
            return;
        string text = string.Join("\n", _lines);
        _lines.Clear();
        Attempt(() => Show(_input.Read(PSObject.AsPSObject(text)), null));
    }

    private void ForEach(IEnumerable<string> paths, Action<string> show)
    {
        foreach (string path in paths)
            Attempt(() => show(path));
    }

    private void ShowFile(string path) => Show(_input.ReadFile(path), path);

    // The items of a batch mostly fail alike: each kind of error is explained once.
    private void Show(IReadOnlyList<EwsError> errors, string? path)
    {
        foreach (IGrouping<object, EwsError> alike in errors.GroupBy(error =>
            (object)(error.Verdict, error.ResponseCode, error.PolicyPart, error.PolicyValue, error.BackOff)))
            WriteObject(new EwsErrorExplanation(alike.First(), _profile, IsImpersonating)
            {
                Count = alike.Count(),
                Path = path,
            });
    }
}
