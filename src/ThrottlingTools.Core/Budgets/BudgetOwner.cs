using System;
using ThrottlingTools.Profiles;

namespace ThrottlingTools.Budgets;

/// <summary>Who is charged: an account, or the service accounts that act on it.</summary>
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

    /// <summary>
    /// Who is charged for a call (facts 7): with impersonation a budget apart for service accounts on the target from
    /// 2010 SP2 RU4 on, before that the target's own.
    /// </summary>
    /// <param name="release">The release.</param>
    /// <param name="caller">Who is logged on.</param>
    /// <param name="impersonated">Whom the caller impersonates; <c>null</c> for nobody.</param>
    public static BudgetOwner For(ExchangeRelease release, string caller, string? impersonated) =>
        impersonated is null
            ? new BudgetOwner(caller)
            : new BudgetOwner(impersonated, release >= ExchangeRelease.Exchange2010SP2RU4);

    /// <inheritdoc/>
    public bool Equals(BudgetOwner other) =>
        IsServiceAccount == other.IsServiceAccount && StringComparer.OrdinalIgnoreCase.Equals(Account, other.Account);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is BudgetOwner other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        StringComparer.OrdinalIgnoreCase.GetHashCode(Account) ^ (IsServiceAccount ? 1 : 0);

    /// <summary>As server logs print it (facts 4.2): <c>Sid~account~Ews~false</c>.</summary>
    public override string ToString() => $"Sid~{Account}~Ews~{(IsServiceAccount ? "true" : "false")}";

    /// <summary>Whether both are the same owner.</summary>
    public static bool operator ==(BudgetOwner left, BudgetOwner right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(BudgetOwner left, BudgetOwner right) => !left.Equals(right);
}
