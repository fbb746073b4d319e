namespace ThrottlingTools.Ews;

/// <summary>How a request that was answered by 401 had signed in.</summary>
/// <param name="IsOwnAccount">Whether the account that runs the process calls; else a named user or a token.</param>
/// <param name="Scheme">
/// The HTTP scheme of what was sent, such as <c>Negotiate</c>; <c>null</c> if there was nothing to send.
/// </param>
internal sealed record SignInAttempt(bool IsOwnAccount, string? Scheme)
{
    /// <summary>The attempt; <c>null</c> where the platform does not tell what it sent.</summary>
    internal static SignInAttempt? Of(EwsConnectionOptions options, string? scheme)
    {
        bool isOwn = options.Credential is null && options.AccessToken is null && !options.HasAuthorizationHeader;
#if !NET8_0_OR_GREATER
        if (scheme is null)
            return null;
#endif
        return new SignInAttempt(isOwn, scheme);
    }
}
