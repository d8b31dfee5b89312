using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace HuskyFhir.Server.Tests.Exchanges;

/// <summary>
/// A real OpenSSH server on a port of its own, with keys of its own, that serves one folder over SFTP.
/// </summary>
internal sealed class SshServer : IAsyncDisposable
{
    private const string Daemon = "/usr/sbin/sshd";

    private readonly Process process;
    private readonly string folder;
    private readonly string root;
    private readonly int port;

    private SshServer(Process process, string folder, string root, int port, string hostKey) =>
        (this.process, this.folder, this.root, this.port, HostKey) = (process, folder, root, port, hostKey);

    /// <summary>As a partner tells it.</summary>
    public string HostKey { get; }

    public static async Task<SshServer> StartAsync(string root, CancellationToken cancellation)
    {
        if (!File.Exists(Daemon))
            Assert.SkipWhen(
                Environment.GetEnvironmentVariable("HUSKY_REQUIRE_SSH") is null,
                "No OpenSSH server: apt-get install openssh-server."
            );
        var folder = Directory.CreateTempSubdirectory("husky-ssh-").FullName;
        foreach (var box in (string[])["to-partner", "from-partner"])
            Directory.CreateDirectory(Path.Combine(root, box));
        foreach (var key in (string[])["host", "client"])
            await RunAsync(
                "ssh-keygen",
                cancellation,
                "-q",
                "-t",
                "ed25519",
                "-N",
                "",
                "-f",
                Path.Combine(folder, key)
            );
        File.Copy(Path.Combine(folder, "client.pub"), Path.Combine(folder, "authorized"));
        var hostKey = (await RunAsync("ssh-keygen", cancellation, "-lf", Path.Combine(folder, "host.pub"))).Split(' ')[
            1
        ];
        if (Environment.UserName == "root")
            Directory.CreateDirectory("/run/sshd"); // the daemon insists on it
        var port = FreePort();
        await File.WriteAllTextAsync(
            Path.Combine(folder, "config"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                Port {port}
                ListenAddress 127.0.0.1
                HostKey {folder}/host
                AuthorizedKeysFile {folder}/authorized
                PidFile none
                StrictModes no
                UsePAM no
                PasswordAuthentication no
                PermitRootLogin prohibit-password
                Subsystem sftp internal-sftp

                """
            ),
            cancellation
        );
        var process = Process.Start(
            new ProcessStartInfo(Daemon, ["-D", "-e", "-f", Path.Combine(folder, "config")])
            {
                RedirectStandardError = true,
            }
        )!;
        while (
            await process.StandardError.ReadLineAsync(cancellation) is { } line
            && !line.Contains("listening", StringComparison.OrdinalIgnoreCase)
        )
            Assert.False(process.HasExited, line);
        _ = DrainAsync(process.StandardError);
        return new(process, folder, root, port, hostKey);
    }

    /// <summary>By which a partner is reached here.</summary>
    public (string Name, string Value)[] Settings(string partner, string? hostKey = null) =>
        [
            ($"Partners__{partner}__Transport", "sftp"),
            ($"Partners__{partner}__Sftp__Host", "127.0.0.1"),
            ($"Partners__{partner}__Sftp__Port", port.ToString(CultureInfo.InvariantCulture)),
            ($"Partners__{partner}__Sftp__User", Environment.UserName),
            ($"Partners__{partner}__Sftp__KeyFile", Path.Combine(folder, "client")),
            ($"Partners__{partner}__Sftp__HostKey", hostKey ?? HostKey),
            ($"Partners__{partner}__Sftp__Root", root),
        ];

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>What it goes on to tell is of no interest, and must not fill its pipe.</summary>
    private static async Task DrainAsync(StreamReader errors)
    {
        while (await errors.ReadLineAsync() is not null) { }
    }

    private static async Task<string> RunAsync(
        string command,
        CancellationToken cancellation,
        params string[] arguments
    )
    {
        using var run = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true })!;
        var text = await run.StandardOutput.ReadToEndAsync(cancellation);
        await run.WaitForExitAsync(cancellation);
        Assert.Equal(0, run.ExitCode);
        return text;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
