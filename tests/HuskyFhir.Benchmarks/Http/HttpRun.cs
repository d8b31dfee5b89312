using HuskyFhir.Benchmarks.Http.Data;
using HuskyFhir.Benchmarks.Http.Loads;
using HuskyFhir.Benchmarks.Http.Results;
using HuskyFhir.Benchmarks.Http.Running;

namespace HuskyFhir.Benchmarks.Http;

/// <summary>One run of <c>http</c>: populations, databases, both endpoints, and the report at the end.</summary>
internal sealed class HttpRun(HttpOptions options)
{
    private readonly string scratch = Directory.CreateTempSubdirectory("husky-bench-").FullName;
    private readonly Report report = new();

    private string Kept => options.Keep is { } keep ? Path.GetFullPath(keep) : scratch;

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        try
        {
            if (OperatingSystem.IsLinux())
                File.SetUnixFileMode(scratch, (UnixFileMode)0x1ED); // 0755: PostgreSQL runs as another user
            await MeasureAsync(cancellation);
            Console.WriteLine(report.ToMarkdown(options));
            return 0;
        }
        catch (OperationCanceledException)
        {
            Ticker.Say("Stopped.");
            return 1;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private async Task MeasureAsync(CancellationToken cancellation)
    {
        var load = Load.Choose(options.Load, scratch);
        Ticker.Say(
            $"Load: {load.Name}{(Cores.Pinned ? ", on a core of its own" : "; NOT pinned, the figures say little")}. Seed {options.Seed}."
        );
        await using var postgres = options.Databases.Contains("Postgres")
            ? await ScratchPostgres.StartAsync(Path.Combine(Kept, "postgres"))
            : null;
        foreach (var members in options.Members)
        {
            var people = new People(Path.Combine(Kept, $"people-{members}"), members);
            people.Generate(cancellation);
            foreach (var database in options.Databases)
            {
                var store =
                    postgres is not null && database == "Postgres"
                        ? await postgres.DatabaseAsync($"husky_{members}")
                        : new StoreAddress("Sqlite", Data.SqliteFolder.Connection(Kept, $"husky-{members}.db"), []);
                if (await people.LoadAsync(store, cancellation) is { } rate)
                    report.Loaded(database, members, rate);
                await MeasureAsync(
                    new Bench(options, load, store, people.Npi, Path.Combine(scratch, $"{database}-{members}")),
                    database,
                    members,
                    cancellation
                );
            }
        }

        if (options.Starts > 0)
            foreach (var start in await StartUp.MeasureAsync(scratch, options.Starts, cancellation))
                report.Started(start);
    }

    private async Task MeasureAsync(Bench bench, string database, int members, CancellationToken cancellation)
    {
        await foreach (var result in bench.RunAsync(cancellation))
        {
            Ticker.Say($"{database}, {members:N0} members: {result}");
            report.Measured(new(database, members), result);
        }
    }
}
