using HuskyFhir.Exchange.Loading;
using HuskyFhir.Plan.Catalog;
using HuskyFhir.Plan.Catalog.Schema;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Storage;
using HuskyFhir.Storage.Sql;
using HuskyFhir.Validation;
using Microsoft.Extensions.Time.Testing;

namespace HuskyFhir.Tests.Loading;

/// <summary>A folder of files and an embedded database to load them into.</summary>
public abstract class LoadFolder : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new(new(2026, 11, 23, 15, 0, 0, TimeSpan.Zero))
    {
        AutoAdvanceAmount = TimeSpan.FromMilliseconds(1),
    };
    private Database? database;

    protected string Folder { get; } = Directory.CreateTempSubdirectory("husky-load-").FullName;

    public async ValueTask InitializeAsync()
    {
        var options = new StoreOptions("Sqlite", $"Data Source={Path.Combine(Folder, "husky.db")}");
        await options.Schema().RunAsync(TestContext.Current.CancellationToken);
        database = options.Open();
    }

    public async ValueTask DisposeAsync()
    {
        await database!.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected static string Patient(string id, string family, params string[] links)
    {
        var others = string.Join(
            ',',
            links.Select(static link => $$"""{"other":{"reference":"{{link}}"},"type":"seealso"}""")
        );
        return $$"""{"resourceType":"Patient","id":"{{id}}","name":[{"family":"{{family}}"}]{{(links.Length > 0 ? $",\"link\":[{others}]" : "")}}}""";
    }

    protected string Write(string name, params string[] lines)
    {
        var path = Path.Combine(Folder, "in", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, string.Join('\n', lines));
        return path;
    }

    /// <summary>Loads everything that was written.</summary>
    protected Task<LoadReport> LoadAsync(string source = "local")
    {
        var families = PlanCatalog.Types;
        var intake = new Intake(new(new ParserLimits()), new SdkValidator(), families, requireOwn: false);
        return new Loader(
            database!,
            intake,
            new WritePipeline(database!, families, clock, PlanCatalog.Reactions()),
            families,
            clock
        ).LoadAsync([Path.Combine(Folder, "in")], source, null, TestContext.Current.CancellationToken);
    }

    protected Task<List<T>> QueryAsync<T>(string sql, Func<Row, T> map) =>
        database!.QueryAsync(new(sql), map, TestContext.Current.CancellationToken);

    protected async Task<string[]> BodiesAsync(string type) =>
        [
            .. await QueryAsync(
                $"SELECT body FROM resources WHERE type = '{type}' ORDER BY id",
                static row => System.Text.Encoding.UTF8.GetString(row.Bytes(0))
            ),
        ];
}
