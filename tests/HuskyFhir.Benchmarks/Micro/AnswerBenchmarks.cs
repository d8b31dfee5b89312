using BenchmarkDotNet.Attributes;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Server.Http;
using HuskyFhir.Storage;
using Microsoft.Extensions.Options;

namespace HuskyFhir.Benchmarks.Micro;

/// <summary>What a page of 20 costs beyond its rows: the bundle, and the link to the next page.</summary>
[MemoryDiagnoser]
public class AnswerBenchmarks
{
    private const int Rows = 20;

    private readonly SmallStore store = new();
    private readonly DateTimeOffset now = TimeProvider.System.GetUtcNow();
    private readonly PageToken token = new(
        "Patient",
        [
            ["family", "Rivera"],
            ["_count", "20"],
        ],
        [],
        "019aaaaa-0000-7000-8000-000000000000"
    );
    private Database database = null!;
    private IReadOnlyList<StoredResource> page = [];
    private PageLinks links = null!;
    private string link = string.Empty;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        database = await store.LoadAsync();
        var bytes = store.Patient();
        page =
        [
            .. Enumerable
                .Range(0, Rows)
                .Select(_ => new StoredResource(
                    "Patient",
                    Guid.CreateVersion7(now),
                    1,
                    now.UtcTicks,
                    null,
                    false,
                    bytes
                )),
        ];
        var keys = new PageKeys(new(database), TimeProvider.System);
        await keys.StartAsync(default);
        links = new(keys, TimeProvider.System, Options.Create(new HttpSettings()));
        link = WriteLink();
    }

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        await database.DisposeAsync();
        store.Remove();
    }

    [Benchmark]
    public int SpliceBundleOf20()
    {
        using var bundle = new BundleWriter("searchset", now, Rows, page);
        bundle.Links("http://127.0.0.1/fhir/Patient?family=Rivera", null);
        bundle.Found("http://127.0.0.1/fhir", page, [], null);
        return bundle.Finish().Length;
    }

    [Benchmark]
    public string WriteLink() => links.Write("ehr-riverbend", token);

    [Benchmark]
    public async Task<bool> ReadLinkAsync() =>
        (await links.ReadAsync("ehr-riverbend", "Patient", link, default)).Try(out _, out _);
}
