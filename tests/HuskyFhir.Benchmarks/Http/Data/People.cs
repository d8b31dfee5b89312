using System.Diagnostics;
using System.Text.Json;
using HuskyFhir.Exchange.Loading;
using HuskyFhir.Plan.Catalog;
using HuskyFhir.Server.Commands;
using HuskyFhir.Simulation.Population;

namespace HuskyFhir.Benchmarks.Http.Data;

/// <summary>
/// The generated population: written once for each size, loaded into each database through the write path.
/// </summary>
/// <param name="folder">Where the files are.</param>
/// <param name="members">How many members.</param>
internal sealed class People(string folder, int members)
{
    private const int Seed = 1;

    /// <summary>The NPI of the organisation with the most clinicians; our provider client works for it.</summary>
    public string Npi { get; private set; } = string.Empty;

    public void Generate(CancellationToken cancellation)
    {
        if (!File.Exists(Path.Combine(folder, "Patient.ndjson")))
            new Population(new(members, Seed)).Write(
                folder,
                new Ticker($"Generating {members:N0} members"),
                cancellation
            );
        using var first = JsonDocument.Parse(
            File.ReadLines(Path.Combine(folder, "Organization.ndjson")).Skip(1).First()
        );
        Npi = first.RootElement.GetProperty("identifier")[0].GetProperty("value").GetString()!;
    }

    /// <summary>Loads it where it is not loaded yet. Returns resources a second; null when it was there.</summary>
    public async Task<double?> LoadAsync(StoreAddress store, CancellationToken cancellation)
    {
        var whole = Path.Combine(folder, store.Provider + ".loaded"); // a load that was stopped is gone on with
        if (File.Exists(whole))
            return null;
        await store.Options.Schema().RunAsync(cancellation);
        await using var database = store.Options.Open();
        var loader = new Loader(
            database,
            Configured.Intake(new ConfigurationBuilder().Build()),
            Configured.Writes(database),
            PlanCatalog.Types,
            TimeProvider.System
        );
        var watch = Stopwatch.StartNew();
        var report = await loader.LoadAsync(
            [folder],
            "benchmark",
            new Ticker($"Loading {members:N0} members into {store.Provider}"),
            cancellation
        );
        var took = watch.Elapsed;
        if (report.Refused is [var refused, ..])
            throw new InvalidOperationException(
                $"{report.Refused.Count} resources were refused; {refused.Where}: {refused.Reason}"
            );
        await database.AnalyzeAsync(cancellation);
        await File.WriteAllTextAsync(whole, string.Empty, cancellation);
        return report.Created / took.TotalSeconds;
    }
}
