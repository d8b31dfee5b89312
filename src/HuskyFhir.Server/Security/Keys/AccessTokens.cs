using HuskyFhir.Server.Configuration;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Security.Clients;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace HuskyFhir.Server.Security.Keys;

/// <summary>
/// Which rules a token is verified by: its issuer decides, and no issuer's keys verify another's tokens. Ours and the
/// sandbox's are RS384 or ES384 and name their key exactly; those of an outside issuer follow its discovery document.
/// No rule takes a shared secret or no signature.
/// </summary>
internal sealed class AccessTokens(
    SigningKeys keys,
    PublicBase publicBase,
    IOptions<SecuritySettings> settings,
    TimeProvider clock,
    SandboxIssuer? sandbox = null
)
{
    /// <summary>The life of a token of ours; SMART allows no longer one.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(300);

    /// <summary>The two algorithms of SMART's asymmetric authentication.</summary>
    public static IReadOnlyList<string> Algorithms { get; } =
    [SecurityAlgorithms.RsaSha384, SecurityAlgorithms.EcdsaSha384];

    /// <summary>As RFC 9068 marks an access token, so that no other JWT of ours can pass for one.</summary>
    private static readonly string[] Types = ["at+jwt"];

    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The rules for a token of ours or of the sandbox; null when it is neither's, or cannot be read.
    /// </summary>
    public async ValueTask<TokenValidationParameters?> RulesAsync(string token, CancellationToken cancellation)
    {
        if (SignedTokens.Read(token) is not { } read)
            return null;
        if (sandbox is not null && read.Issuer == SandboxIssuer.Issuer)
            return Rules(SandboxIssuer.Issuer, sandbox.VerificationKey, null);
        return settings.Value.Issues && read.Issuer == publicBase.Url
            ? Rules(publicBase.Url, (await keys.FindAsync(read.Kid, cancellation))?.Public, Types)
            : null;
    }

    /// <summary>Whether a token holds now.</summary>
    public static bool Holds(DateTime? from, DateTime? to, DateTime now) =>
        to is { } end && now - Skew <= end && (from is not { } start || now + Skew >= start);

    private TokenValidationParameters Rules(string issuer, SecurityKey? key, string[]? types) =>
        new()
        {
            ValidIssuer = issuer,
            ValidAudience = settings.Value.Audience,
            ValidAlgorithms = Algorithms,
            ValidTypes = types,
            IssuerSigningKey = key,
            TryAllIssuerSigningKeys = false,
            RequireExpirationTime = true,
            LifetimeValidator = (from, to, _, _) => Holds(from, to, clock.GetUtcNow().UtcDateTime),
        };
}
