using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Security.Leaks;

/// <summary>
/// Random members, decisions and callers: by every interaction and operation that the CapabilityStatement declares, no
/// byte of an outsider is told, and nothing of an insider is missing, by a plain model of the policy.
/// </summary>
public sealed class LeakTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const int Size = 16;

    protected override bool Alone => true;

    protected override bool Samples => false;

    public static TheoryData<string, int> Runs => new() { { "Sqlite", 11 }, { "Postgres", 13 } };

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task EveryInteraction_TellsWhatThePolicyAllows_AndNoMore(string database, int seed)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var world = new LeakWorld(plan, new(seed));
        await world.MakeAsync(Size, "1999900016", "1999900024");
        // A client's organisation is remembered for some seconds.
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        foreach (
            var caller in new[]
            {
                new Onlooker("ehr-riverbend", "provider", world.Organization(0), "system/*.rs"),
                new Onlooker("ehr-harbor", "provider", world.Organization(1), "system/*.rs"),
                new Onlooker("dss", "agency", null, "system/*.rs"),
                new Onlooker("plan-admin", "plan", null, "system/*.cruds"),
            }
        )
        {
            using var http = server.As(caller.Client, caller.Scope);
            var walk = new LeakWalk(http, plan, world, caller);
            await walk.LooksAsync();
            await walk.SearchesAsync();
            await walk.HistoriesAsync();
            await walk.OperationsAsync();
            await walk.BundlesAsync();
            Assert.True(
                walk.Faults.Count == 0,
                $"seed {seed}, {caller.Client}: {string.Join("; ", walk.Faults.Take(10))} ({walk.Faults.Count} in all)"
            );
            Assert.True(walk.Calls > 100, "The walk made few calls.");
        }
    }
}
