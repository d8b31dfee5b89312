using System.CommandLine;

namespace HuskyFhir.Benchmarks.Http;

/// <summary>What a run of <c>http</c> is asked to do.</summary>
/// <param name="Members">Population sizes.</param>
/// <param name="Databases"><c>Sqlite</c>, <c>Postgres</c>.</param>
/// <param name="Connections">Connections of the load, one run each.</param>
/// <param name="Seconds">Length of one measurement.</param>
/// <param name="Rounds">Measurements of each call, of which the median counts.</param>
/// <param name="Load"><c>wrk</c>, <c>own</c>, or null for the cheaper one that is there.</param>
/// <param name="Only">Only calls with this in their name.</param>
/// <param name="Seed">Which members are asked for.</param>
/// <param name="Starts">Starts measured; 0 for none.</param>
/// <param name="Keep">A folder in which loaded databases stay for the next run; null to remove them.</param>
internal sealed record HttpOptions(
    int[] Members,
    string[] Databases,
    int[] Connections,
    int Seconds,
    int Rounds,
    string? Load,
    string? Only,
    int Seed,
    int Starts,
    string? Keep
);

/// <summary><c>http</c>: the running service beside a bare endpoint.</summary>
internal static class HttpCommand
{
    public static Command Make()
    {
        var members = Numbers("--members", "Population sizes.", "10000,100000");
        var connections = Numbers("--connections", "Connections of the load.", "16,1");
        var databases = new Option<string>("--database")
        {
            Description = "sqlite, postgres, or both with a comma.",
            DefaultValueFactory = static _ => "sqlite,postgres",
        };
        var seconds = Number("--seconds", "Seconds of one measurement.", 5);
        var rounds = Number("--rounds", "Measurements of each call; the median counts.", 3);
        var load = new Option<string?>("--load") { Description = "wrk or own; wrk where it is installed." };
        var only = new Option<string?>("--only")
        {
            Description = "Only calls whose name has this in it, such as read.",
        };
        var seed = Number("--seed", "Which members are asked for.", 20261123);
        var starts = Number("--starts", "Starts to measure; 0 for none.", 5);
        var keep = new Option<string?>("--keep")
        {
            Description = "A folder in which the loaded databases stay for the next run.",
        };
        var command = new Command(
            "http",
            "Runs the service and, beside it, a bare endpoint on the same database; prints a Markdown table."
        )
        {
            members,
            connections,
            databases,
            seconds,
            rounds,
            load,
            only,
            seed,
            starts,
            keep,
        };
        command.SetAction(
            (parsed, cancellation) =>
                new HttpRun(
                    new(
                        parsed.GetRequiredValue(members),
                        [
                            .. parsed
                                .GetRequiredValue(databases)
                                .Split(',')
                                .Select(static name =>
                                    name.Equals("sqlite", StringComparison.OrdinalIgnoreCase) ? "Sqlite" : "Postgres"
                                ),
                        ],
                        parsed.GetRequiredValue(connections),
                        parsed.GetRequiredValue(seconds),
                        parsed.GetRequiredValue(rounds),
                        parsed.GetValue(load),
                        parsed.GetValue(only),
                        parsed.GetRequiredValue(seed),
                        parsed.GetRequiredValue(starts),
                        parsed.GetValue(keep)
                    )
                ).RunAsync(cancellation)
        );
        return command;
    }

    private static Option<int> Number(string name, string about, int usual) =>
        new(name) { Description = about, DefaultValueFactory = _ => usual };

    private static Option<int[]> Numbers(string name, string about, string usual) =>
        new(name)
        {
            Description = about,
            DefaultValueFactory = _ => Split(usual),
            CustomParser = static given => Split(given.Tokens[0].Value),
        };

    private static int[] Split(string text) =>
        [
            .. text.Split(',')
                .Select(static number => int.Parse(number, System.Globalization.CultureInfo.InvariantCulture)),
        ];
}
