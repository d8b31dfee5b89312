using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace HuskyFhir.Benchmarks.Http.Loads;

/// <summary>
/// HTTP/1.1 over raw sockets, kept alive: a call, its answer, the next call. Knows Content-Length only, which both
/// endpoints send.
/// </summary>
internal sealed class ClosedLoop(Calls calls)
{
    private readonly byte[][] requests =
    [
        .. calls.Paths.Select(path =>
            Encoding.ASCII.GetBytes(
                $"GET {path} HTTP/1.1\r\nHost: {calls.Address.Authority}\r\n{string.Concat(calls.Headers.Select(static header => $"{header.Key}: {header.Value}\r\n"))}\r\n"
            )
        ),
    ];

    private int next = -1;
    private long failed;

    public async Task<LoadResult> RunAsync(int connections, TimeSpan length)
    {
        var watch = Stopwatch.StartNew();
        var latencies = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => OneAsync(watch, length)));
        var seconds = watch.Elapsed.TotalSeconds;
        var all = latencies.SelectMany(static each => each).Order().ToArray();
        return new(all.Length, seconds, Percentile(all, 50), Percentile(all, 99), failed);
    }

    private static double Percentile(long[] ticks, int percent) =>
        ticks.Length == 0
            ? 0
            : TimeSpan
                .FromSeconds(
                    (double)ticks[Math.Min(ticks.Length - 1, ticks.Length * percent / 100)] / Stopwatch.Frequency
                )
                .TotalMilliseconds;

    private async Task<List<long>> OneAsync(Stopwatch watch, TimeSpan length)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
        };
        await socket.ConnectAsync(calls.Address.Host, calls.Address.Port);
        var buffer = new byte[1 << 20];
        var taken = new List<long>(1 << 16);
        while (watch.Elapsed < length)
        {
            var begun = Stopwatch.GetTimestamp();
            await socket.SendAsync(requests[(uint)Interlocked.Increment(ref next) % (uint)requests.Length]);
            if (!await AnswerAsync(socket, buffer))
                Interlocked.Increment(ref failed);
            taken.Add(Stopwatch.GetTimestamp() - begun);
        }

        return taken;
    }

    /// <summary>Reads one answer to its end; false when its status is 400 or more.</summary>
    private static async Task<bool> AnswerAsync(Socket socket, byte[] buffer)
    {
        var (filled, head) = (0, -1);
        while (head < 0)
        {
            filled += await ReceiveAsync(socket, buffer.AsMemory(filled));
            head = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
        }

        var good = buffer["HTTP/1.1 ".Length] < '4'; // the body may overwrite it
        for (var missing = head + 4 + ContentLength(buffer.AsSpan(0, head)) - filled; missing > 0; )
            missing -= await ReceiveAsync(socket, buffer.AsMemory(0, Math.Min(buffer.Length, missing)));
        return good;
    }

    private static async Task<int> ReceiveAsync(Socket socket, Memory<byte> into) =>
        await socket.ReceiveAsync(into) is > 0 and var received
            ? received
            : throw new IOException("The server closed the connection.");

    private static int ContentLength(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf("Content-Length: "u8);
        if (at < 0)
            return 0; // 304
        var rest = head[(at + "Content-Length: ".Length)..];
        var end = rest.IndexOf((byte)'\r');
        return int.Parse(end < 0 ? rest : rest[..end], System.Globalization.CultureInfo.InvariantCulture);
    }
}
