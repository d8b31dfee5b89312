using System.ComponentModel.DataAnnotations;
using HuskyFhir.Core.Access;
using HuskyFhir.Plan.Clients;
using HuskyFhir.Server.Outbound;

namespace HuskyFhir.Server.Configuration;

/// <summary>Section <c>Security</c>: who issues tokens, and which clients are known.</summary>
public sealed class SecuritySettings : IValidatableObject
{
    /// <summary>An outside issuer's URL; its keys come from its discovery document. Null: none.</summary>
    [Url]
    public string? Authority { get; set; }

    /// <summary>The audience that tokens must name; <c>huskyfhir</c> by default.</summary>
    [Required]
    public string Audience { get; set; } = "huskyfhir";

    /// <summary>
    /// Whether this service issues tokens to registered clients. Null (default): where there is no authority.
    /// </summary>
    public bool? TokenEndpoint { get; set; }

    /// <summary>
    /// The sandbox issuer, with keys of its own. Null (default): on in Development when there is no authority, off
    /// elsewhere.
    /// </summary>
    public bool? Sandbox { get; set; }

    /// <summary>Where the sandbox issuer keeps its key; <c>data/sandbox-key.json</c> by default.</summary>
    [Required]
    public string SandboxKeyFile { get; set; } = "data/sandbox-key.json";

    /// <summary>
    /// Seconds for which a validated token is not validated again, 0 to 60; 10 by default, and never past its expiry.
    /// </summary>
    [Range(0, 60)]
    public int TokenCacheSeconds { get; set; } = 10;

    /// <summary>
    /// Descriptions that may fit nobody, a minute and client, in <c>$member-match</c> and
    /// <c>$provider-member-match</c>, 0 to 10,000; 30 by default, 0 for any number.
    /// </summary>
    [Range(0, 10_000)]
    public int FailedMatchesPerMinute { get; set; } = 30;

    /// <summary>
    /// Days for which an attestation of treatment attributes a member at most, 1 to 365; 180 by default.
    /// </summary>
    [Range(1, 365)]
    public int AttestationDays { get; set; } = 180;

    /// <summary>Days after which the next signing key is made, 1 to 365; 90 by default.</summary>
    [Range(1, 365)]
    public int SigningKeyDays { get; set; } = 90;

    /// <summary>
    /// What the signing keys in the database are encrypted with: 32 bytes in base64, a secret. None by default.
    /// </summary>
    public string SigningKeySecret { get; set; } = string.Empty;

    /// <summary>
    /// Where clients' key sets may stand: <c>Public</c> (default), <c>Private</c> or <c>Loopback</c>, as for the
    /// terminology server.
    /// </summary>
    public Reach KeyUrlReach { get; set; } = Reach.Public;

    /// <summary>
    /// Clients besides those of the registry, for tokens of an outside issuer. The sandbox brings four of its own.
    /// </summary>
    public IList<ClientSettings> Clients { get; } = [];

    /// <summary>Whether this service issues tokens.</summary>
    internal bool Issues => TokenEndpoint ?? Authority is null;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (
            SigningKeySecret.Length > 0
            && !(Convert.TryFromBase64String(SigningKeySecret, new byte[48], out var bytes) && bytes == 32)
        )
            yield return new(
                "SigningKeySecret takes 32 bytes in base64; 'openssl rand -base64 32' makes some.",
                [nameof(SigningKeySecret)]
            );
        foreach (
            var purpose in Clients
                .SelectMany(static client => client.PurposeCodes)
                .Where(static code => PurposeOfUse.Read(code) is null)
        )
            yield return new(
                $"Clients: '{purpose}' is not a purpose of use; {string.Join(", ", PurposeOfUse.Codes)} are.",
                [nameof(Clients)]
            );
    }
}

/// <summary>One client in the settings.</summary>
public sealed class ClientSettings
{
    /// <summary>As in the token's <c>client_id</c>.</summary>
    [Required]
    public string Id { get; set; } = string.Empty;

    /// <summary><c>Provider</c>, <c>Agency</c> or <c>Plan</c>.</summary>
    public CallerKind Kind { get; set; }

    /// <summary>For a provider: the organisation's NPI.</summary>
    public string? Npi { get; set; }

    /// <summary>The purposes of use that its tokens may name, with spaces between; none by default.</summary>
    public string Purposes { get; set; } = string.Empty;

    internal string[] PurposeCodes => Purposes.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The same as the registry would have it.</summary>
    internal RegisteredClient Registered() => new(Id, Kind) { Npi = Npi, Purposes = PurposeCodes };
}
