using System;
using System.Collections.Generic;
using System.Linq;
using ThrottlingTools.Ews;
using Xunit;

namespace ThrottlingTools.Core.Tests;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("plain \u00e9\u4e2d\ud83d\ude00", "plain \u00e9\u4e2d\ud83d\ude00")]
    [InlineData("a\u001b[2Jb\u009bc\0d\u000be\u0085f\u007f", "a\ufffd[2Jb\ufffdc\ufffdd\ufffde\ufffdf\ufffd")]
    [InlineData("a\r\nb\tc", "a  b c")]
    [InlineData("a\u202eb\u2066c\u2028d", "a\ufffdb\ufffdc\ufffdd")]
    [InlineData("", "")]
    [InlineData(null, null)]
    public void A_line_holds_nothing_that_a_terminal_obeys(string? text, string? expected) =>
        Assert.Equal(expected, SafeText.OfLine(text));

    // Metadata of attributes cannot hold half a character.
    [Fact]
    public void Half_a_character_is_replaced() =>
        Assert.Equal("a\ufffdb\ufffd", SafeText.OfLine("a\ud83db\ude00"));

    [Fact]
    public void Line_ends_and_tabs_stay_where_there_are_lines() =>
        Assert.Equal("a\r\n\tb\ufffd", SafeText.OfLines("a\r\n\tb\u001b"));

    [Fact]
    public void Nothing_that_a_server_sends_reaches_an_error_as_a_control_character()
    {
        const string Evil = "\u001b]0;x\u0007\u009b2J";
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase)
        {
            ["X-CasErrorCode"] = Evil, ["X-EWS-Policy-Reason"] = Evil, ["x-ms-diagnostics"] = Evil,
            ["Location"] = "https://contoso.com/" + Evil,
        };
        string fault = "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><s:Fault>"
            + "<faultcode>a:ErrorServerBusy&#x9b;</faultcode><faultstring>busy &#x9b;2J &#x1b;[2J</faultstring>"
            + "</s:Fault></s:Body></s:Envelope>";

        IEnumerable<EwsError> errors = new[] { 200, 302, 401, 403, 500, 503 }
            .SelectMany(status => new[] { "", fault }.SelectMany(body =>
                EwsErrorClassifier.ClassifyAll(status, headers, body, DateTimeOffset.UnixEpoch)))
            .Append(EwsErrorClassifier.FromTransport(isTimeout: false, Evil))
            .Append(EwsErrorClassifier.FromCode("ErrorX" + Evil, Evil, [new("Policy", Evil)]));

        Assert.All(errors, error =>
        {
            string all = error.Message + error.ResponseCode + error.PolicyPart + error + new EwsErrorExplanation(error)
                + error.ToException("FindItem").Message;
            Assert.DoesNotContain(all, char.IsControl);
        });
    }
}
