using System.Net;

namespace HuskyFhir.Server.Outbound;

/// <summary>
/// Whether an address may be called at all; a name is checked again each time that it is resolved (<see
/// cref="PinnedConnection"/>).
/// </summary>
internal static class OutboundAddress
{
    /// <summary>What is wrong with an address, as the end of a sentence; null when nothing is.</summary>
    /// <param name="address">As it was given.</param>
    /// <param name="reach">Where the server may stand.</param>
    /// <param name="setting">The setting that says so, for the sentence.</param>
    /// <param name="remarks">What to do instead of putting secrets into the address; may be empty.</param>
    public static string? Flaw(string address, Reach reach, string setting, string remarks = "")
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var server) || server.Scheme is not ("http" or "https"))
            return "is not an absolute https URL.";
        if (server.UserInfo.Length > 0 || server.Query.Length > 0 || server.Fragment.Length > 0)
            return $"must have neither user, query nor fragment.{remarks}";
        if (server.Scheme == "http" && reach != Reach.Loopback)
            return $"must be https. Plain http is for this machine alone, with {setting}=Loopback.";
        return IPAddress.TryParse(server.DnsSafeHost, out var ip) && !AddressRules.Allows(reach, ip)
            ? $"is at an address that {setting}={reach} does not allow."
            : null;
    }
}
