using ThrottlingTools.Ews;

namespace ThrottlingTools.Simulator.Identity;

/// <summary>
/// Reads who a JSON Web Token speaks for. Neither its signature nor its times are checked: whoever can reach the
/// simulator, which is this machine, can be anybody.
/// </summary>
internal static class BearerToken
{
    /// <returns><c>null</c> for what is no token, or names nobody.</returns>
    public static EwsCaller? CallerOf(string token)
    {
        if (JsonWebToken.ReadClaims(token) is not { } claims)
            return null;
        if (JsonWebToken.UserOf(claims) is { } user)
            return new EwsCaller(user, "Bearer");
        return JsonWebToken.ApplicationOf(claims) is { } application
            ? new EwsCaller(application, "Bearer", IsApplication: true)
            : null;
    }
}
