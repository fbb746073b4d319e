using System;
using System.Collections.Generic;
using System.Linq;
using ThrottlingTools.Budgets;
using ThrottlingTools.Profiles;
using Xunit;

namespace ThrottlingTools.Modelling;

public sealed class MailboxBudgetModelTests
{
    private static readonly MailboxClients None = new()
    {
        OwaSessions = 0, Outlooks = 0, Devices = 0, ThirdPartyClients = 0, LongSearches = 0,
    };

    // microsoft-multiple-sessions: a few tabs of one session
    [Theory]
    [InlineData(2, MailboxBudgetState.WithinBudget)]
    [InlineData(6, MailboxBudgetState.OverBudget)]
    public void A_few_tabs_of_one_session_drive_a_mailbox_over_budget(int tabs, MailboxBudgetState state)
    {
        MailboxBudgetResult result = Assert.Single(Predict(None with { OwaSessions = 1, TabsPerSession = tabs }));

        Assert.Equal((BudgetType.Owa, state), (result.BudgetType, result.State));
        Assert.Equal(state == MailboxBudgetState.OverBudget, result.LimitedBy == "OwaMaxConcurrency");
        Assert.Equal(state == MailboxBudgetState.OverBudget, result.Remedy.Length > 0);
    }

    // microsoft-multiple-sessions: a few active sessions
    [Fact]
    public void A_few_sessions_drive_a_mailbox_over_budget_and_one_less_helps()
    {
        IReadOnlyList<MailboxBudgetResult> results = Predict(None with { OwaSessions = 2, TabsPerSession = 2 });

        Assert.All(results, result => Assert.Equal(MailboxBudgetState.OverBudget, result.State));
        Assert.All(results, result => Assert.True(result.IsCause));
        Assert.Contains("Browser session 1", results[0].Remedy, StringComparison.Ordinal);
        Assert.Equal(1, results.Sum(result => result.ShareOfBudget), 9);
    }

    // microsoft-multiple-sessions: other clients, and long running operations
    [Fact]
    public void A_search_beside_another_client_is_found_as_the_cause()
    {
        IReadOnlyList<MailboxBudgetResult> results =
            Predict(None with { Outlooks = 1, ThirdPartyClients = 1, LongSearches = 2 });

        MailboxBudgetResult[] ews = [.. results.Where(result => result.BudgetType == BudgetType.Ews)];
        Assert.All(ews, result => Assert.NotEqual(MailboxBudgetState.WithinBudget, result.State));
        Assert.Contains(ews, result => result.Client.StartsWith("Long search", StringComparison.Ordinal));
        Assert.DoesNotContain(
            ews, result => result.IsCause && result.Client.StartsWith("Avail", StringComparison.Ordinal));
        Assert.NotNull(ews[0].OverBudgetAfter);
        Assert.Contains(ews[0].Assumptions, assumption => assumption.Id == AssumptionUse.ClientLoad);
        MailboxBudgetResult outlook = Assert.Single(results, result => result.BudgetType == BudgetType.Rca);
        Assert.Equal(MailboxBudgetState.WithinBudget, outlook.State);
        Assert.Equal("", outlook.Remedy);
    }

    [Fact]
    public void Limits_of_protocols_that_a_profile_does_not_know_are_named()
    {
        Assert.Contains(
            "OwaMaxBurst", MailboxBudgetModel.MissingLimits(ProfileCatalogue.Get("Exchange2016"), BudgetType.Owa));
        Assert.Empty(MailboxBudgetModel.MissingLimits(ProfileCatalogue.Get("Exchange2013"), BudgetType.Owa));
        Assert.Empty(MailboxBudgetModel.MissingLimits(ProfileCatalogue.Get("Exchange2010SP3"), BudgetType.Owa));
    }

    private static IReadOnlyList<MailboxBudgetResult> Predict(MailboxClients clients) =>
        new MailboxBudgetModel(
            ProfileCatalogue.Get("Exchange2013"), TimeSpan.FromHours(1),
            cancellation: TestContext.Current.CancellationToken)
        .Predict(clients.ToWorkload(AssumptionSet.Default));
}
