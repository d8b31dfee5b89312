using System.Net;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Security.Attacks;

/// <summary>An organisation's panel is its own, by whatever key it is asked for.</summary>
public sealed class OthersPanelTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task APanel_IsShownToItsOrganisation_AndToNoOther(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        using var harbor = server.As("ehr-harbor");
        using var riverbend = server.As("ehr-riverbend");
        using var agency = server.As("dss");
        var clinic = (await plan.AskAsync("Organization?identifier=1999900016")).Ids[0];
        var panel = (await plan.AskAsync($"Group?managing-entity=Organization/{clinic}"))
            .Expect(HttpStatusCode.OK)
            .Ids.Single();
        var key = (await plan.AskAsync($"Group/{panel}"))
            .Json.GetProperty("identifier")[0]
            .GetProperty("value")
            .GetString();
        (await harbor.AskAsync($"Group/{panel}")).Refused(HttpStatusCode.NotFound, "unknown-id");
        foreach (
            var query in new[]
            {
                $"identifier={key}",
                $"identifier={key}&_sort=_lastUpdated",
                $"managing-entity=Organization/{clinic}",
                $"managing-entity={clinic}",
                $"member=Patient/{world.Ours}",
                $"member={world.Ours}&type=person",
                $"_id={panel}",
                $"managing-entity.name=river&_id={panel}",
                "type=person",
                $"identifier={key}&_summary=count",
                $"member.family={world.Word}",
            }
        )
        {
            Assert.Equal(
                (query, 1),
                (query, (await riverbend.AskAsync($"Group?{query}")).Expect(HttpStatusCode.OK).Total)
            );
            var theirs = (await harbor.AskAsync($"Group?{query}")).Expect(HttpStatusCode.OK);
            Assert.DoesNotContain(
                panel,
                theirs.Text.Replace($"_id={panel}", string.Empty, StringComparison.Ordinal),
                StringComparison.Ordinal
            );
            Assert.DoesNotContain(
                world.Ours,
                theirs
                    .Text.Replace($"={world.Ours}", string.Empty, StringComparison.Ordinal)
                    .Replace($"Patient/{world.Ours}&", string.Empty, StringComparison.Ordinal)
                    .Replace($"Patient%2F{world.Ours}", string.Empty, StringComparison.Ordinal),
                StringComparison.Ordinal
            );
            (await agency.AskAsync($"Group?{query}")).Refused(HttpStatusCode.Forbidden, "policy");
        }

        foreach (
            var reverse in new[]
            {
                $"Organization?_id={clinic}&_revinclude=Group:managing-entity",
                $"Organization?_id={clinic}&_has:Group:managing-entity:identifier={key}&_revinclude=Group:managing-entity",
                "Group/_history",
            }
        )
            Assert.DoesNotContain(
                panel,
                (await harbor.AskAsync(reverse)).Expect(HttpStatusCode.OK).Text,
                StringComparison.Ordinal
            );
        Assert.Equal(
            0,
            (await harbor.AskAsync($"Organization?_id={clinic}&_has:Group:managing-entity:identifier={key}")).Total
        );
    }
}
