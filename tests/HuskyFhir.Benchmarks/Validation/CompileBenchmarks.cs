using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using HuskyFhir.Validation;
using HuskyFhir.Validation.Definitions;
using HuskyFhir.Validation.Profiles;

namespace HuskyFhir.Benchmarks.Validation;

/// <summary>Loading and compiling all profiles, cold, as at the start of the service.</summary>
[SimpleJob(RunStrategy.ColdStart, launchCount: 5, warmupCount: 0, iterationCount: 1)]
public class CompileBenchmarks
{
    /// <summary>Our own profiles.</summary>
    [Benchmark]
    public PlanSummary Own() => new ProfileValidator(new PackageLoader().Add(Inputs.Profiles).Load()).CompileAll();

    /// <summary>The package that HUSKY_US_CORE names, or nothing.</summary>
    [Benchmark]
    public PlanSummary UsCore()
    {
        var loader = new PackageLoader();
        if (Environment.GetEnvironmentVariable("HUSKY_US_CORE") is { } package)
            loader.Add(package);
        return new ProfileValidator(loader.Load()).CompileAll();
    }
}
