using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Net;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using ThrottlingTools.Pipeline;

namespace ThrottlingTools.Connections;

/// <summary>
/// A script block that gets access tokens. It belongs to the runspace that gave it and runs on that runspace's thread
/// only: through the cmdlet whose work needs the token.
/// </summary>
internal sealed class TokenScript(ScriptBlock script)
{
    private const string Scheme = "Bearer ";

    private readonly Runspace? _home = Runspace.DefaultRunspace;

    /// <summary>Gets a token.</summary>
    /// <exception cref="ThrottlingToolsException"><c>AccessTokenNotObtained</c>.</exception>
    public Task<SecureString> RunAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return PipelinePump.Current is { } pump ? pump.CallAsync(Invoke) : Task.FromResult(Invoke());
    }

    private SecureString Invoke()
    {
        if (_home is null || Runspace.DefaultRunspace != _home)
            throw Errors.AccessTokenNotObtained("the script block belongs to another session or thread.");
        try
        {
            return ToToken(script.Invoke().Where(output => output is not null).ToArray());
        }
        catch (RuntimeException exception) when (exception is not PipelineStoppedException)
        {
            throw Errors.AccessTokenNotObtained($"the script block failed: {exception.Message}", exception);
        }
    }

    private static SecureString ToToken(PSObject[] outputs)
    {
        if (outputs.Length != 1)
            throw Errors.AccessTokenNotObtained($"the script block returned {outputs.Length} objects.");
        PSObject output = outputs[0];
        object? value = output.BaseObject is string or SecureString
            ? output.BaseObject
            : (output.Properties["AccessToken"] ?? output.Properties["Token"])?.Value;
        return (value is PSObject wrapped ? wrapped.BaseObject : value) switch
        {
            SecureString { Length: > 0 } token => token,
            string token when Strip(token) is { Length: > 0 } text && !text.Any(char.IsWhiteSpace) =>
                new NetworkCredential("", text).SecurePassword,
            _ => throw Errors.AccessTokenNotObtained(
                $"the script block returned an object of type {output.BaseObject.GetType().Name} without a token."),
        };
    }

    private static string Strip(string token)
    {
        string text = token.Trim();
        return text.StartsWith(Scheme, System.StringComparison.OrdinalIgnoreCase)
            ? text.Substring(Scheme.Length).TrimStart()
            : text;
    }
}
