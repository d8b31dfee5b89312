using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Interactions;

/// <summary>The past of what is restricted now.</summary>
public sealed class RestrictedHistoryTests(PostgresServer postgres) : OnBoth(postgres)
{
    protected override bool Alone => true;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task History_OfWhatBecameRestricted_IsHiddenAsAWhole(string database)
    {
        var server = await ServerAsync(database);
        var world = await Security.World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        using var provider = server.As("ehr-riverbend");
        var income = (await plan.AskAsync($"Observation/{world.OurIncome}")).Json;
        var changed = JsonNode.Parse(income.GetRawText())!.AsObject();
        changed["status"] = "amended";
        (await plan.PutAsync(changed)).Expect(HttpStatusCode.OK);
        // As if it had first been stored under a code that is no income.
        await server.ExecuteAsync("UPDATE versions SET restricted = 0");
        (await provider.AskAsync($"Observation/{world.OurIncome}/_history")).Expect(HttpStatusCode.NotFound);
        (await provider.AskAsync($"Observation/{world.OurIncome}/_history/1")).Expect(HttpStatusCode.NotFound);
        Assert.DoesNotContain(
            world.OurIncome,
            (await provider.AskAsync("_history?_count=1000")).Text,
            StringComparison.Ordinal
        );
    }
}
