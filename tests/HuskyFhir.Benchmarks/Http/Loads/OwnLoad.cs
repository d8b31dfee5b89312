using System.Text.Json;
using HuskyFhir.Benchmarks.Http.Running;

namespace HuskyFhir.Benchmarks.Http.Loads;

/// <summary>
/// Our own client (<see cref="DriveCommand"/>) in a process of its own, where wrk is not installed. It costs more than
/// wrk, so both endpoints look slower.
/// </summary>
internal sealed class OwnLoad(string folder) : Load
{
    public override string Name => "own";

    public override async Task<LoadResult> RunAsync(
        Calls calls,
        int connections,
        int seconds,
        CancellationToken cancellation
    )
    {
        var file = Path.Combine(folder, "calls.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(calls), cancellation);
        var output = await RunAsync(
            [Tools.Dotnet, Tools.Assembly("HuskyFhir.Benchmarks.dll"), "drive", file, $"{connections}", $"{seconds}"],
            cancellation
        );
        return JsonSerializer.Deserialize<LoadResult>(output)!;
    }
}
