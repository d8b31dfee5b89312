using System.CommandLine;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Fuzzing;

/// <summary>
/// <c>fuzz --requests N --seed S --database Sqlite|Postgres</c>: a long run of the fuzzer. Ends with 1 when it found
/// something.
/// </summary>
internal static class FuzzCommand
{
    public static Task<int> RunAsync(string[] args)
    {
        var requests = new Option<int>("--requests")
        {
            Description = "How many requests to send.",
            DefaultValueFactory = static _ => 10_000,
        };
        var seed = new Option<int>("--seed")
        {
            Description = "Request n is made from the seed plus n; a find tells its own.",
            DefaultValueFactory = static _ => 1,
        };
        var database = new Option<string>("--database")
        {
            Description = "Sqlite or Postgres.",
            DefaultValueFactory = static _ => "Sqlite",
        };
        var command = new RootCommand(
            "Sends made requests, valid, nearly valid and hostile, to the service, and looks at every answer."
        )
        {
            new Command("fuzz", "A long run.") { requests, seed, database },
        };
        command
            .Subcommands[0]
            .SetAction(
                (parsed, _) => RunAsync(parsed.GetValue(requests), parsed.GetValue(seed), parsed.GetValue(database)!)
            );
        return command.Parse(args).InvokeAsync();
    }

    private static async Task<int> RunAsync(int requests, int seed, string database)
    {
        await using var postgres = new PostgresServer();
        await postgres.InitializeAsync();
        await using var server = await HuskyServer.StartAsync(database, postgres, samples: true, FuzzRun.Settings);
        using var run = await FuzzRun.OnAsync(server);
        var figures = new FuzzFigures();
        for (var done = 0; done < requests; done += 1000)
        {
            var told = figures.Finds.Count;
            await run.RunAsync(seed + done, Math.Min(1000, requests - done), figures);
            foreach (var find in figures.Finds.Skip(told))
                Console.WriteLine($"FIND {find}\n");
            Console.WriteLine($"{database}, seeds {seed} to {seed + figures.Requests - 1}: {figures}");
        }

        return figures.Finds.Count == 0 ? 0 : 1;
    }
}
