using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HuskyFhir.Server.Tests.Exchanges;

/// <summary>A real SMTP server (RFC 5321) that takes each message.</summary>
internal sealed class SmtpServer : IDisposable
{
    private readonly TcpListener listener;

    public SmtpServer(int port)
    {
        listener = new(IPAddress.Loopback, port);
        listener.Start();
        _ = ListenAsync();
    }

    public List<string> Mails { get; } = [];

    public void Dispose() => listener.Dispose();

    private async Task ListenAsync()
    {
        try
        {
            while (true)
                await ServeAsync(await listener.AcceptTcpClientAsync());
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            using var reader = new StreamReader(client.GetStream());
            await using var writer = new StreamWriter(client.GetStream()) { NewLine = "\r\n", AutoFlush = true };
            var (mail, isData) = (new StringBuilder(), false);
            await writer.WriteLineAsync("220 mail.example");
            while (await reader.ReadLineAsync() is { } line)
            {
                mail.AppendLine(line);
                if (isData && line != ".")
                    continue;
                if (isData)
                    Mails.Add(mail.ToString());
                var isQuit = line.StartsWith("QUIT", StringComparison.Ordinal);
                isData = !isData && line.StartsWith("DATA", StringComparison.Ordinal);
                await writer.WriteLineAsync(
                    isQuit ? "221 bye"
                    : isData ? "354 go on"
                    : "250 taken"
                );
                if (isQuit)
                    return;
            }
        }
    }
}
