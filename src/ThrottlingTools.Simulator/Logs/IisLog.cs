using System;
using System.Collections.Generic;
using System.Globalization;
using ThrottlingTools.Budgets;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Simulator.Logs;

/// <summary>
/// The IIS log of the Exchange web site (artefacts-help). In Exchange 2010 the query holds snapshots of the budget.
/// </summary>
internal sealed class IisLog
{
    private const string Port = "443"; // as the clients of real servers connect

    private readonly ThrottlingProfile _profile;
    private readonly EwsLimits _limits;

    public IisLog(ThrottlingProfile profile)
    {
        _profile = profile;
        _limits = new EwsLimits(profile);
    }

    /// <summary>The back end's site from 2013 on (artefacts-help), the only one before.</summary>
    public string Directory => _limits.UsesPercentTime ? "W3SVC1" : "W3SVC2";

    public static string FileName(DateTimeOffset time) =>
        string.Format(CultureInfo.InvariantCulture, "u_ex{0:yyMMdd}.log", time.UtcDateTime);

    public IEnumerable<string> Preamble(DateTimeOffset time)
    {
        yield return "#Software: Microsoft Internet Information Services "
            + (_limits.UsesPercentTime ? "7.5" : _profile.Release == ExchangeRelease.Exchange2013 ? "8.5" : "10.0");
        yield return "#Version: 1.0";
        yield return "#Date: " + time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        yield return "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip "
            + "cs(User-Agent) " + (_limits.UsesPercentTime ? "" : "cs(Referer) ")
            + "sc-status sc-substatus sc-win32-status time-taken";
    }

    public string Row(RequestTrace trace) => string.Format(
        CultureInfo.InvariantCulture,
        "{0:yyyy-MM-dd HH:mm:ss} 127.0.0.1 POST /EWS/Exchange.asmx {1} {2} {3} {4} {5} {6}{7} 0 0 {8}",
        (trace.StartedUtc + trace.Elapsed).UtcDateTime, _limits.UsesPercentTime ? Query(trace) : "-", Port,
        Word(trace.Account), Word(trace.ClientAddress), Word(trace.UserAgent), _limits.UsesPercentTime ? "" : "- ",
        trace.HttpStatus, (long)trace.Elapsed.TotalMilliseconds);

    private string Query(RequestTrace trace)
    {
        if (trace is not { Begin: { } begin, End: { } end })
            return "-";
        // How often a call went to the mailbox and the directory is not simulated; how long it was there is.
        double rpc = trace.Charged.MailboxRpcTime.TotalMilliseconds;
        double directory = trace.Charged.DirectoryTime.TotalMilliseconds;
        return string.Format(
            CultureInfo.InvariantCulture,
            ";RC:{0};Init>>{1};SoapAction=m:{2};Version=1;"
            + "RpcC={3};RpcL={4};LdapC={5};LdapL={6};End({7:0.####}ms)>>{8};",
            trace.Id, Snapshot(trace, begin), Word(trace.Operation), rpc > 0 ? 1 : 0, (long)rpc, directory > 0 ? 1 : 0,
            (long)directory, trace.Elapsed.TotalMilliseconds, Snapshot(trace, end));
    }

    private string Snapshot(RequestTrace trace, BudgetSnapshot budget)
    {
        bool isRtm = _profile.Release == ExchangeRelease.Exchange2010;
        return string.Format(
            CultureInfo.InvariantCulture, "Conn:{0},{1}AD:{2},CAS:{3},AB:{2},RPC:{4},FC:{5}/{6},{7},Sub:{8}/{9}",
            budget.Connections, isRtm ? "" : $"HangingConn:{budget.HangingConnections},", budget.DirectoryTime,
            budget.CasTime, budget.MailboxRpcTime, Limit(_limits.FindCountLimit), budget.FindCount,
            isRtm ? $"Hash:{Hash(trace)}" : $"Policy:{Word(_profile.Name)},Norm", Limit(_limits.MaxSubscriptions),
            budget.Subscriptions);
    }

    // Unlimited prints so in snapshots of Exchange 2010 (exchangedev-budget-snapshots).
    private static string Limit(Unlimited limit) => limit.IsUnlimited ? "$null" : limit.ToString();

    private static uint Hash(RequestTrace trace) => (uint)Mailboxes.Mix.Of(trace.Owner?.ToString() ?? "") >> 4;

    // IIS puts plus signs for spaces, and a minus where there is nothing.
    private static string Word(string text) =>
        text.Length == 0 ? "-" : text.Replace(' ', '+').Replace('\t', '+').Replace('\r', '+').Replace('\n', '+');
}
