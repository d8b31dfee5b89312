using System.ComponentModel.DataAnnotations;
using HuskyFhir.Core.Access;

namespace HuskyFhir.Server.Security;

/// <summary>Section <c>Security</c>: who issues tokens, and which clients are known.</summary>
public sealed class SecuritySettings
{
    /// <summary>An outside issuer's URL; its keys come from its discovery document. Null: none.</summary>
    [Url]
    public string? Authority { get; set; }

    /// <summary>The audience that tokens must name; <c>huskyfhir</c> by default.</summary>
    [Required]
    public string Audience { get; set; } = "huskyfhir";

    /// <summary>The sandbox issuer, with keys of its own. Null (default): on in Development when there is no authority, off elsewhere.</summary>
    public bool? Sandbox { get; set; }

    /// <summary>Where the sandbox issuer keeps its key; <c>data/sandbox-key.json</c> by default.</summary>
    [Required]
    public string SandboxKeyFile { get; set; } = "data/sandbox-key.json";

    /// <summary>Seconds for which a validated token is not validated again, 0 to 60; 10 by default, and never past its expiry.</summary>
    [Range(0, 60)]
    public int TokenCacheSeconds { get; set; } = 10;

    /// <summary>Descriptions that may fit nobody, a minute and client, in <c>$member-match</c> and <c>$provider-member-match</c>, 0 to 10,000; 30 by default, 0 for any number.</summary>
    [Range(0, 10_000)]
    public int FailedMatchesPerMinute { get; set; } = 30;

    /// <summary>Days for which an attestation of treatment attributes a member at most, 1 to 365; 180 by default.</summary>
    [Range(1, 365)]
    public int AttestationDays { get; set; } = 180;

    /// <summary>The clients; a token of any other client is 403. The sandbox brings four of its own.</summary>
    public IList<ClientSettings> Clients { get; } = [];
}

/// <summary>One client of the registry.</summary>
public sealed class ClientSettings
{
    /// <summary>As in the token's <c>client_id</c>.</summary>
    [Required]
    public string Id { get; set; } = string.Empty;

    /// <summary><c>Provider</c>, <c>Agency</c> or <c>Plan</c>.</summary>
    public CallerKind Kind { get; set; }

    /// <summary>For a provider: the organisation's NPI.</summary>
    public string? Npi { get; set; }
}
