using System.CommandLine;
using System.Diagnostics;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Security.Leaks;

/// <summary>
/// <c>leaks</c>: the proof over many seeds. Each seed makes a store and asks its share; a finding names what is needed
/// to see it again. Exit code 0 when nothing was found, 1 otherwise.
/// </summary>
internal static class LeaksCommand
{
    public static Task<int> RunAsync(string[] args)
    {
        var seeds = new Option<int>("--seeds")
        {
            Description = "How many seeds.",
            DefaultValueFactory = static _ => 100,
        };
        var from = new Option<int>("--from") { Description = "The first seed." };
        var database = new Option<string>("--database")
        {
            Description = "sqlite or postgres.",
            DefaultValueFactory = static _ => "sqlite",
        };
        database.AcceptOnlyFromAmong("sqlite", "postgres");
        var root = new RootCommand("Tests of HuskyFhir. Without a command they are run as xunit runs them: see -?.");
        var leaks = new Command(
            "leaks",
            "Proves over generated stores that every way of asking shows exactly what reading by id shows. A store follows from its seed."
        )
        {
            seeds,
            from,
            database,
        };
        leaks.SetAction(
            (parsed, cancellation) =>
                RunAsync(
                    parsed.GetValue(from),
                    parsed.GetValue(seeds),
                    parsed.GetValue(database) == "postgres" ? "Postgres" : "Sqlite",
                    cancellation
                )
        );
        root.Add(leaks);
        return root.Parse(args).InvokeAsync();
    }

    private static async Task<int> RunAsync(int from, int count, string database, CancellationToken cancellation)
    {
        var tally = new Tally();
        var watch = Stopwatch.StartNew();
        await using var postgres = new PostgresServer();
        if (database == "Postgres")
            await postgres.InitializeAsync();
        var done = 0;
        // What a seed leaves in the trail is kept, so that now and then the service begins anew.
        while (done < count && !cancellation.IsCancellationRequested)
        {
            await using var server = await HuskyServer.StartAsync(
                database,
                postgres,
                settings: [("Validation:RequireOwnProfiles", "false"), ("Logging:LogLevel:Default", "Error")]
            );
            for (var here = 0; here < 50 && done < count && !cancellation.IsCancellationRequested; here++, done++)
                await SeedAsync(server, tally, from + done, watch);
        }

        Summarize(tally, from, done, database, watch.Elapsed);
        return tally.Findings.Count == 0 ? 0 : 1;
    }

    private static async Task SeedAsync(HuskyServer server, Tally tally, int seed, Stopwatch watch)
    {
        var before = tally.Findings.Count;
        try
        {
            await new LeakProof(server, tally, LeakShare.Usual).RunAsync(seed);
        }
#pragma warning disable CA1031 // a store that cannot be made or asked is a finding too, and the other seeds go on
        catch (Exception fault) when (fault is not OperationCanceledException)
#pragma warning restore CA1031
        {
            tally.Findings.Add(
                new(
                    seed,
                    "-",
                    "-",
                    "the run",
                    $"{fault.Message} {string.Join(' ', (fault.StackTrace ?? string.Empty).Split('\n').Where(static line => line.Contains("Leaks", StringComparison.Ordinal)).Select(static line => line.Trim()).Take(3))}".ReplaceLineEndings(
                        " "
                    )
                )
            );
        }

        foreach (var finding in tally.Findings.Skip(before))
            Console.WriteLine($"LEAK {finding}");
        Console.WriteLine(
            FormattableString.Invariant(
                $"seed {seed}: {tally.Asked} questions, {tally.Compared} rows compared, {tally.Findings.Count} leaks, {watch.Elapsed.TotalSeconds:F0} s"
            )
        );
    }

    private static void Summarize(Tally tally, int from, int count, string database, TimeSpan took)
    {
        Console.WriteLine(
            FormattableString.Invariant(
                $"{database}, seeds {from} to {from + count - 1}, {took.TotalMinutes:F1} min: {tally.Asked} questions, {tally.Compared} rows compared, {tally.Refused} refused to the plan too, {tally.Findings.Count} leaks."
            )
        );
        var conditions = Questions.Conditions.Select(static condition => condition.Label).ToHashSet();
        var covered = tally.Covered.Where(each => conditions.Contains(each.Condition)).ToList();
        var (callers, ways) = (
            covered.Select(static each => each.Caller).Distinct().Count(),
            covered.Select(static each => each.Way).Distinct().Count()
        );
        Console.WriteLine(
            $"Parameters with modifiers, by {callers} callers and {ways} ways of the planner: {covered.Count} of {conditions.Count * callers * ways}. Other kinds of questions: {tally.Covered.Select(static each => each.Condition).Distinct().Count(each => !conditions.Contains(each))}."
        );
        foreach (
            var kind in tally
                .Findings.GroupBy(static finding => $"{finding.Caller}, {finding.Way}: {Kind(finding)}")
                .OrderByDescending(static kind => kind.Count())
                .Take(40)
        )
            Console.WriteLine($"{kind.Count(), 6} {kind.Key}");
    }

    /// <summary>A finding without its ids.</summary>
    private static string Kind(Finding finding) =>
        System.Text.RegularExpressions.Regex.Replace(
            $"{finding.Asked.Split('=', ' ')[0]}: {finding.Told}",
            "[0-9a-f]{8}-[0-9a-f-]{27}|Zz[a-p]{32}",
            "…"
        );
}
