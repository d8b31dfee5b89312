using HuskyFhir.Benchmarks.Http.Data;
using HuskyFhir.Benchmarks.Http.Results;
using HuskyFhir.Benchmarks.Http.Running;

namespace HuskyFhir.Benchmarks.Http;

/// <summary>
/// From the start of the process to the first 200 on <c>/metadata</c>, not bound to a core; the samples are loaded by
/// an earlier start.
/// </summary>
internal static class StartUp
{
    private static readonly Dictionary<string, string> Development = new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Development",
    };

    public static async Task<IReadOnlyList<Start>> MeasureAsync(
        string scratch,
        int times,
        CancellationToken cancellation
    )
    {
        var folder = Path.Combine(scratch, "start");
        var store = new StoreAddress("Sqlite", $"Data Source={Path.Combine(folder, "husky.db")}", []);
        var first = await OneAsync(() => ServerProcess.OursAsync(folder, store, Development, pinned: false));
        var (ours, bare) = (new List<double>(), new List<double>());
        for (var time = 0; time < times; time++)
        {
            cancellation.ThrowIfCancellationRequested();
            bare.Add(await OneAsync(() => ServerProcess.BareAsync(folder, null, pinned: false)));
            ours.Add(await OneAsync(() => ServerProcess.OursAsync(folder, store, Development, pinned: false)));
        }

        return
        [
            new("ours, samples loaded", Measurement.Median(ours)),
            new("ours, the very first start: makes the database and loads the samples", first),
            new("bare Kestrel", Measurement.Median(bare)),
        ];
    }

    private static async Task<double> OneAsync(Func<Task<ServerProcess>> start)
    {
        await using var endpoint = await start();
        Ticker.Say($"{endpoint.Name} answered after {endpoint.Ready.TotalSeconds:F2} s.");
        return endpoint.Ready.TotalSeconds;
    }
}
