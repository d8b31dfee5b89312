using System.Net;
using System.Net.Sockets;

namespace HuskyFhir.Server.Outbound;

/// <summary>
/// Opens connections to addresses that were checked. The name is resolved here, once for each connection, and the
/// socket goes to that very address: a name that answers differently a moment later leads nowhere else.
/// </summary>
internal static class PinnedConnection
{
    /// <exception cref="IOException">The name leads to an address that is not allowed.</exception>
    public static async ValueTask<Stream> OpenAsync(Reach reach, DnsEndPoint to, CancellationToken cancellation)
    {
        var addresses = await Dns.GetHostAddressesAsync(to.Host, cancellation).ConfigureAwait(false);
        // One bad address among good ones is a trick, not a server.
        if (addresses.Length == 0 || !addresses.All(address => AddressRules.Allows(reach, address)))
            throw new IOException("The server's name leads to an address that is not allowed.");

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, to.Port, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
