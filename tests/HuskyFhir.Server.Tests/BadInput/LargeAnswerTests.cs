using System.Net;
using HuskyFhir.Server.Tests.Running;
using static HuskyFhir.Server.Tests.Running.Bundles;

namespace HuskyFhir.Server.Tests.BadInput;

/// <summary>Looks in a Bundle whose answers together would be too large.</summary>
public sealed class LargeAnswerTests(PostgresServer postgres) : OnBoth(postgres)
{
    protected override (string Name, string Value)[] Settings => [("Http:MaxBundleAnswerBytes", "65536")];

    [Fact]
    public async Task Bundle_OfManyLargeLooks_LooksNoFurtherAndStillWrites()
    {
        using var plan = (await ServerAsync("Sqlite")).As("plan-admin");
        var name = Made.Word();
        var looks = Enumerable.Range(0, 60).Select(static _ => Entry("GET", "metadata")).ToArray();
        var batch = (await plan.BatchAsync([.. looks, Post(Made.Location(name))])).Expect(HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.OK, batch.Statuses()[0]);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, batch.Statuses()[^2]);
        Assert.Equal(HttpStatusCode.Created, batch.Statuses()[^1]);
        var transaction = (
            await plan.TransactAsync([
                .. looks.Select(static look => (System.Text.Json.Nodes.JsonObject)look.DeepClone()),
                Post(Made.Location(name)),
            ])
        ).Expect(HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, transaction.Statuses()[^2]);
        Assert.Equal(2, (await plan.AskAsync($"Location?name={name}")).Total);
    }
}
