using System.Net;
using System.Net.Sockets;

namespace HuskyFhir.Server.Outbound;

/// <summary>
/// Which addresses a call to the outside may go to. Ranges by IANA's special-purpose registries (RFC 6890 and after).
/// </summary>
internal static class AddressRules
{
    private static readonly IPNetwork[] Private = Networks("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7");

    // Nothing that a server to be called could have: link-local (with it the metadata of clouds), shared,
    // documentation, benchmarks, multicast, reserved, and forms of IPv6 that hide an address of version 4.
    private static readonly IPNetwork[] Never = Networks(
        "0.0.0.0/8",
        "100.64.0.0/10",
        "169.254.0.0/16",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",
        "::/96",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "100::/64",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
        "fe80::/10",
        "fec0::/10",
        "ff00::/8"
    );

    /// <summary>Whether an address may be called.</summary>
    public static bool Allows(Reach reach, IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (IPAddress.IsLoopback(plain))
            return reach == Reach.Loopback;
        if (
            plain.AddressFamily is not (AddressFamily.InterNetwork or AddressFamily.InterNetworkV6)
            || Never.Any(network => network.Contains(plain))
        )
            return false;
        return reach != Reach.Loopback && (reach == Reach.Private || !Private.Any(network => network.Contains(plain)));
    }

    private static IPNetwork[] Networks(params string[] networks) => [.. networks.Select(IPNetwork.Parse)];
}
