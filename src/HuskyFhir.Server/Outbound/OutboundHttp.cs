namespace HuskyFhir.Server.Outbound;

/// <summary>
/// How calls to the outside are made: no redirect is followed, no proxy used, no cookie kept, and every connection goes
/// to a checked address.
/// </summary>
internal static class OutboundHttp
{
    /// <summary>A client of its own; the caller bounds the time of each call.</summary>
    public static HttpClient Client(Reach reach, int connections) =>
        new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseProxy = false,
                UseCookies = false,
                MaxConnectionsPerServer = connections,
                MaxResponseHeadersLength = 16,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                ConnectCallback = (context, cancellation) =>
                    PinnedConnection.OpenAsync(reach, context.DnsEndPoint, cancellation),
            }
        )
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };

    /// <summary>The body to its end; null when it is longer than allowed, of which no more is read.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(
        HttpContent content,
        int most,
        CancellationToken cancellation
    )
    {
        using var body = await content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        using var kept = new MemoryStream();
        var buffer = new byte[8 * 1024];
        for (int read; (read = await body.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0; )
        {
            if (kept.Length + read > most)
                return null;
            kept.Write(buffer, 0, read);
        }

        return kept.GetBuffer().AsMemory(0, (int)kept.Length);
    }
}
