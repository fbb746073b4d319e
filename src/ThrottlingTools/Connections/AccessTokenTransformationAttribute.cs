using System.Management.Automation;
using System.Security;
using ThrottlingTools.Ews;

namespace ThrottlingTools.Connections;

/// <summary>Takes an access token or a script block that gets one. Its messages never repeat what was given.</summary>
internal sealed class AccessTokenTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            EwsAccessToken token => token,
            SecureString { Length: > 0 } token => new EwsAccessToken(token),
            ScriptBlock script => new EwsAccessToken(new TokenScript(script).RunAsync),
            string => throw new ArgumentTransformationMetadataException(
                "A token in plain text would stay in the history. Give it as SecureString (ConvertTo-SecureString), "
                + "or a script block that returns it."),
            _ => throw new ArgumentTransformationMetadataException(
                "An access token is a SecureString that is not empty, or a script block that returns a token."),
        };
}
