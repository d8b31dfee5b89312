using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HuskyFhir.Server.Security.Keys;

/// <summary>
/// Reads a JWT (RFC 7519) that anyone may have made. The library reads a claim when it is asked for, and throws where
/// the claim is of another kind or a number beyond its clock: what we ask for is asked here, once.
/// </summary>
internal static class SignedTokens
{
    /// <summary>
    /// The token, not verified; null when it is none, or a claim or header that we look at is not what RFC 7519 says.
    /// </summary>
    public static JsonWebToken? Read(string text)
    {
        try
        {
            var token = new JsonWebToken(text);
            _ = (
                token.Subject,
                token.Id,
                token.Alg,
                token.Kid,
                token.Typ,
                token.ValidTo,
                token.ValidFrom,
                token.IssuedAt,
                token.Audiences.Count()
            );
            return token is { IsEncrypted: false, Issuer: not null } ? token : null;
        }
        catch (Exception bad)
            when (bad
                    is ArgumentException
                        or FormatException
                        or OverflowException
                        or InvalidOperationException
                        or InvalidCastException
                        or JsonException
                        or SecurityTokenException
            )
        {
            return null;
        }
    }
}
