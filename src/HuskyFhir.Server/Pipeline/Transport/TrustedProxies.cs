using System.Net;
using HuskyFhir.Server.Configuration;
using HuskyFhir.Server.Http;
using Microsoft.AspNetCore.HttpOverrides;

namespace HuskyFhir.Server.Pipeline.Transport;

/// <summary>
/// Whose <c>X-Forwarded-For</c> is believed. The list is read from its end, as far as the proxies in it are ours, so
/// that what a caller wrote before them counts for nothing. <c>X-Forwarded-Host</c> and <c>-Proto</c> are never read:
/// links come from <see cref="PublicBase"/>.
/// </summary>
internal static class TrustedProxies
{
    /// <exception cref="SettingsException">An address cannot be read, or stands for all the world.</exception>
    public static void Add(IServiceCollection services, HttpSettings settings)
    {
        var networks = settings
            .TrustedProxies.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(Read)
            .ToList();
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            // With two empty lists the middleware would believe everyone.
            options.ForwardedHeaders = networks.Count > 0 ? ForwardedHeaders.XForwardedFor : ForwardedHeaders.None;
            options.ForwardLimit = null;
            options.KnownProxies.Clear(); // loopback stands there of itself
            options.KnownIPNetworks.Clear();
            foreach (var network in networks)
                options.KnownIPNetworks.Add(network);
        });
    }

    private static System.Net.IPNetwork Read(string text)
    {
        if (IPAddress.TryParse(text, out var address))
            return new(address, address.GetAddressBytes().Length * 8);
        return System.Net.IPNetwork.TryParse(text, out var network) && network.PrefixLength > 0
            ? network
            : throw new SettingsException(
                $"Http:TrustedProxies names '{text}', which is neither an address nor a network; write 10.0.0.4 or 10.1.0.0/16, with semicolons between several."
            );
    }
}
