using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HuskyFhir.Server.Tests.Documents;

/// <summary>A daemon that speaks clamd's INSTREAM, and finds one text.</summary>
internal sealed class ScannerStand : IAsyncDisposable
{
    public const string Unsafe = "THIS-FILE-IS-UNSAFE";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task running;

    public ScannerStand()
    {
        listener.Start();
        running = ServeAsync();
    }

    public string Address => $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    /// <summary>Bytes that were sent to be looked at.</summary>
    public long Seen { get; private set; }

    public async ValueTask DisposeAsync()
    {
        if (running.IsCompleted)
            return;
        await stop.CancelAsync();
        listener.Stop();
        await running;
        stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(stop.Token);
                await AnswerAsync(client.GetStream());
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // stopped
        }
    }

    private async Task AnswerAsync(NetworkStream wire)
    {
        var command = new byte[10];
        await wire.ReadExactlyAsync(command, stop.Token);
        Assert.Equal("zINSTREAM\0", Encoding.ASCII.GetString(command));
        using var bytes = new MemoryStream();
        var head = new byte[4];
        while (true)
        {
            await wire.ReadExactlyAsync(head, stop.Token);
            var chunk = new byte[BinaryPrimitives.ReadInt32BigEndian(head)];
            if (chunk.Length == 0)
                break;
            await wire.ReadExactlyAsync(chunk, stop.Token);
            bytes.Write(chunk);
        }

        Seen += bytes.Length;
        var found = Encoding.Latin1.GetString(bytes.ToArray()).Contains(Unsafe, StringComparison.Ordinal);
        await wire.WriteAsync(
            Encoding.ASCII.GetBytes(found ? "stream: Test.Unsafe FOUND\0" : "stream: OK\0"),
            stop.Token
        );
    }
}
