using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

[assembly: AssemblyFixture(typeof(HuskyFhir.Server.Tests.Running.PostgresServer))]

namespace HuskyFhir.Server.Tests.Running;

/// <summary>
/// A real PostgreSQL for the tests: the one that <c>HUSKY_TEST_POSTGRES</c> names, or one started from the machine's
/// own binaries. Where there is none the tests on it are skipped, or fail when <c>HUSKY_REQUIRE_POSTGRES</c> is set.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private string? folder;
    private string? binaries;

    public PostgresServer() => Servers = new(this);

    /// <summary>The services of this run, on this and on the embedded database.</summary>
    public SharedServers Servers { get; }

    /// <summary>Without a database; null when there is no server.</summary>
    public string? ConnectionString { get; private set; }

    /// <summary>A new, empty database.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        if (ConnectionString is null && Environment.GetEnvironmentVariable("HUSKY_REQUIRE_POSTGRES") is { Length: > 0 })
            Assert.Fail("HUSKY_REQUIRE_POSTGRES is set and no PostgreSQL was found.");
        Assert.SkipWhen(ConnectionString is null, "No PostgreSQL: install it, or name one in HUSKY_TEST_POSTGRES.");
        var name = $"husky_{Guid.NewGuid():N}";
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name, MaxPoolSize = 40 }.ToString();
    }

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("HUSKY_TEST_POSTGRES") is { Length: > 0 } given)
            ConnectionString = given;
        else if (Binaries() is { } found)
            ConnectionString = await StartAsync(found);
    }

    public async ValueTask DisposeAsync()
    {
        await Servers.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        if (folder is null)
            return;
        await RunAsync("pg_ctl", "-D", Path.Combine(folder, "data"), "-m", "immediate", "stop");
        Directory.Delete(folder, recursive: true);
    }

    private static string? Binaries()
    {
        const string debian = "/usr/lib/postgresql";
        var found = Directory.Exists(debian)
            ? Directory
                .GetDirectories(debian)
                .Order(StringComparer.Ordinal)
                .Select(static version => Path.Combine(version, "bin"))
            : [];
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        return found
            .Concat(onPath)
            .LastOrDefault(static bin =>
                File.Exists(Path.Combine(bin, "initdb")) && File.Exists(Path.Combine(bin, "pg_ctl"))
            );
    }

    private async Task<string?> StartAsync(string found)
    {
        binaries = found;
        folder = Directory.CreateTempSubdirectory("husky-pg-").FullName;
        if (Environment.UserName == "root")
            await RunPlainAsync("chown", "postgres", folder); // initdb refuses to run as root
        var port = FreePort();
        await RunAsync(
            "initdb",
            "-D",
            Path.Combine(folder, "data"),
            "-U",
            "husky",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync"
        );
        await RunAsync(
            "pg_ctl",
            "-D",
            Path.Combine(folder, "data"),
            "-w",
            "-l",
            Path.Combine(folder, "log"),
            "-o",
            $"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c max_connections=300 -c fsync=off",
            "start"
        );
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Host=127.0.0.1;Port={port};Username=husky;Database=postgres"
        );
    }

    private Task RunAsync(string command, params string[] arguments)
    {
        var full = Path.Combine(binaries!, command);
        return Environment.UserName == "root"
            ? RunPlainAsync("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", full, .. arguments])
            : RunPlainAsync(full, arguments);
    }

    private static async Task RunPlainAsync(string command, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(command, arguments) { WorkingDirectory = "/", RedirectStandardInput = true }
        )!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{command} ended with {process.ExitCode}.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
