using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using HuskyFhir.Benchmarks.Http;
using HuskyFhir.Benchmarks.Http.Data;
using HuskyFhir.Benchmarks.Http.Loads;
using HuskyFhir.Benchmarks.Http.Running;
using HuskyFhir.Plan.Catalog;
using HuskyFhir.Plan.Requests.Sweeps;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Commands;
using HuskyFhir.Server.Security.Clients;

namespace HuskyFhir.Benchmarks.Requests;

/// <summary><c>requests</c>: the sweep over many open requests, and the worklist of who is to answer them.</summary>
internal static class RequestsCommand
{
    private const int Members = 1000;
    private const int Days = 40;

    public static Command Make()
    {
        var requests = new Option<int>("--requests")
        {
            Description = "Open requests.",
            DefaultValueFactory = static _ => 100_000,
        };
        var databases = new Option<string>("--database")
        {
            Description = "sqlite, postgres, or both with a comma.",
            DefaultValueFactory = static _ => "sqlite,postgres",
        };
        var seconds = new Option<int>("--seconds")
        {
            Description = "Seconds for which the worklist is asked for.",
            DefaultValueFactory = static _ => 5,
        };
        var command = new Command(
            "requests",
            "Sweeps open requests, of which one in a hundred is late, and asks for worklists over one connection; prints a Markdown table."
        )
        {
            requests,
            databases,
            seconds,
        };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(
                    parsed.GetRequiredValue(requests),
                    parsed.GetRequiredValue(databases),
                    parsed.GetRequiredValue(seconds),
                    cancellation
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(int requests, string databases, int seconds, CancellationToken cancellation)
    {
        var scratch = Directory.CreateTempSubdirectory("husky-bench-").FullName;
        try
        {
            if (OperatingSystem.IsLinux())
                File.SetUnixFileMode(scratch, (UnixFileMode)0x1ED); // 0755: PostgreSQL runs as another user
            var people = new People(Path.Combine(scratch, "people"), Members);
            people.Generate(cancellation);
            Console.WriteLine(
                $"| database | requests | changed | sweep s | next sweep s | worklist p50 ms | p99 ms |{Environment.NewLine}|---|--:|--:|--:|--:|--:|--:|"
            );
            if (databases.Contains("sqlite", StringComparison.OrdinalIgnoreCase))
                await MeasureAsync(
                    scratch,
                    new("Sqlite", Http.Data.SqliteFolder.Connection(scratch, "husky.db"), []),
                    people,
                    requests,
                    seconds,
                    cancellation
                );
            if (!databases.Contains("postgres", StringComparison.OrdinalIgnoreCase))
                return 0;
            await using var postgres = await ScratchPostgres.StartAsync(Path.Combine(scratch, "postgres"));
            await MeasureAsync(scratch, await postgres.DatabaseAsync("husky"), people, requests, seconds, cancellation);
            return 0;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static async Task MeasureAsync(
        string scratch,
        StoreAddress store,
        People people,
        int requests,
        int seconds,
        CancellationToken cancellation
    )
    {
        await people.LoadAsync(store, cancellation);
        IReadOnlyList<Guid> owners;
        Swept first;
        double took;
        double again;
        await using (var database = store.Options.Open())
        {
            owners = await new OpenTasks(database, requests).StoreAsync(cancellation);
            var sweep = new RequestSweep(
                Configured.Writes(database),
                PlanCatalog.Types,
                database,
                TimeProvider.System,
                SweepOptions.Default
            );
            (first, took) = await TimeAsync(sweep, cancellation);
            (var next, again) = await TimeAsync(sweep, cancellation);
            if (first != new Swept((requests + OpenTasks.LateOf - 1) / OpenTasks.LateOf, 0) || next != default)
                throw new InvalidOperationException(
                    $"The sweep: {first}, and then {next}; only what is late may change, and once."
                );
        }

        var list = await WorklistAsync(Path.Combine(scratch, store.Provider), store, owners, seconds, cancellation);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"| {store.Provider} | {requests:N0} | {first.Done:N0} | {took:F2} | {again:F3} | {list.P50:F2} | {list.P99:F2} |"
            )
        );
    }

    private static async Task<(Swept Done, double Seconds)> TimeAsync(
        RequestSweep sweep,
        CancellationToken cancellation
    )
    {
        var watch = Stopwatch.StartNew();
        return (await sweep.EscalateAsync("benchmark", cancellation), watch.Elapsed.TotalSeconds);
    }

    /// <summary>
    /// What a desk asks for in the morning: what it is to answer in the coming weeks, the nearest first.
    /// </summary>
    private static async Task<LoadResult> WorklistAsync(
        string folder,
        StoreAddress store,
        IReadOnlyList<Guid> owners,
        int seconds,
        CancellationToken cancellation
    )
    {
        await using var server = await ServerProcess.OursAsync(
            folder,
            store,
            new Dictionary<string, string> { ["Jobs__Enabled"] = "false" },
            pinned: false
        );
        var token = SandboxIssuer
            .Open(new() { SandboxKeyFile = Path.Combine(folder, "sandbox-key.json") })
            .Token("plan-admin", null, TimeProvider.System.GetUtcNow());
        var until = TimeProvider.System.GetUtcNow().AddDays(Days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var calls = new Calls(
            server.Address,
            new Dictionary<string, string> { ["Authorization"] = $"Bearer {token}" },
            [
                .. owners.Select(owner =>
                    $"/fhir/Task?owner=Organization/{owner:D}&status=received,accepted,in-progress&due=le{until}&_sort=due&_count=20"
                ),
            ]
        );
        await CheckAsync(calls, cancellation);
        await new ClosedLoop(calls).RunAsync(1, TimeSpan.FromSeconds(seconds)); // the JIT's share
        var result = await new ClosedLoop(calls).RunAsync(1, TimeSpan.FromSeconds(seconds));
        return result.Failed == 0
            ? result
            : throw new InvalidOperationException($"{result.Failed} worklists were refused.");
    }

    private static async Task CheckAsync(Calls calls, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = calls.Address };
        foreach (var (name, value) in calls.Headers)
            http.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        using var answer = JsonDocument.Parse(
            await http.GetByteArrayAsync(new Uri(calls.Paths[0], UriKind.Relative), cancellation)
        );
        if (!answer.RootElement.TryGetProperty("entry", out var entries) || entries.GetArrayLength() == 0)
            throw new InvalidOperationException("The worklist is empty.");
        Ticker.Say($"{calls.Paths.Count} worklists, {entries.GetArrayLength()} rows a page.");
    }
}
