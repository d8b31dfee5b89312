using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using HuskyFhir.Server.Security.Clients;
using HuskyFhir.Server.Tests.Running;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HuskyFhir.Server.Tests.Security;

/// <summary>Makes tokens, good ones and forged ones, with the sandbox's key or another.</summary>
internal sealed class Forger(HuskyServer server)
{
    public JsonWebKey Key { get; } = JsonWebKey.Create(File.ReadAllText(server.KeyFile));

    public string Token(
        string client = "plan-admin",
        SigningCredentials? with = null,
        string issuer = SandboxIssuer.Issuer,
        string audience = "huskyfhir",
        TimeSpan? from = null,
        TimeSpan? to = null,
        IDictionary<string, object>? header = null,
        bool named = true,
        string? purpose = null
    )
    {
        var now = server.Clock.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = issuer,
                Audience = audience,
                IssuedAt = now,
                NotBefore = now + (from ?? TimeSpan.FromMinutes(-1)),
                Expires = now + (to ?? TimeSpan.FromMinutes(5)),
                Subject = new ClaimsIdentity(
                    named
                        ?
                        [
                            new("client_id", client),
                            new("sub", client),
                            new("scope", "system/*.cruds"),
                            .. purpose is null ? Array.Empty<Claim>() : [new("purpose_of_use", purpose)],
                        ]
                        : [new("scope", "system/*.cruds")]
                ),
                SigningCredentials = with ?? new(Key, SecurityAlgorithms.RsaSha384),
                AdditionalHeaderClaims = header,
            }
        );
    }

    /// <summary>The same claims with no signature and <c>alg</c> none.</summary>
    public string Unsigned(string algorithm = "none")
    {
        var payload = Token().Split('.')[1];
        return $"{Base64UrlEncoder.Encode($"{{\"alg\":\"{algorithm}\",\"typ\":\"JWT\"}}")}.{payload}.";
    }

    /// <summary>HS256 with the public key's bytes as the secret.</summary>
    public string SignedWithThePublicKey()
    {
        using var rsa = RSA.Create(
            new RSAParameters
            {
                Modulus = Base64UrlEncoder.DecodeBytes(Key.N),
                Exponent = Base64UrlEncoder.DecodeBytes(Key.E),
            }
        );
        var secret = Encoding.ASCII.GetBytes(rsa.ExportSubjectPublicKeyInfoPem());
        return Token(with: new(new SymmetricSecurityKey(secret) { KeyId = Key.Kid }, SecurityAlgorithms.HmacSha256));
    }

    public static JsonWebKey OtherKey(string? kid = null)
    {
        using var rsa = RSA.Create(2048);
        return JsonWebKeyConverter.ConvertFromRSASecurityKey(
            new RsaSecurityKey(rsa.ExportParameters(true)) { KeyId = kid ?? "other" }
        );
    }
}
