namespace ThrottlingTools.Simulator.Identity;

/// <summary>Who is logged on.</summary>
/// <param name="Account">The user name as given, or the id of the application.</param>
/// <param name="AuthenticationType">Basic or Bearer, as server logs name it.</param>
/// <param name="IsApplication">Whether it is an application, which has no mailbox and acts on those of others.</param>
internal sealed record EwsCaller(string Account, string AuthenticationType, bool IsApplication = false)
{
    /// <summary>The address of the client's machine; empty without a network.</summary>
    public string Address { get; init; } = "";
}
