using System;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Budgets;

/// <summary>Whose budget it is: an account's, or that of the service accounts that act on it.</summary>
/// <remarks>
/// Under impersonation a service account has budgets apart from those of the account it acts on
/// (learn-ews-throttling, section on impersonation): EWSMaxConcurrency, the percentages of a minute or the balance,
/// EWSMaxSubscriptions, EWSFastSearchTimeoutInSeconds and EWSFindCountLimit. Before Exchange 2010 SP2 RU4 two of them
/// differ: <see cref="ThrottlingEngine"/> then counts connections together with those of the account, and charges
/// subscriptions to the caller. Streaming connections are counted apart from all that, one budget for all service
/// accounts and one for the account, in every release.
/// </remarks>
public readonly struct BudgetOwner : IEquatable<BudgetOwner>
{
    /// <summary>Makes an owner.</summary>
    /// <param name="account">The account, in any casing.</param>
    /// <param name="isServiceAccount">
    /// Whether it is the budget of the service accounts that impersonate the account.
    /// </param>
    public BudgetOwner(string account, bool isServiceAccount = false)
    {
        Account = account;
        IsServiceAccount = isServiceAccount;
    }

    /// <summary>The account.</summary>
    public string Account { get; }

    /// <summary>Whether it is the budget of the service accounts that impersonate the account.</summary>
    public bool IsServiceAccount { get; }

    /// <summary>The protocol, each with budgets of its own.</summary>
    public BudgetType Type { get; init; }

    /// <summary>
    /// 2010: the number of the Client Access server. Each keeps budgets of its own, so that load balancing multiplies
    /// them (learn-client-throttling-2010). 0 in later releases.
    /// </summary>
    public int Server { get; init; }

    /// <summary>
    /// The service account that calls; <c>null</c> where nobody impersonates. It is no part of the identity: all
    /// service accounts share a budget.
    /// </summary>
    public string? Caller { get; init; }

    /// <summary>Whose budget a call uses.</summary>
    /// <param name="release">The release.</param>
    /// <param name="caller">Who is logged on.</param>
    /// <param name="impersonated">Whom the caller impersonates; <c>null</c> for nobody.</param>
    /// <param name="type">The protocol.</param>
    /// <param name="server">The number of the Client Access server; of no effect from 2013 on.</param>
    public static BudgetOwner For(
        ExchangeRelease release,
        string caller,
        string? impersonated,
        BudgetType type = BudgetType.Ews,
        int server = 0) =>
        new(impersonated ?? caller, impersonated is not null)
        {
            Type = type,
            Server = release.UsesPercentTime() ? server : 0,
            Caller = impersonated is null ? null : caller,
        };

    /// <inheritdoc/>
    public bool Equals(BudgetOwner other) =>
        IsServiceAccount == other.IsServiceAccount && Type == other.Type && Server == other.Server
        && StringComparer.OrdinalIgnoreCase.Equals(Account, other.Account);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is BudgetOwner other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        StringComparer.OrdinalIgnoreCase.GetHashCode(Account)
        ^ (Server << 4 | (int)Type << 1 | (IsServiceAccount ? 1 : 0));

    /// <summary>As server logs print it (mwr-activesync): <c>Sid~account~Ews~false</c>.</summary>
    public override string ToString() => $"Sid~{Account}~{Type}~{(IsServiceAccount ? "true" : "false")}";

    /// <summary>Whether both are the same owner.</summary>
    public static bool operator ==(BudgetOwner left, BudgetOwner right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(BudgetOwner left, BudgetOwner right) => !left.Equals(right);

    /// <summary>The account's own budget of the same kind.</summary>
    internal BudgetOwner Of(string account) => new(account) { Type = Type, Server = Server };
}
