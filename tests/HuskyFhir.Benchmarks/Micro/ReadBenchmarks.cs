using BenchmarkDotNet.Attributes;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Search;
using HuskyFhir.Plan.Catalog;
using HuskyFhir.Resources.Reading;
using HuskyFhir.Resources.Searching;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage;

namespace HuskyFhir.Benchmarks.Micro;

/// <summary>
/// The road out of SQLite with a provider's grant, without HTTP: reads, and searches as SQL and as rows.
/// </summary>
[MemoryDiagnoser]
public class ReadBenchmarks
{
    private static readonly FhirType Type = PlanCatalog.Types.Find("Patient")!;

    private readonly SmallStore store = new();
    private Database database = null!;
    private ResourceReader reads = null!;
    private SearchExecutor searches = null!;
    private SearchQuery query = null!;
    private Grant grant = null!;
    private Guid member;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        database = await store.LoadAsync();
        reads = new(database, TimeProvider.System);
        searches = new(database, PlanCatalog.Types, TimeProvider.System);
        (var organization, member) = (
            await database.QueryAsync(
                new("SELECT organization, member FROM attributions LIMIT 1"),
                static row => (row.Uuid(0), row.Uuid(1)),
                default
            )
        )[0];
        grant = new(
            new("benchmark", CallerKind.Provider, organization, ScopeSet.Parse("system/*.rs")),
            new(organization, Restriction.Hidden) { Consents = organization }
        );
        query = ReadQuery();
    }

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        await database.DisposeAsync();
        store.Remove();
    }

    [Benchmark]
    public Task ReadAsync() => reads.ReadAsync(Type, member, grant, default);

    [Benchmark]
    public object ReadSearch() => ReadQuery();

    [Benchmark]
    public object BuildSearchSql() => searches.PageStatement(Type, query, grant, null, 51);

    [Benchmark]
    public Task SearchAsync() => searches.FindAsync(Type, query, grant, null, 50, default);

    private static SearchQuery ReadQuery() =>
        new SearchReader(PlanCatalog.Types, new("http://127.0.0.1/fhir"), new SearchLimits(), strict: true)
            .Read([Type.Name], [new("family", "Rivera"), new("birthdate", "1990-05-01")])
            .Try(out var read, out var fault)
            ? read
            : throw new InvalidOperationException(fault.ToString());
}
