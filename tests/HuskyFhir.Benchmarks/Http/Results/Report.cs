using System.Globalization;
using System.Text;
using HuskyFhir.Benchmarks.Http.Loads;

namespace HuskyFhir.Benchmarks.Http.Results;

/// <summary>A database of a size.</summary>
internal sealed record Place(string Database, int Members);

/// <summary>How long starts took, in seconds.</summary>
internal sealed record Start(string Name, double Seconds);

/// <summary>All figures of a run, as Markdown that can be pasted.</summary>
internal sealed class Report
{
    private readonly List<(Place Place, Summary Summary)> measured = [];
    private readonly List<(Place Place, double Rate)> loaded = [];
    private readonly List<Start> started = [];

    public void Measured(Place place, Summary summary) => measured.Add((place, summary));

    public void Loaded(string database, int members, double rate) => loaded.Add((new(database, members), rate));

    public void Started(Start start) => started.Add(start);

    public string ToMarkdown(HttpOptions options)
    {
        var text = new StringBuilder();
        text.AppendLine(
                CultureInfo.InvariantCulture,
                $"Medians of {options.Rounds} measurements of {options.Seconds} s; seed {options.Seed}."
            )
            .AppendLine();
        text.AppendLine(
                "| call | database | members | conns | req/s | bare | **ratio** | p50 ms | bare | p99 ms | CPU µs | bare | CPU ratio | other load |"
            )
            .AppendLine("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var ((database, members), each) in measured)
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {each.Workload.Name} | {database} | {members:N0} | {each.Connections} | {each.Rate:N0} | {each.BareRate:N0} | **{each.Ratio:F2}** | {each.P50:F2} | {each.BareP50:F2} | {each.P99:F2} | {each.Cpu:F0} | {each.BareCpu:F0} | {each.BareCpu / each.Cpu:F2} | {each.Others:P0} |"
            );
        Guards(text);
        Growth(text);
        if (loaded.Count > 0)
            text.AppendLine().AppendLine("| load | members | resources/s |").AppendLine("|---|--:|--:|");
        foreach (var ((database, members), rate) in loaded)
            text.AppendLine(CultureInfo.InvariantCulture, $"| {database} | {members:N0} | {rate:N0} |");
        if (started.Count > 0)
            text.AppendLine().AppendLine("| start to first 200 | s |").AppendLine("|---|--:|");
        foreach (var start in started)
            text.AppendLine(CultureInfo.InvariantCulture, $"| {start.Name} | {start.Seconds:F2} |");
        return text.ToString();
    }

    /// <summary>
    /// What policy and audit cost: the part of the reads that the same build makes without them, and not with them.
    /// </summary>
    private void Guards(StringBuilder text)
    {
        var reads = measured
            .Where(static each => each.Summary.Workload.Name == "read" || each.Summary.Workload == Workload.Unguarded)
            .GroupBy(static each => (each.Place, each.Summary.Connections))
            .Where(static group => group.Count() == 2)
            .ToList();
        if (reads.Count > 0)
            text.AppendLine()
                .AppendLine("| cost of policy and audit | members | conns | with, req/s | without | cost |")
                .AppendLine("|---|--:|--:|--:|--:|--:|");
        foreach (var group in reads)
        {
            var (with, without) = (
                group.First(static each => each.Summary.Workload != Workload.Unguarded).Summary.Rate,
                group.First(static each => each.Summary.Workload == Workload.Unguarded).Summary.Rate
            );
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {group.Key.Place.Database} | {group.Key.Place.Members:N0} | {group.Key.Connections} | {with:N0} | {without:N0} | {1 - (with / without):P0} |"
            );
        }
    }

    /// <summary>What a larger population costs: p50 of the largest over p50 of the smallest.</summary>
    private void Growth(StringBuilder text)
    {
        if (measured.Count == 0)
            return;
        var (least, most) = (
            measured.Min(static each => each.Place.Members),
            measured.Max(static each => each.Place.Members)
        );
        if (least == most)
            return;
        text.AppendLine()
            .AppendLine(
                CultureInfo.InvariantCulture,
                $"| p50 at {most:N0} over p50 at {least:N0} members | database | conns | ratio |"
            )
            .AppendLine("|---|---|--:|--:|");
        foreach (var (place, small) in measured.Where(each => each.Place.Members == least))
            if (P50(place.Database, most, small.Workload, small.Connections) is { } large)
                text.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"| {small.Workload.Name} | {place.Database} | {small.Connections} | {large / small.P50:F2} |"
                );
    }

    private double? P50(string database, int members, Workload workload, int connections) =>
        measured
            .FirstOrDefault(each =>
                each.Place == new Place(database, members)
                && each.Summary.Workload == workload
                && each.Summary.Connections == connections
            )
            .Summary?.P50;
}
