using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Security.Leaks;

/// <summary>
/// A short run of the proof over generated stores; <c>dotnet run --project tests/HuskyFhir.Server.Tests -- leaks
/// --seeds 1000</c> is a long one.
/// </summary>
public sealed class LeakProofTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const int Seeds = 2;

    protected override bool Alone => true;

    protected override bool Samples => false;

    public static TheoryData<string, int> Runs => new() { { "Sqlite", 20261130 }, { "Postgres", 20261230 } };

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task EveryWayOfAsking_ShowsWhatReadingShows(string database, int from)
    {
        var server = await ServerAsync(database);
        var tally = new Tally();
        for (var seed = from; seed < from + Seeds; seed++)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
            await new LeakProof(server, tally, LeakShare.Usual).RunAsync(seed);
        }

        Assert.True(
            tally.Findings.Count == 0,
            string.Join(Environment.NewLine, tally.Findings.Take(10))
                + $"{Environment.NewLine}({tally.Findings.Count} in all)"
        );
        Assert.True(
            tally.Asked > 1000 && tally.Compared > 1000,
            $"{tally.Asked} questions compared {tally.Compared} rows."
        );
    }
}
