using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hl7.Fhir.Serialization;
using HuskyFhir.Server.Tests.Running;
using HuskyFhir.Server.Tests.Security;
using HuskyFhir.Validation;
using Microsoft.Extensions.DependencyInjection;

namespace HuskyFhir.Server.Tests.Disclosures;

/// <summary>
/// Every write by a client leaves a Provenance, seen by whoever sees what was written (R4 section 6.3).
/// </summary>
public sealed class ProvenanceTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task EachWrite_LeavesOne_OfItsVersion(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var location = await plan.CreateAsync(Made.Location(Made.Word()));
        location["name"] = Made.Word();
        (await plan.PutAsync(location)).Expect(HttpStatusCode.OK);
        (await plan.PutAsync(location)).Expect(HttpStatusCode.OK); // nothing changed, nothing to tell
        await plan.RemoveAsync(location.At());
        await plan.RemoveAsync(location.At());
        var told = (await plan.AskAsync($"Provenance?target={location.At()}&_sort=_id"))
            .Expect(HttpStatusCode.OK)
            .Entries.Select(static entry => entry.GetProperty("resource"))
            .ToList();
        Assert.Equal(
            ["CREATE 1", "UPDATE 2", "DELETE 3"],
            told.Select(static each =>
                $"{each.GetProperty("activity").GetProperty("coding")[0].GetProperty("code")} {each.GetProperty("target")[0].GetProperty("reference").GetString()!.Split('/')[^1]}"
            )
        );
        var engine = server.Services.GetRequiredService<ProfileValidator>();
        foreach (var each in told)
        {
            var report = engine.Validate(new FhirJsonDeserializer().DeserializeResource(each.GetRawText()), []);
            Assert.True(
                report.Valid,
                string.Join("; ", report.Issues.Select(static issue => $"{issue.Expression}: {issue.Text}"))
            );
            Assert.Equal(
                "plan-admin",
                each.GetProperty("agent")[0]
                    .GetProperty("who")
                    .GetProperty("identifier")
                    .GetProperty("value")
                    .GetString()
            );
        }

        Assert.Equal(
            3,
            (
                await plan.AskAsync($"Provenance?target={location.At()}&agent:identifier=plan-admin&_total=accurate")
            ).Total
        );
        Assert.Equal(
            0,
            (
                await plan.AskAsync($"Provenance?target={location.At()}&agent:identifier=ehr-riverbend&_total=accurate")
            ).Total
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Revinclude_ShowsThem_AndAProviderSeesThoseOfItsMembersAlone(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        using var ehr = server.As("ehr-riverbend");
        Assert.Equal(2, (await plan.AskAsync($"Patient?_id={world.Ours}&_revinclude=Provenance:target")).Entries.Count);
        Assert.Equal(2, (await ehr.AskAsync($"Patient?_id={world.Ours}&_revinclude=Provenance:target")).Entries.Count);
        Assert.Equal(
            1,
            (await ehr.AskAsync($"Provenance?patient={world.Ours}&target=Patient/{world.Ours}&_total=accurate")).Total
        );
        Assert.Equal(0, (await ehr.AskAsync($"Provenance?patient={world.Theirs}&_total=accurate")).Total);
        // Income is restricted, and so is what tells of it.
        Assert.Equal(
            1,
            (await plan.AskAsync($"Provenance?target=Observation/{world.OurIncome}&_total=accurate")).Total
        );
        Assert.Equal(0, (await ehr.AskAsync($"Provenance?target=Observation/{world.OurIncome}&_total=accurate")).Total);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Transaction_LeavesOneForEachMember_WithTheRequestAsItsSource(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var (first, second, payor) = (
            await plan.CreateAsync(Made.Patient(Made.Word())),
            await plan.CreateAsync(Made.Patient(Made.Word())),
            await plan.CreateAsync(Made.Organization(Made.Word()))
        );
        var made = (
            await plan.TransactAsync(
                Running.Bundles.Entry("POST", "Coverage", Made.Coverage(first.At(), payor.At())),
                Running.Bundles.Entry("POST", "RelatedPerson", Made.RelatedPerson(first.At(), Made.Word())),
                Running.Bundles.Entry("POST", "Coverage", Made.Coverage(second.At(), payor.At()))
            )
        ).Expect(HttpStatusCode.OK);
        var places = made
            .Entries.Select(static entry =>
                string.Join('/', entry.GetProperty("response").GetProperty("location").GetString()!.Split('/')[^4..])
            )
            .ToList();
        var told = new List<JsonElement>();
        foreach (var member in new[] { first, second })
            told.Add(
                Assert
                    .Single((await plan.AskAsync($"Provenance?patient={member.At()}&_sort=-_id&_count=1")).Entries)
                    .GetProperty("resource")
            );
        Assert.Equal(
            [$"{places[0]} {places[1]}", places[2]],
            told.Select(static each =>
                string.Join(
                    ' ',
                    each.GetProperty("target")
                        .EnumerateArray()
                        .Select(static target => target.GetProperty("reference").GetString())
                )
            )
        );
        Assert.All(
            told,
            each =>
                Assert.Equal(
                    made.Header("X-Request-Id"),
                    each.GetProperty("entity")[0]
                        .GetProperty("what")
                        .GetProperty("identifier")
                        .GetProperty("value")
                        .GetString()
                )
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Header_TellsInTheClientsWords(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var doctor = await plan.CreateAsync(Made.Practitioner(Made.Word(), Made.Npi()));
        var clinic = await plan.CreateAsync(Made.Organization(Made.Word()));
        JsonObject Said()
        {
            var said = Made.Provenance("Patient/x");
            said.Remove("target");
            said["agent"]![0]!["who"] = new JsonObject { ["reference"] = doctor.At() };
            said["agent"]![0]!["onBehalfOf"] = new JsonObject { ["reference"] = clinic.At() };
            return said;
        }

        var member = (await plan.PostAsync(Made.Patient(Made.Word()), ("X-Provenance", Said().ToJsonString()))).Expect(
            HttpStatusCode.Created
        );
        var told = Assert
            .Single((await plan.AskAsync($"Provenance?target=Patient/{member.Id}")).Entries)
            .GetProperty("resource");
        Assert.Equal(doctor.At(), told.GetProperty("agent")[0].GetProperty("who").GetProperty("reference").GetString());
        Assert.Equal("plan-admin", told.GetProperty("agent")[1].GetProperty("who").GetProperty("display").GetString());
        Assert.Equal(
            1,
            (await plan.AskAsync($"Provenance?agent={doctor.At()}&patient=Patient/{member.Id}&_total=accurate")).Total
        );

        var stranger = Said();
        stranger["agent"]![0]!["who"]!["reference"] = $"Practitioner/{Guid.NewGuid():D}";
        (await plan.PostAsync(Made.Patient(Made.Word()), ("X-Provenance", stranger.ToJsonString()))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "reference-unknown"
        );
        (
            await plan.PostAsync(
                Made.Patient(Made.Word()),
                ("X-Provenance", Made.Provenance("Patient/x").ToJsonString())
            )
        ).Refused(HttpStatusCode.BadRequest, "provenance-header");
        (await plan.PostAsync(Made.Patient(Made.Word()), ("X-Provenance", "{"))).Expect(HttpStatusCode.BadRequest);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task OneSentByTheClient_FollowsItsTargets(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        using var ehr = server.As("ehr-riverbend");
        var ours = await plan.CreateAsync(Made.Provenance($"Patient/{world.Ours}"));
        var income = await plan.CreateAsync(Made.Provenance($"Observation/{world.OurIncome}/_history/1"));
        var theirs = await plan.CreateAsync(Made.Provenance($"Coverage/{world.TheirCoverage}"));
        (await ehr.AskAsync(ours.At())).Expect(HttpStatusCode.OK);
        (await ehr.AskAsync(income.At())).Expect(HttpStatusCode.NotFound);
        (await ehr.AskAsync(theirs.At())).Expect(HttpStatusCode.NotFound);
        var both = Made.Provenance($"Patient/{world.Ours}");
        both["target"]!.AsArray().Add(new JsonObject { ["reference"] = $"Patient/{world.Theirs}" });
        (await plan.PostAsync(both)).Refused(HttpStatusCode.UnprocessableEntity, "several-members");
        (await plan.PostAsync(Made.Provenance($"Patient/{Guid.NewGuid():D}"))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "reference-unknown"
        );
        (await plan.RemoveAsync(ours.At())).Expect(HttpStatusCode.MethodNotAllowed);
    }
}
