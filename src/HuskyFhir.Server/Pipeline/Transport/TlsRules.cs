using System.Security.Authentication;
using HuskyFhir.Server.Configuration;

namespace HuskyFhir.Server.Pipeline.Transport;

/// <summary>TLS 1.2 and 1.3, whatever the machine would still take (45 CFR 164.312(e)(1); NIST SP 800-52).</summary>
internal static class TlsRules
{
#pragma warning disable CA5398 // Named on purpose: the machine's own choice may still hold older versions.
    public const SslProtocols Versions = SslProtocols.Tls12 | SslProtocols.Tls13;
#pragma warning restore CA5398

    /// <summary>The web server's own settings for an endpoint would win over ours.</summary>
    /// <exception cref="SettingsException">An endpoint is set to an older version.</exception>
    public static void Check(IConfiguration configuration)
    {
        var kestrel = configuration.GetSection("Kestrel");
        foreach (
            var endpoint in kestrel.GetSection("Endpoints").GetChildren().Append(kestrel.GetSection("EndpointDefaults"))
        )
        foreach (var named in endpoint.GetSection("SslProtocols").GetChildren())
            if (
                !Enum.TryParse<SslProtocols>(named.Value, ignoreCase: true, out var version)
                || version == SslProtocols.None
                || (version & ~Versions) != 0
            )
                throw new SettingsException(
                    $"{named.Path} is '{named.Value}'; write Tls12 or Tls13, or leave it out for both."
                );
    }
}
