using System.Diagnostics;
using HuskyFhir.Benchmarks.Http.Running;
using Npgsql;

namespace HuskyFhir.Benchmarks.Http.Data;

/// <summary>
/// A PostgreSQL of our own, from the machine's binaries, in a folder of this run, on the server's core, as durable as
/// it comes.
/// </summary>
internal sealed class ScratchPostgres(Leash server, string connectionString) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>The newest installed; null when there is none.</summary>
    public static string? Binaries { get; } =
        (Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [])
            .Order(StringComparer.Ordinal)
            .Select(static version => Path.Combine(version, "bin"))
            .Append(Path.GetDirectoryName(Tools.Find("initdb")) ?? string.Empty)
            .LastOrDefault(static bin => bin.Length > 0 && File.Exists(Path.Combine(bin, "initdb")));

    public static async Task<ScratchPostgres> StartAsync(string folder)
    {
        var binaries =
            Binaries ?? throw new InvalidOperationException("No PostgreSQL is installed; use --database sqlite.");
        Directory.CreateDirectory(folder);
        if (Environment.UserName == "root")
            await RunAsync("chown", "postgres", folder); // initdb refuses to run as root
        var data = Path.Combine(folder, "data");
        if (!Directory.Exists(data))
            await RunAsync(
                AsOwner(
                    Path.Combine(binaries, "initdb"),
                    "-D",
                    data,
                    "-U",
                    "husky",
                    "-A",
                    "trust",
                    "-E",
                    "UTF8",
                    "--locale=C"
                )
            );
        var port = Tools.FreePort();
        var server = await Leash.StartAsync(
            Path.Combine(folder, "log"),
            new Dictionary<string, string>(),
            "INT",
            Cores.On(
                Cores.Server,
                AsOwner(
                    Path.Combine(binaries, "postgres"),
                    "-D",
                    data,
                    "-p",
                    $"{port}",
                    "-k",
                    folder,
                    "-c",
                    "listen_addresses=127.0.0.1",
                    "-c",
                    "shared_buffers=1GB",
                    "-c",
                    "max_wal_size=4GB"
                )
            )
        );
        var started = new ScratchPostgres(server, $"Host=127.0.0.1;Port={port};Username=husky;Database=postgres");
        await started.WaitAsync();
        return started;
    }

    /// <summary>A database by that name, made when it is missing.</summary>
    public async Task<StoreAddress> DatabaseAsync(string name)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var known = new NpgsqlCommand("SELECT count(*) FROM pg_database WHERE datname = $1", connection)
        {
            Parameters = { new() { Value = name } },
        };
        if (await known.ExecuteScalarAsync() is 0L)
        {
            await using var create = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
            await create.ExecuteNonQueryAsync();
        }

        return new(
            "Postgres",
            new NpgsqlConnectionStringBuilder(connectionString) { Database = name }.ToString(),
            [server.Id]
        );
    }

    public ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        return server.DisposeAsync();
    }

    private static string[] AsOwner(params string[] command) =>
        Environment.UserName == "root"
            ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", .. command]
            : command;

    private static async Task RunAsync(params string[] command)
    {
        using var process = Process.Start(
            new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = "/", RedirectStandardOutput = true }
        )!;
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{command[0]} ended with {process.ExitCode}.");
    }

    private async Task WaitAsync()
    {
        while (server.Alive)
        {
            try
            {
                await using var connection = new NpgsqlConnection(connectionString);
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException)
            {
                await Task.Delay(Pause);
            }
        }

        throw new InvalidOperationException($"PostgreSQL did not start: {await File.ReadAllTextAsync(server.Log)}");
    }
}
