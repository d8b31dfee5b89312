using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using HuskyFhir.Resources.Contents;
using Microsoft.Extensions.Options;

namespace HuskyFhir.Server.Documents;

/// <summary>
/// Asks a ClamAV daemon (<c>zINSTREAM</c> of clamd): the bytes go in chunks with their length before each, a chunk of
/// none ends them, and the answer is <c>stream: OK</c> or <c>stream: NAME FOUND</c>. Any other answer, or none in time,
/// is no answer.
/// </summary>
internal sealed class ClamScan(IOptions<DocumentSettings> settings) : IContentScan
{
    private const int Chunk = 64 * 1024;
    private const string Before = "stream: ";
    private const string Found = " FOUND";

    public async Task<string?> ScanAsync(Stream bytes, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(settings.Value.ScannerSeconds));
        try
        {
            var (host, port) = Address();
            using var client = new TcpClient();
            await client.ConnectAsync(host, port, patience.Token);
            await using var wire = client.GetStream();
            await SendAsync(bytes, wire, patience.Token);
            return Read(await AnswerAsync(wire, patience.Token));
        }
        catch (SocketException lost)
        {
            throw new IOException("The scanner cannot be reached.", lost);
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw new IOException("The scanner did not answer in time.", late);
        }
    }

    private static async Task SendAsync(Stream bytes, NetworkStream wire, CancellationToken cancellation)
    {
        await wire.WriteAsync("zINSTREAM\0"u8.ToArray(), cancellation);
        var chunk = new byte[4 + Chunk];
        int read;
        do
        {
            read = await bytes.ReadAsync(chunk.AsMemory(4), cancellation);
            BinaryPrimitives.WriteInt32BigEndian(chunk, read);
            await wire.WriteAsync(chunk.AsMemory(0, 4 + read), cancellation);
        } while (read > 0);
    }

    private static async Task<string> AnswerAsync(NetworkStream wire, CancellationToken cancellation)
    {
        var answer = new byte[512];
        var length = 0;
        while (
            length < answer.Length && await wire.ReadAsync(answer.AsMemory(length), cancellation) is > 0 and var read
        )
        {
            length += read;
            if (answer[length - 1] == 0)
                break;
        }

        return Encoding.ASCII.GetString(answer, 0, length).TrimEnd('\0', '\n');
    }

    private static string? Read(string answer) =>
        answer switch
        {
            Before + "OK" => null,
            _ when answer.StartsWith(Before, StringComparison.Ordinal)
                    && answer.EndsWith(Found, StringComparison.Ordinal) => answer[Before.Length..^Found.Length],
            _ => throw new IOException("The scanner gave an answer that cannot be read."),
        };

    private (string Host, int Port) Address()
    {
        var address = settings.Value.Scanner!;
        var colon = address.LastIndexOf(':');
        return (address[..colon], int.Parse(address[(colon + 1)..], System.Globalization.CultureInfo.InvariantCulture));
    }
}
