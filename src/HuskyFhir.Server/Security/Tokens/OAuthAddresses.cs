using HuskyFhir.Server.Configuration;
using HuskyFhir.Server.Http;
using Microsoft.Extensions.Options;

namespace HuskyFhir.Server.Security.Tokens;

/// <summary>Where the token service is, below the configured base and never from a request.</summary>
internal sealed class OAuthAddresses(PublicBase publicBase, IOptions<SecuritySettings> settings)
{
    /// <summary>Below the base.</summary>
    public const string TokenPath = "oauth/token";

    /// <summary>Below the base.</summary>
    public const string IntrospectionPath = "oauth/introspect";

    /// <summary>Below the base.</summary>
    public const string KeysPath = ".well-known/jwks.json";

    /// <summary>Below the base (SMART App Launch 2.2, conformance).</summary>
    public const string DiscoveryPath = ".well-known/smart-configuration";

    /// <summary>Whether this service issues tokens, so that there is something at these addresses.</summary>
    public bool Issues => settings.Value.Issues;

    /// <summary>The issuer of our tokens: the base itself.</summary>
    public string Issuer => publicBase.Url;

    /// <summary>The token endpoint; the audience that a client assertion must name.</summary>
    public string Token => $"{publicBase.Url}/{TokenPath}";

    /// <summary>The introspection endpoint.</summary>
    public string Introspection => $"{publicBase.Url}/{IntrospectionPath}";

    /// <summary>The keys that our tokens are verified with.</summary>
    public string Keys => $"{publicBase.Url}/{KeysPath}";
}
