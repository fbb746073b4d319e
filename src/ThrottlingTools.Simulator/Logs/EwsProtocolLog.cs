using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Simulator.Logs;

/// <summary>
/// The EWS protocol log of Exchange 2013 and later (kinesis-agent-windows; artefacts-help). Columns that the simulator
/// knows nothing of are empty, as most are on real servers.
/// </summary>
internal sealed class EwsProtocolLog
{
    private const string Fields2013 =
        "DateTime,RequestId,MajorVersion,MinorVersion,BuildVersion,RevisionVersion,ClientRequestId,"
        + "AuthenticationType,IsAuthenticated,AuthenticatedUser,Organization,UserAgent,VersionInfo,"
        + "ClientIpAddress,ServerHostName,FrontEndServer,SoapAction,HttpStatus,RequestSize,ResponseSize,"
        + "ErrorCode,ImpersonatedUser,ProxyAsUser,ActAsUser,Cookie,CorrelationGuid,PrimaryOrProxyServer,"
        + "TaskType,RemoteBackendCount,LocalMailboxCount,RemoteMailboxCount,LocalIdCount,RemoteIdCount,"
        + "BeginBudgetConnections,EndBudgetConnections,BeginBudgetHangingConnections,"
        + "EndBudgetHangingConnections,BeginBudgetAD,EndBudgetAD,BeginBudgetCAS,EndBudgetCAS,BeginBudgetRPC,"
        + "EndBudgetRPC,BeginBudgetFindCount,EndBudgetFindCount,BeginBudgetSubscriptions,"
        + "EndBudgetSubscriptions,MDBResource,MDBHealth,MDBHistoricalLoad,ThrottlingPolicy,ThrottlingDelay,"
        + "ThrottlingRequestType,TotalDCRequestCount,TotalDCRequestLatency,TotalMBXRequestCount,"
        + "TotalMBXRequestLatency,RecipientLookupLatency,ExchangePrincipalLatency,HttpPipelineLatency,"
        + "CheckAccessCoreLatency,AuthModuleLatency,CallContextInitLatency,PreExecutionLatency,"
        + "CoreExecutionLatency,TotalRequestTime,DetailedExchangePrincipalLatency,ClientStatistics,GenericInfo,"
        + "AuthenticationErrors,GenericErrors,Puid";

    private const string FieldsAdded2016 =
        "StartTime,ProcessId,TimeInGC,StartTotalMemory,EndTotalMemory,StartGCCounts,EndGCCounts,"
        + "TokenBasedThrottlingPolicy,BudgetKey,CoinsCharged,CoinsChargedMethod,SidBudgetInfo,AppBudgetInfo,"
        + "TenantBudgetInfo,ResourceAccessed,ResourceHealthBasedThreshold,ThrottledBy,BackoffHint,"
        + "WorkClassification";

    private readonly ThrottlingProfile _profile;
    private readonly EwsLimits _limits;
    private readonly string[] _fields;
    private readonly string[] _build;
    private readonly bool _is2013;

    public EwsProtocolLog(ThrottlingProfile profile, string build)
    {
        _profile = profile;
        _limits = new EwsLimits(profile);
        _is2013 = profile.Release == ExchangeRelease.Exchange2013;
        _build = build.Split('.');
        List<string> fields = [.. Fields2013.Split(',')];
        if (!_is2013)
        {
            fields.Insert(6, "Ring");
            fields.AddRange(FieldsAdded2016.Split(','));
        }
        _fields = [.. fields];
    }

    /// <summary>Whether the release's columns are known: of Exchange 2010 they are not.</summary>
    public static bool IsKnown(ExchangeRelease release) => release >= ExchangeRelease.Exchange2013;

    public static string FileName(DateTimeOffset time, int number) =>
        string.Format(CultureInfo.InvariantCulture, "Ews_{0:yyyyMMddHH}-{1}.LOG", time.UtcDateTime, number);

    public IEnumerable<string> Preamble(DateTimeOffset time)
    {
        string header = string.Join(",", _fields);
        if (_is2013)
            yield return header;
        yield return "#Software: Microsoft Exchange Server";
        yield return string.Format(
            CultureInfo.InvariantCulture, "#Version: {0:00}.{1:00}.{2:0000}.{3:000}",
            _build.Select(part => (object)int.Parse(part, CultureInfo.InvariantCulture)).ToArray());
        yield return "#Log-type: EWS Logs";
        yield return "#Date: " + Time(time);
        yield return "#Fields: " + header;
    }

    public string Row(RequestTrace trace)
    {
        Dictionary<string, string> values = Values(trace);
        if (_is2013 && trace is { Begin: { } begin, End: { } end })
            AddBudget(values, begin, end);
        return string.Join(",", _fields.Select(
            field => values.TryGetValue(field, out string? value) ? Cell(value) : ""));
    }

    private Dictionary<string, string> Values(RequestTrace trace) => new()
    {
        ["DateTime"] = Time(trace.StartedUtc + trace.Elapsed),
        ["RequestId"] = trace.Id,
        ["MajorVersion"] = _build[0],
        ["MinorVersion"] = _build[1],
        ["BuildVersion"] = _build[2],
        ["RevisionVersion"] = _build[3],
        ["ClientRequestId"] = trace.ClientRequestId,
        ["AuthenticationType"] = trace.AuthenticationType,
        ["IsAuthenticated"] = "True",
        ["AuthenticatedUser"] = trace.Account,
        ["UserAgent"] = trace.UserAgent,
        ["VersionInfo"] = trace.RequestVersion is { } version ? $"Target=None;Req={version}/{version};" : "",
        ["ClientIpAddress"] = trace.ClientAddress,
        ["ServerHostName"] = EndpointHeaders.Server,
        ["FrontEndServer"] = EndpointHeaders.Server,
        ["SoapAction"] = trace.Operation,
        ["HttpStatus"] = Number(trace.HttpStatus),
        ["RequestSize"] = Number(trace.RequestSize),
        ["ResponseSize"] = Number(trace.ResponseSize),
        ["ErrorCode"] = trace.ErrorCode,
        ["ImpersonatedUser"] = trace.Mailbox, // even without impersonation (kinesis-agent-windows)
        ["ThrottlingPolicy"] = _profile.Name,
        ["ThrottlingDelay"] = Milliseconds(trace.Delay), // its unit is stated nowhere: ms
        ["ThrottlingRequestType"] = "[C]",
        ["TotalRequestTime"] = Number((long)trace.Elapsed.TotalMilliseconds),
        ["GenericInfo"] = GenericInfo(trace),
    };

    private static void AddBudget(Dictionary<string, string> values, BudgetSnapshot begin, BudgetSnapshot end)
    {
        values["BeginBudgetConnections"] = Number(begin.Connections);
        values["EndBudgetConnections"] = Number(end.Connections);
        values["BeginBudgetHangingConnections"] = Number(begin.HangingConnections);
        values["EndBudgetHangingConnections"] = Number(end.HangingConnections);
        values["BeginBudgetSubscriptions"] = Number(begin.Subscriptions) + " Max"; // without the number
        values["EndBudgetSubscriptions"] = Number(end.Subscriptions) + " Max";
    }

    private string GenericInfo(RequestTrace trace)
    {
        if (trace is not { Begin: { } begin, End: { } end })
            return "";
        bool hasBalance = !_limits.MaxBurst.IsUnlimited;
        // A balance without limit shows as this number (artefacts-help); in 2013 it is left out.
        string balance = hasBalance ? end.Balance : "2.147484E+09";
        string wlm = (hasBalance || !_is2013 ? $"S:WLM.Bal={balance};" : "") + "S:WLM.BT=Ews;";
        string use = string.Format(
            CultureInfo.InvariantCulture, "Dbl:WLM.TS={0};Dbl:BudgUse.T[]={1:G15}",
            (long)trace.Elapsed.TotalMilliseconds, (double)(float)trace.Charged.ServerTime.TotalMilliseconds);
        return "S:WLM.Cl=CustomerExpectation;S:WLM.Type=Ews;S:WLM.Int=True;S:WLM.SvcA=False;" + wlm
            + (_is2013 ? Metadata(trace, begin, end) : "") + use;
    }

    private string Metadata(RequestTrace trace, BudgetSnapshot begin, BudgetSnapshot end) =>
        $"S:BudgetMetadata.MaxConn={_limits.MaxConcurrency};S:BudgetMetadata.MaxBurst={_limits.MaxBurst};"
        + $"S:BudgetMetadata.BeginBalance={begin.Balance};S:BudgetMetadata.Cutoff={_limits.CutoffBalance};"
        + $"S:BudgetMetadata.RechargeRate={_limits.RechargeRate};"
        + $"S:BudgetMetadata.IsServiceAct={(trace.Owner?.IsServiceAccount == true ? "True" : "False")};"
        + $"S:BudgetMetadata.LiveTime={trace.BudgetAge.ToString(@"hh\:mm\:ss\.fffffff", CultureInfo.InvariantCulture)};"
        + $"S:BudgetMetadata.EndBalance={end.Balance};";

    // The server replaces commas within values, so that plain splitting works (kinesis-agent-windows).
    private static string Cell(string value) =>
        value.Replace(',', ' ').Replace('\r', ' ').Replace('\n', ' ').Replace('"', ' ');

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Milliseconds(TimeSpan time) =>
        time.TotalMilliseconds.ToString("0.####", CultureInfo.InvariantCulture);
}
