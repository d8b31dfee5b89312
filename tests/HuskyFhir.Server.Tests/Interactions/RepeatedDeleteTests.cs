using System.Net;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Interactions;

/// <summary>Deleting twice within one tick of the clock, as two callers at once may.</summary>
public sealed class RepeatedDeleteTests(PostgresServer postgres) : OnBoth(postgres)
{
    protected override bool Alone => true;

    protected override bool Samples => false;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Delete_TwiceInTheSameMillisecond_KeepsOneDeletion(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        server.Clock.AutoAdvanceAmount = TimeSpan.Zero;
        var site = await plan.CreateAsync(Made.Location(Made.Word()));
        (await plan.RemoveAsync(site.At())).Expect(HttpStatusCode.NoContent);
        (await plan.RemoveAsync(site.At())).Expect(HttpStatusCode.NoContent);
        Assert.Equal(2, (await plan.AskAsync(site.At() + "/_history")).Total);
        Assert.Equal(
            2,
            (
                await server.QueryAsync(
                    "SELECT version FROM changes WHERE resource = $1",
                    static row => row.Long(0),
                    Guid.Parse((string)site["id"]!)
                )
            ).Count
        );
    }
}
