using System.CommandLine;
using System.Globalization;
using HuskyFhir.Benchmarks.Http.Data;
using HuskyFhir.Benchmarks.Http.Running;
using HuskyFhir.Core.Access;
using HuskyFhir.Plan.Clients;
using HuskyFhir.Server.Security.Clients;
using Microsoft.IdentityModel.Tokens;

namespace HuskyFhir.Benchmarks.Tokens;

/// <summary>
/// <c>tokens</c>: how many tokens a second the token endpoint gives, each for an assertion of its own.
/// </summary>
internal static class TokensCommand
{
    private const string Client = "bench";

    public static Command Make()
    {
        var tokens = new Option<int>("--tokens")
        {
            Description = "Tokens of one measurement; their assertions are signed before the clock starts.",
            DefaultValueFactory = static _ => 3000,
        };
        var connections = new Option<int>("--connections")
        {
            Description = "Connections of the load.",
            DefaultValueFactory = static _ => 16,
        };
        var rounds = new Option<int>("--rounds")
        {
            Description = "Measurements; the median counts.",
            DefaultValueFactory = static _ => 3,
        };
        var command = new Command(
            "tokens",
            "Asks the running service for tokens with RS384 and ES384 assertions, on both databases; prints a Markdown table."
        )
        {
            tokens,
            connections,
            rounds,
        };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(
                    parsed.GetRequiredValue(tokens),
                    parsed.GetRequiredValue(connections),
                    parsed.GetRequiredValue(rounds),
                    cancellation
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(int tokens, int connections, int rounds, CancellationToken cancellation)
    {
        var scratch = Directory.CreateTempSubdirectory("husky-bench-").FullName;
        try
        {
            if (OperatingSystem.IsLinux())
                File.SetUnixFileMode(scratch, (UnixFileMode)0x1ED); // 0755: PostgreSQL runs as another user
            Console.WriteLine(
                $"| assertion | database | conns | tokens/s | p50 ms | p99 ms |{Environment.NewLine}|---|---|--:|--:|--:|--:|"
            );
            await using var postgres = await ScratchPostgres.StartAsync(Path.Combine(scratch, "postgres"));
            foreach (
                var store in (StoreAddress[])
                    [
                        new("Sqlite", Http.Data.SqliteFolder.Connection(scratch, "husky.db"), []),
                        await postgres.DatabaseAsync("husky"),
                    ]
            )
                await MeasureAsync(
                    Path.Combine(scratch, store.Provider),
                    store,
                    tokens,
                    connections,
                    rounds,
                    cancellation
                );
            return 0;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static async Task MeasureAsync(
        string folder,
        StoreAddress store,
        int tokens,
        int connections,
        int rounds,
        CancellationToken cancellation
    )
    {
        // Both cores for both sides, as on a machine of two: the load signs nothing while it is measured.
        await using var server = await ServerProcess.OursAsync(
            folder,
            store,
            new Dictionary<string, string>(),
            pinned: false
        );
        foreach (var algorithm in (string[])[SecurityAlgorithms.RsaSha384, SecurityAlgorithms.EcdsaSha384])
        {
            var key = await RegisterAsync(store, algorithm, cancellation);
            var load = new TokenLoad(new(server.Address, "/fhir/oauth/token"), $"{Client}-{algorithm}", key, algorithm);
            await load.RunAsync(tokens / 3, connections, cancellation); // the JIT's share
            var seen = new List<TokenLoad.Result>();
            for (var round = 0; round < rounds; round++)
                seen.Add(await load.RunAsync(tokens, connections, cancellation));
            var median = seen.OrderBy(static each => each.Rate).ElementAt(seen.Count / 2);
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {algorithm} | {store.Provider} | {connections} | {median.Rate:N0} | {median.P50:F2} | {median.P99:F2} |"
                )
            );
        }
    }

    private static async Task<JsonWebKey> RegisterAsync(
        StoreAddress store,
        string algorithm,
        CancellationToken cancellation
    )
    {
        var key = TokenLoad.NewKey(algorithm);
        await using var database = store.Options.Open();
        var client = new RegisteredClient($"{Client}-{algorithm}", CallerKind.Plan)
        {
            Scopes = ["system/*.rs"],
            Keys = [new(key.Kid, KeySet.Write(key), TimeProvider.System.GetUtcNow())],
        };
        if (!await new ClientStore(database, TimeProvider.System).AddAsync(client, cancellation))
            throw new InvalidOperationException("The client is registered already.");
        return key;
    }
}
