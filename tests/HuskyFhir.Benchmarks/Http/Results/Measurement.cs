using HuskyFhir.Benchmarks.Http.Loads;

namespace HuskyFhir.Benchmarks.Http.Results;

/// <summary>One run of a load.</summary>
/// <param name="Load">What the load saw.</param>
/// <param name="Cpu">Seconds of processor time of the endpoint and its database.</param>
/// <param name="Others">Seconds of processor time of everything else on the machine, which disturbs both
/// endpoints.</param>
internal sealed record Measurement(LoadResult Load, double Cpu, double Others)
{
    public double Rate => Load.Requests / Load.Seconds;

    /// <summary>Microseconds a request.</summary>
    public double CpuEach => Cpu / Load.Requests * 1e6;

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1
            ? sorted[sorted.Length / 2]
            : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}

/// <summary>The rounds of one call beside those of the bare endpoint.</summary>
internal sealed record Summary(
    Workload Workload,
    int Connections,
    IReadOnlyList<Measurement> Ours,
    IReadOnlyList<Measurement> Bare
)
{
    public double Rate => Of(Ours, static each => each.Rate);

    public double BareRate => Of(Bare, static each => each.Rate);

    public double P50 => Of(Ours, static each => each.Load.P50);

    public double BareP50 => Of(Bare, static each => each.Load.P50);

    public double P99 => Of(Ours, static each => each.Load.P99);

    /// <summary>Share of one core that other work on the machine took meanwhile.</summary>
    public double Others => Of([.. Ours, .. Bare], static each => Math.Max(0, each.Others) / each.Load.Seconds);

    public double Cpu => Of(Ours, static each => each.CpuEach);

    public double BareCpu => Of(Bare, static each => each.CpuEach);

    /// <summary>Of each round's own bare run, so that a slow minute of the machine slows both.</summary>
    public double Ratio => Measurement.Median(Ours.Zip(Bare, static (ours, bare) => ours.Rate / bare.Rate));

    public long Failed => Ours.Sum(static each => each.Load.Failed) + Bare.Sum(static each => each.Load.Failed);

    public override string ToString() =>
        FormattableString.Invariant(
            $"{Workload.Name} at {Connections}: {Rate:N0}/s (bare {BareRate:N0}/s, ratio {Ratio:F2}), p50 {P50:F2} ms, p99 {P99:F2} ms, CPU {Cpu:F0} us (bare {BareCpu:F0}), other load {Others:P0}{(Failed > 0 ? $", {Failed} FAILED" : string.Empty)}"
        );

    private static double Of(IReadOnlyList<Measurement> rounds, Func<Measurement, double> value) =>
        Measurement.Median(rounds.Select(value));
}
