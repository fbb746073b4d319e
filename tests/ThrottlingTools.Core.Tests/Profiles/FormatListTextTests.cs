using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace ThrottlingTools.Profiles;

public sealed class FormatListTextTests
{
    private const string Pasted = """
    [PS] C:\Windows\system32>Get-ThrottlingPolicy | fl


    RunspaceId                                  : 7b1a3bd5-4b8f-4a53-8f0c-0f9a1c7e2d11
    ThrottlingPolicyScope                       : Global
    IsServiceAccount                            : False
    EwsMaxConcurrency                           : 27
    EwsCutoffBalance                            : Unlimited
    EwsMaxBurst                                 :
    Name                                        : GlobalThrottlingPolicy_0001
    DistinguishedName                           : CN=GlobalThrottlingPolicy_0001,CN=Global Settings,CN=Contoso,CN=Mic
                                                  rosoft Exchange,DC=contoso,DC=com

    ThrottlingPolicyScope                       : Regular
    EwsMaxConcurrency                           : 54
    Name                                        : Migration

    """;

    [Fact]
    public void It_reads_every_policy_of_a_pasted_output()
    {
        ThrottlingProfile[] policies = FormatListText.Read(new StringReader(Pasted), "ticket.txt")
            .Select(raw => ProfileBinder.Bind(raw))
            .ToArray();

        Assert.Equal(["GlobalThrottlingPolicy_0001", "Migration"], policies.Select(policy => policy.Name));
        Assert.Equal(Unlimited.UnlimitedValue, policies[0].Limit("EwsCutoffBalance"));
        Assert.Null(policies[0].Limit("EwsMaxBurst"));
        Assert.Equal(54, policies[1].Limit("EwsMaxConcurrency"));
    }

    [Fact]
    public void It_joins_wrapped_values()
    {
        IReadOnlyList<RawPolicy> policies = FormatListText.Read(new StringReader(Pasted), "ticket.txt");

        Assert.Equal(
            "CN=GlobalThrottlingPolicy_0001,CN=Global Settings,CN=Contoso,CN=Microsoft Exchange,DC=contoso,DC=com",
            policies[0]["DistinguishedName"]);
    }

    [Theory]
    [InlineData("Name : a\nwhat is this\n", "MalformedFile", "ticket.txt, line 2: ")]
    [InlineData("Name : a\nName : b\n", "DuplicateKey", "ticket.txt, line 2: ")]
    [InlineData("\n\n", "NotAThrottlingPolicy", "ticket.txt: ")]
    public void What_is_no_list_is_refused_with_file_and_line(string text, string errorId, string where)
    {
        ThrottlingToolsException error = Assert.Throws<ThrottlingToolsException>(
            () => FormatListText.Read(new StringReader(text), "ticket.txt"));

        Assert.Equal(errorId, error.ErrorId);
        Assert.StartsWith(where, error.Message, System.StringComparison.Ordinal);
    }
}
