using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Security;

/// <summary>Which rows a client sees (attacks 1, 2, 5, 10 of the security reference; 45 CFR 164.308(a)(4)).</summary>
public sealed class ViewTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const string NoOne = "01900000-0000-7000-8000-00000000000f";

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Provider_OutsideItsMembers_GetsTheAnswerForTheUnknown(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var ehr = server.As("ehr-riverbend");
        foreach (
            var (type, id) in new[]
            {
                ("Patient", world.Theirs),
                ("Coverage", world.TheirCoverage),
                ("RelatedPerson", world.TheirRelative),
            }
        )
        {
            foreach (
                var address in new[]
                {
                    $"{type}/ID",
                    $"{type}/ID/_history",
                    $"{type}/ID/_history/1",
                    $"{type}/ID/_history/2",
                    $"{type}?_id=ID",
                    $"{type}?_id=ID&_count=0",
                    $"{type}?_id=ID&_total=accurate&_sort=-_id",
                }
            )
            {
                var outside = await ehr.AskAsync(address.Replace("ID", id, StringComparison.Ordinal));
                var unknown = await ehr.AskAsync(address.Replace("ID", NoOne, StringComparison.Ordinal));
                Assert.Equal(unknown.Status, outside.Status);
                Assert.Equal(Normal(unknown.Text), Normal(outside.Text.Replace(id, NoOne, StringComparison.Ordinal)));
                Assert.Equal(unknown.Header("ETag"), outside.Header("ETag"));
                Assert.Equal(unknown.Header("Last-Modified"), outside.Header("Last-Modified"));
            }
        }

        (await ehr.AskAsync($"Patient/{world.Ours}")).Expect(HttpStatusCode.OK);
        Assert.Equal(
            [world.Ours],
            (await ehr.AskAsync($"Patient?name={world.Word}&_count=0&_total=accurate")).Total == 1
                ? (await ehr.AskAsync($"Patient?name={world.Word}")).Ids
                : []
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Provider_BySearchOfEveryShape_SeesOnlyItsMembers(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var ehr = server.As("ehr-riverbend");
        foreach (
            var query in new[]
            {
                $"Patient?name={world.Word}",
                $"Patient?name={world.Word}&_sort=-birthdate",
                $"Patient?family:contains={world.Word[4..]}",
                $"Patient?family={world.Word}&gender:not=male",
                $"Patient?family={world.Word}&death-date:missing=true",
                $"Patient?_id={world.Ours},{world.Theirs}",
                $"Patient?_id:not={world.Theirs}&name={world.Word}",
            }
        )
            Assert.Equal([world.Ours], (await ehr.AskAsync(query)).Expect(HttpStatusCode.OK).Ids);
        Assert.Equal(0, (await ehr.AskAsync($"Patient?_id:not={world.Ours}&name={world.Word}")).Total);
        Assert.Equal(0, (await ehr.AskAsync($"Coverage?patient={world.Theirs}")).Total);
        Assert.Equal(1, (await ehr.AskAsync($"Coverage?patient={world.Ours}")).Total);
        Assert.Equal(0, (await ehr.AskAsync($"RelatedPerson?patient={world.Theirs}")).Total);
        Assert.Equal(0, (await ehr.AskAsync($"Patient?general-practitioner=PractitionerRole/{world.TheirRole}")).Total);
        var all = await Searching.PagingTests.PagesAsync(ehr, "Patient?_count=5&_sort=name");
        Assert.Contains(world.Ours, all);
        Assert.DoesNotContain(world.Theirs, all);
        Assert.Equal(all.Count, (await ehr.AskAsync("Patient?_count=0")).Total);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Income_IsNeverShownToProviders(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var ehr = server.As("ehr-riverbend");
        using var dss = server.As("dss");
        foreach (
            var address in new[]
            {
                $"Observation/{world.OurIncome}",
                $"Observation/{world.OurIncome}/_history",
                $"Observation/{world.OurIncome}/_history/1",
            }
        )
        {
            (await ehr.AskAsync(address)).Refused(HttpStatusCode.NotFound, "unknown-id");
            (await dss.AskAsync(address)).Expect(HttpStatusCode.OK);
        }

        foreach (
            var query in new[]
            {
                $"Observation?patient={world.Ours}",
                $"Observation?_id={world.OurIncome}",
                "Observation?code=household-income",
                "Observation?code=household-income&_count=0",
                "Observation?value-quantity=gt0&_sort=-value-quantity",
            }
        )
            Assert.Equal(0, (await ehr.AskAsync(query)).Expect(HttpStatusCode.OK).Total);
        // Whether a directive exists is the one other thing that is kept as an observation.
        var flags = (await ehr.AskAsync("Observation?code=http://loinc.org|45473-6&_count=0"))
            .Expect(HttpStatusCode.OK)
            .Total;
        foreach (var query in new[] { "Observation", "Observation?_count=0", "Observation?category:missing=false" })
            Assert.Equal(flags, (await ehr.AskAsync(query)).Expect(HttpStatusCode.OK).Total);
        Assert.Equal(1, (await dss.AskAsync($"Observation?patient={world.Ours}")).Total);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ProviderAndAgency_ReadButDoNotWrite(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        foreach (var client in new[] { "ehr-riverbend", "dss" })
        {
            using var http = server.As(client, "system/*.cruds");
            var patient = JsonNode
                .Parse((await http.AskAsync($"Patient/{world.Ours}")).Expect(HttpStatusCode.OK).Body)!
                .AsObject();
            (await http.PutAsync(patient)).Refused(HttpStatusCode.Forbidden, "policy");
            (await http.PostAsync(Made.Patient(world.Word))).Refused(HttpStatusCode.Forbidden, "policy");
            (await http.PostAsync(Made.Patient(world.Word), ("If-None-Exist", $"name={world.Word}"))).Refused(
                HttpStatusCode.Forbidden,
                "policy"
            );
            (await http.RemoveAsync($"RelatedPerson/{world.TheirRelative}")).Refused(
                HttpStatusCode.Forbidden,
                "policy"
            );
            (await http.RemoveAsync($"Patient/{world.Ours}")).Refused(HttpStatusCode.Forbidden, "policy");
        }

        using var dss = server.As("dss");
        Assert.Equal(2, (await dss.AskAsync($"Patient?name={world.Word}")).Total);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ChangeOfPcp_MovesTheMemberOnTheNextRequest(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        using var riverbend = server.As("ehr-riverbend");
        using var harbor = server.As("ehr-harbor");
        var patient = JsonNode.Parse((await plan.AskAsync($"Patient/{world.Ours}")).Body)!.AsObject();
        foreach (
            var (role, sees, blind) in new[]
            {
                (world.TheirRole, harbor, riverbend),
                (world.OurRole, riverbend, harbor),
                (null, null, riverbend),
            }
        )
        {
            if (role is null)
                patient.Remove("generalPractitioner");
            else
                patient["generalPractitioner"]![0]!["reference"] = $"PractitionerRole/{role}";
            (await plan.PutAsync(patient)).Expect(HttpStatusCode.OK);
            if (sees is not null)
            {
                (await sees.AskAsync(patient.At())).Expect(HttpStatusCode.OK);
                (await sees.AskAsync(patient.At() + "/_history/1")).Expect(HttpStatusCode.OK);
                Assert.Equal(1, (await sees.AskAsync($"Coverage?patient={world.Ours}")).Total);
            }

            (await blind.AskAsync(patient.At())).Refused(HttpStatusCode.NotFound, "unknown-id");
            (await blind.AskAsync(patient.At() + "/_history/1")).Refused(HttpStatusCode.NotFound, "unknown-id");
            Assert.Equal(0, (await blind.AskAsync($"Coverage?patient={world.Ours}")).Total);
        }

        (await harbor.AskAsync(patient.At())).Refused(HttpStatusCode.NotFound, "unknown-id");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ChangeOfTheRolesOrganization_MovesItsMembersOnTheNextRequest(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        using var riverbend = server.As("ehr-riverbend");
        using var harbor = server.As("ehr-harbor");
        var role = JsonNode.Parse((await plan.AskAsync($"PractitionerRole/{world.OurRole}")).Body)!.AsObject();
        role["organization"]!["reference"] = $"Organization/{world.Harbor}";
        (await plan.PutAsync(role)).Expect(HttpStatusCode.OK);
        (await riverbend.AskAsync($"Patient/{world.Ours}")).Refused(HttpStatusCode.NotFound, "unknown-id");
        (await harbor.AskAsync($"Patient/{world.Ours}")).Expect(HttpStatusCode.OK);
        role.Remove("organization");
        role["practitioner"] = new JsonObject { ["display"] = "someone" };
        (await plan.PutAsync(role)).Expect(HttpStatusCode.OK);
        (await harbor.AskAsync($"Patient/{world.Ours}")).Refused(HttpStatusCode.NotFound, "unknown-id");
    }

    /// <summary>Bundles differ in their id and instant alone.</summary>
    private static string Normal(string text) =>
        System.Text.RegularExpressions.Regex.Replace(
            text,
            "\"id\":\"[^\"]*\",\"meta\":\\{\"lastUpdated\":\"[^\"]*\"",
            string.Empty
        );
}
