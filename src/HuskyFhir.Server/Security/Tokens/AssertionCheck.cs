using HuskyFhir.Plan.Clients;
using HuskyFhir.Server.Security.Clients;
using HuskyFhir.Server.Security.Keys;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HuskyFhir.Server.Security.Tokens;

/// <summary>
/// Who a client is, by the assertion that it signed (RFC 7523; SMART App Launch 2.2, asymmetric client authentication).
/// First what the assertion says of itself, then the signature by the one registered key that it names, and only then
/// its use: what is forged leaves nothing behind. Fault: <c>invalid_client</c>.
/// </summary>
internal sealed class AssertionCheck(
    ClientDirectory clients,
    ClientKeys keys,
    AssertionLog used,
    OAuthAddresses addresses,
    TimeProvider clock
)
{
    private const int MostLetters = 16 * 1024;
    private const int MostIdLetters = 255;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>For clocks that differ.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(10);

    private static readonly JsonWebTokenHandler Handler = new();

    /// <summary>
    /// Headers by which a caller would bring its own key, and <c>crit</c>, of which we understand none.
    /// </summary>
    private static readonly string[] Foreign = ["x5u", "x5c", "x5t", "x5t#S256", "jwk", "crit"];

    /// <summary>The client, once for each assertion; or why it is not let in.</summary>
    /// <param name="assertion">As it came.</param>
    /// <param name="named">The request's <c>client_id</c>, where there is one.</param>
    /// <param name="cancellation">When nobody waits any more.</param>
    public async Task<(ClientAssertion? Accepted, LoginRefusal? Refusal)> CheckAsync(
        string assertion,
        string? named,
        CancellationToken cancellation
    )
    {
        if (Read(assertion) is not { } token)
            return Refuse("malformed", "The client assertion is not a JWT.");
        var client = await clients.FindAsync(token.Issuer, cancellation);
        if ((Claims(token, named) ?? Times(token, clock.GetUtcNow()) ?? Header(token, client)) is var (reason, text))
            return Refuse(reason, text, client);
        // One answer for a client that is not there, one that is shut out, a key that is not registered and a signature
        // that is wrong.
        if (
            client is not { Enabled: true }
            || await keys.FindAsync(client, token.Kid, cancellation) is not { } key
            || !await VerifiesAsync(token, key)
        )
            return Refuse(
                client is null ? "unknown-client"
                    : client.Enabled ? "signature"
                    : "disabled",
                "No client that may come in has registered the key that the assertion names, or the signature is not that key's.",
                client
            );
        return await used.UseAsync(client.Id, token.Id, token.ValidTo + Skew, cancellation)
            ? (new(client, ClientAssertion.PurposesOf(token), token.ValidTo), null)
            : Refuse(
                "replay",
                "The client assertion was used before; sign a new one, with a new jti, for each request.",
                client
            );
    }

    private static (ClientAssertion?, LoginRefusal) Refuse(
        string reason,
        string text,
        RegisteredClient? client = null
    ) => (null, new("invalid_client", text, reason, client?.Id));

    private static JsonWebToken? Read(string assertion) =>
        assertion.Length <= MostLetters && Handler.CanReadToken(assertion) ? SignedTokens.Read(assertion) : null;

    private (string, string)? Claims(JsonWebToken token, string? named)
    {
        if (
            token.Issuer.Length == 0
            || token.Issuer != token.Subject
            || (!string.IsNullOrEmpty(named) && named != token.Issuer)
        )
            return (
                "names",
                "iss and sub of the client assertion must both be the client's id, as client_id where it is sent."
            );
        if (token.Audiences.ToArray() is not [var audience] || audience != addresses.Token)
            return ("audience", $"aud of the client assertion must be {addresses.Token}.");
        return token.Id is not { Length: > 0 and <= MostIdLetters } || token.Id.Any(char.IsControl)
            ? ("jti", $"The client assertion needs a jti of 1 to {MostIdLetters} letters.")
            : null;
    }

    private static (string, string)? Times(JsonWebToken token, DateTimeOffset now)
    {
        if (token.ValidTo == DateTime.MinValue || token.ValidTo < now.UtcDateTime - Skew)
            return ("expired", "The client assertion has no exp, or has expired.");
        if (token.ValidTo > now.UtcDateTime + Longest + Skew)
            return ("lifetime", "exp of the client assertion may be five minutes ahead at most.");
        return token.ValidFrom > now.UtcDateTime + Skew || token.IssuedAt > now.UtcDateTime + Skew
            ? ("early", "The client assertion is not valid yet; check the clock.")
            : null;
    }

    private static (string, string)? Header(JsonWebToken token, RegisteredClient? client)
    {
        if (!AccessTokens.Algorithms.Contains(token.Alg))
            return (
                "algorithm",
                $"The client assertion must be signed with {string.Join(" or ", AccessTokens.Algorithms)}."
            );
        if (string.IsNullOrEmpty(token.Kid))
            return ("kid", "The client assertion's header must name its key in kid.");
        if (Foreign.FirstOrDefault(name => token.TryGetHeaderValue<object>(name, out _)) is { } foreign)
            return (
                "header",
                $"The client assertion's header may not have {foreign}; keys are those that were registered."
            );
        // SMART lets a client repeat the address that it registered, and no other.
        return token.TryGetHeaderValue<string>("jku", out var address) && address != client?.KeysUrl?.OriginalString
            ? ("header", "jku of the client assertion's header is not the address that was registered.")
            : null;
    }

    private static async Task<bool> VerifiesAsync(JsonWebToken token, SecurityKey key) =>
        (
            await Handler.ValidateTokenAsync(
                token.EncodedToken,
                new()
                {
                    IssuerSigningKey = key,
                    TryAllIssuerSigningKeys = false,
                    ValidAlgorithms = AccessTokens.Algorithms,
                    ValidateIssuer = false,
                    ValidateAudience = false,
                    ValidateLifetime = false,
                }
            )
        ).IsValid;
}
