using System.Diagnostics;
using HuskyFhir.Benchmarks.Http.Running;

namespace HuskyFhir.Benchmarks.Http.Loads;

/// <summary>What one run of a load saw.</summary>
/// <param name="Requests">Answers received.</param>
/// <param name="Seconds">For how long.</param>
/// <param name="P50">Median, in milliseconds.</param>
/// <param name="P99">99th percentile, in milliseconds.</param>
/// <param name="Failed">Answers of 400 or more, and broken connections.</param>
internal sealed record LoadResult(long Requests, double Seconds, double P50, double P99, long Failed);

/// <summary>
/// A closed-loop HTTP/1.1 client on the load's core: each connection sends its next call when the last one is answered.
/// </summary>
internal abstract class Load
{
    /// <summary>wrk where it is installed, since it costs least; else our own.</summary>
    public static Load Choose(string? name, string folder) =>
        name switch
        {
            "own" => new OwnLoad(folder),
            "wrk" when Tools.Find("wrk") is null => throw new InvalidOperationException(
                "wrk is not installed; use --load own."
            ),
            _ => Tools.Find("wrk") is null ? new OwnLoad(folder) : new WrkLoad(folder),
        };

    public abstract string Name { get; }

    public abstract Task<LoadResult> RunAsync(
        Calls calls,
        int connections,
        int seconds,
        CancellationToken cancellation
    );

    /// <summary>Runs a program on the load's core and gives what it prints.</summary>
    protected static async Task<string> RunAsync(string[] command, CancellationToken cancellation)
    {
        var run = Cores.On(Cores.Load, command);
        using var process = Process.Start(new ProcessStartInfo(run[0], run[1..]) { RedirectStandardOutput = true })!;
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return process.ExitCode == 0
                ? output
                : throw new InvalidOperationException($"{command[0]} ended with {process.ExitCode}: {output}");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}
