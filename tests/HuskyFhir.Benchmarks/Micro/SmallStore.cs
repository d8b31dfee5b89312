using HuskyFhir.Exchange.Loading;
using HuskyFhir.Plan.Catalog;
using HuskyFhir.Plan.Catalog.Schema;
using HuskyFhir.Server.Commands;
using HuskyFhir.Simulation.Population;
using HuskyFhir.Storage;

namespace HuskyFhir.Benchmarks.Micro;

/// <summary>Some hundred members, as files and in a SQLite database of their own.</summary>
internal sealed class SmallStore
{
    private const int Members = 500;
    private const int Size = 2048;

    private readonly string folder = Directory.CreateTempSubdirectory("husky-micro-").FullName;

    public SmallStore() => new Population(new(Members)).Write(People, null, default);

    private string People => Path.Combine(folder, "people");

    /// <summary>The member whose resource is nearest to 2 KB.</summary>
    public byte[] Patient() =>
        File.ReadLines(Path.Combine(People, "Patient.ndjson"))
            .Select(System.Text.Encoding.UTF8.GetBytes)
            .MinBy(static line => Math.Abs(line.Length - Size))!;

    public async Task<Database> LoadAsync()
    {
        var store = new StoreOptions("Sqlite", $"Data Source={Path.Combine(folder, "husky.db")}");
        await store.Schema().RunAsync(default);
        var database = store.Open();
        var intake = Configured.Intake(new ConfigurationBuilder().Build());
        await new Loader(
            database,
            intake,
            Configured.Writes(database),
            PlanCatalog.Types,
            TimeProvider.System
        ).LoadAsync([People], "micro", null, default);
        await database.AnalyzeAsync(default);
        return database;
    }

    public void Remove() => Directory.Delete(folder, recursive: true);
}
