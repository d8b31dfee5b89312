using System.CommandLine;
using System.Diagnostics;
using HuskyFhir.Exchange.Loading;
using HuskyFhir.Plan.Catalog;
using HuskyFhir.Plan.Disclosures.Chains;
using HuskyFhir.Resources.Writing;
using Spectre.Console;

namespace HuskyFhir.Server.Commands;

/// <summary><c>load PATH…</c>: bundles, single resources and NDJSON through the write path.</summary>
internal static class LoadCommand
{
    /// <summary>Refusals shown on a terminal; a file or a pipe gets all that were kept.</summary>
    private const int MostOnTerminal = 50;

    public static Command Make()
    {
        var paths = new Argument<string[]>("path")
        {
            Description = "Files (.json, .ndjson) or folders.",
            Arity = ArgumentArity.OneOrMore,
        };
        var source = new Option<string>("--source")
        {
            Description = "Whose ids the files use; two sources may both have a Patient/1.",
            DefaultValueFactory = static _ => "local",
        };
        var command = new Command(
            "load",
            Example.With(
                "Loads FHIR files. A resource that was loaded before (same business key, or same source and id) is compared, and gets a new version only when it differs. Each file, line or transaction bundle is stored whole or refused whole.",
                "load fhir-samples",
                "load --source us-core ~/us-core-examples"
            )
        )
        {
            paths,
            source,
        };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(parsed.GetRequiredValue(paths), parsed.GetRequiredValue(source), cancellation)
        );
        return command;
    }

    private static async Task<int> RunAsync(string[] paths, string source, CancellationToken cancellation)
    {
        var configuration = Configured.Load();
        var store = Configured.Store(configuration);
        await store.Schema().RunAsync(cancellation);
        await using var database = store.Open();
        using var anchors = new AuditAnchors(database, TimeProvider.System);
        await anchors.LearnAsync(cancellation);
        var loader = new Loader(
            database,
            Configured.Intake(configuration),
            Configured.Writes(database, configuration),
            PlanCatalog.Types,
            TimeProvider.System
        );
        var watch = Stopwatch.StartNew();
        var report = await Progress.ShowAsync(
            "Loading",
            progress => loader.LoadAsync(paths, source, progress, cancellation)
        );
        await anchors.AnchorAsync(null, cancellation);
        await database.AnalyzeAsync(cancellation);
        Print(report, watch.Elapsed);
        return report.Refusals == 0 ? 0 : 1;
    }

    private static void Print(LoadReport report, TimeSpan took)
    {
        var shown = Console.IsOutputRedirected ? report.Refused.Count : Math.Min(report.Refused.Count, MostOnTerminal);
        foreach (var refusal in report.Refused.Take(shown))
            AnsiConsole.MarkupLineInterpolated($"[red]refused[/] {refusal.Where}: {refusal.Reason}");
        if (report.Refusals > shown)
            AnsiConsole.MarkupLineInterpolated($"… and {report.Refusals - shown} more");
        var loaded = report.Created + report.Updated;
        var rate = (loaded + report.Unchanged) / Math.Max(took.TotalSeconds, 0.001);
        AnsiConsole.MarkupLineInterpolated(
            $"[green]loaded {loaded}[/] ({report.Created} new, {report.Updated} changed), unchanged {report.Unchanged}, refused {report.Refusals}; {took.TotalSeconds:F1} s, {rate:F0} a second"
        );
        if (report.Kept.Count > 0)
            Console.WriteLine(
                $"kept {report.Kept.Values.Sum()} facts that others said: {string.Join(", ", report.Kept.Select(static each => $"{each.Value} {each.Key}"))}"
            );
        foreach (var conflict in report.Conflicts.Take(Console.IsOutputRedirected ? int.MaxValue : MostOnTerminal))
            Console.WriteLine(
                $"conflict {conflict.Conflict:D}: {conflict.Type}/{conflict.Resource:D} {conflict.Fact}, said by {conflict.Stands.Code()}{(conflict.IsOpened ? string.Empty : "; it was open before")}"
            );
    }
}
