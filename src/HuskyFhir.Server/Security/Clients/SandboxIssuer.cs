using System.Security.Claims;
using System.Security.Cryptography;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Files;
using HuskyFhir.Plan.Clients;
using HuskyFhir.Server.Configuration;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HuskyFhir.Server.Security.Clients;

/// <summary>
/// A token issuer for developers: a key of its own, made at first start and kept beside the database, and four clients
/// of the sample story. It exists so that everything works with nothing set up, and is never on in production unless
/// someone says so.
/// </summary>
public sealed class SandboxIssuer
{
    /// <summary>As in the tokens' <c>iss</c>.</summary>
    public const string Issuer = "urn:huskyfhir:sandbox";

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(8);

    private readonly string audience;
    private readonly JsonWebKey key;

    private SandboxIssuer(string audience, JsonWebKey key) => (this.audience, this.key) = (audience, key);

    /// <summary>The clients of the sample story: two provider organisations' EHRs, the plan, and DSS.</summary>
    public static IReadOnlyList<RegisteredClient> Clients { get; } =
    [
        new("ehr-riverbend", CallerKind.Provider)
        {
            Npi = "1999900016",
            Purposes = ["TREAT", "ETREAT", "BTG", "HPAYMT", "HOPERAT"],
        },
        new("ehr-harbor", CallerKind.Provider)
        {
            Npi = "1999900024",
            Purposes = ["TREAT", "ETREAT", "BTG", "HPAYMT", "HOPERAT"],
        },
        new("plan-admin", CallerKind.Plan) { Purposes = PurposeOfUse.Codes },
        new("dss", CallerKind.Agency) { Purposes = ["HOPERAT", "HPAYMT", "COVERAGE", "ELIGDTRM", "PUBHLTH"] },
    ];

    /// <summary>What verifies its tokens.</summary>
    public SecurityKey VerificationKey => key;

    /// <summary>Reads the key, or makes it where there is none.</summary>
    public static SandboxIssuer Open(SecuritySettings settings)
    {
        var path = Path.GetFullPath(settings.SandboxKeyFile);
        if (!File.Exists(path))
            Make(path);
        PrivateFiles.Demand(path);
        return new(settings.Audience, JsonWebKey.Create(File.ReadAllText(path)));
    }

    /// <summary>A token for one of <see cref="Clients"/>, valid for eight hours.</summary>
    /// <param name="client">Client id.</param>
    /// <param name="scope">Scopes; null for all that the client may have.</param>
    /// <param name="now">From when it is valid.</param>
    /// <param name="purpose">A purpose of use of the client's; null for a token that names none.</param>
    public string Token(string client, string? scope, DateTimeOffset now, string? purpose = null)
    {
        var known =
            Clients.FirstOrDefault(known => known.Id == client)
            ?? throw new SettingsException(
                $"'{client}' is not a client of the sandbox; it has {string.Join(", ", Clients.Select(static known => known.Id))}."
            );
        if (purpose is not null && !known.Purposes.Contains(purpose))
            throw new SettingsException(
                $"'{purpose}' is not a purpose of {client}; it has {string.Join(", ", known.Purposes)}."
            );
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = Issuer,
                Audience = audience,
                IssuedAt = now.UtcDateTime,
                NotBefore = now.UtcDateTime,
                Expires = now.UtcDateTime + Lifetime,
                Subject = new ClaimsIdentity([
                    new("client_id", client),
                    new("sub", client),
                    new("scope", scope ?? (known.Kind == CallerKind.Plan ? "system/*.cruds" : "system/*.rs")),
                    .. purpose is null ? [] : new Claim[] { new(CallerResolver.PurposeClaim, purpose) },
                ]),
                SigningCredentials = new(key, SecurityAlgorithms.RsaSha384),
            }
        );
    }

    private static void Make(string path)
    {
        using var rsa = RSA.Create(2048);
        var made = JsonWebKeyConverter.ConvertFromRSASecurityKey(
            new RsaSecurityKey(rsa.ExportParameters(includePrivateParameters: true))
            {
                KeyId = Guid.NewGuid().ToString("N"),
            }
        );
        PrivateFiles.CreateFolder(Path.GetDirectoryName(path)!);
        // Written aside and moved, so that two processes starting at once read one whole key.
        var aside = $"{path}.{Guid.NewGuid():N}";
        using (var writer = new StreamWriter(aside, PrivateFiles.Options(FileMode.CreateNew, FileAccess.Write)))
            writer.Write(System.Text.Json.JsonSerializer.Serialize(made));
        try
        {
            File.Move(aside, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(aside);
        }
    }
}
