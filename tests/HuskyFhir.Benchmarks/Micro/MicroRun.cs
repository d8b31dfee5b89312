using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace HuskyFhir.Benchmarks.Micro;

/// <summary>
/// <c>micro [filter]</c>: every BenchmarkDotNet class of this assembly whose name has the filter in it.
/// </summary>
internal static class MicroRun
{
    public static int Run(string[] args)
    {
        // In this process: nothing is generated or restored, so it also runs where there is no network.
        var config = DefaultConfig.Instance.AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance));
        string[] given =
            args is [var filter, .. var rest] && !filter.StartsWith('-') ? ["--filter", $"*{filter}*", .. rest]
            : args is [] ? ["--filter", "*"]
            : args;
        return BenchmarkSwitcher.FromAssembly(typeof(MicroRun).Assembly).Run(given, config).Any() ? 0 : 1;
    }
}
