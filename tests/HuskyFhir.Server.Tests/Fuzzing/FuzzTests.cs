using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Fuzzing;

/// <summary>
/// A short run of the fuzzer on each database, by a seed that is printed; <c>dotnet run --project
/// tests/HuskyFhir.Server.Tests -- fuzz</c> is for long ones. What a long run finds becomes a test of its own beside
/// the rule that was missing.
/// </summary>
public sealed class FuzzTests(PostgresServer postgres, ITestOutputHelper output) : OnBoth(postgres)
{
    private const int Requests = 1500;

    protected override bool Alone => true;

    /// <summary>Its own settings say so already.</summary>
    protected override bool Profiles => true;

    protected override (string Name, string Value)[] Settings => FuzzRun.Settings;

    [Theory]
    [InlineData("Sqlite", 20261130)]
    [InlineData("Postgres", 20264130)]
    public async Task Request_OfAnyKind_IsAnsweredBelow500_WithAWholeBody(string database, int seed)
    {
        var figures = new FuzzFigures();
        using (var run = await FuzzRun.OnAsync(await ServerAsync(database)))
            await run.RunAsync(seed, Requests, figures);
        output.WriteLine($"seed {seed}: {figures}");
        Assert.True(figures.Finds.Count == 0, string.Join("\n\n", figures.Finds.Take(5)));
    }
}
