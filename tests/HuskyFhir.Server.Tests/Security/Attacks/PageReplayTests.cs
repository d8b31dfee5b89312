using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Security.Attacks;

/// <summary>
/// A page link is a place to go on from and no permission: each page is decided anew (attacks 6 and 10).
/// </summary>
public sealed class PageReplayTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Link_Replayed_LeavesOutWhoLeftMeanwhile(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        using var ehr = server.As("ehr-riverbend");
        var second = await plan.CreateAsync(Made.Patient(world.Word, pcp: $"PractitionerRole/{world.OurRole}"));
        var third = await plan.CreateAsync(Made.Patient(world.Word, pcp: $"PractitionerRole/{world.OurRole}"));
        var link = (await ehr.AskAsync($"Patient?family={world.Word}&_count=1"))
            .Expect(HttpStatusCode.OK)
            .Link("next")!;
        Assert.Equal([(string)second["id"]!], (await ehr.AskAsync(link)).Ids);
        second["generalPractitioner"]![0]!["reference"] = $"PractitionerRole/{world.TheirRole}";
        (await plan.PutAsync(second)).Expect(HttpStatusCode.OK);
        Assert.Equal([(string)third["id"]!], (await ehr.AskAsync(link)).Expect(HttpStatusCode.OK).Ids);
        await plan.CreateAsync(Made.OptOut(third.At()));
        Assert.Empty((await ehr.AskAsync(link)).Expect(HttpStatusCode.OK).Ids);
        using var narrow = server.As("ehr-riverbend", "system/Coverage.rs");
        (await narrow.AskAsync(link)).Refused(HttpStatusCode.Forbidden, "scope");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Link_OfAnEmergency_OpensNothingInTheUsualCourse(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        await plan.CreateAsync(Made.RelatedPerson($"Patient/{world.Theirs}", world.Word));
        using var emergency = server.As("ehr-riverbend", purpose: "BTG");
        (string, string) reason = ("X-Access-Reason", "unconscious on arrival");
        var link = (await emergency.AskAsync($"RelatedPerson?patient={world.Theirs}&_count=1", reason))
            .Expect(HttpStatusCode.OK)
            .Link("next")!;
        Assert.Single((await emergency.AskAsync(link, reason)).Expect(HttpStatusCode.OK).Ids);
        (await emergency.AskAsync(link)).Refused(HttpStatusCode.Forbidden, "reason-required");
        using var usual = server.As("ehr-riverbend");
        var replayed = await usual.AskAsync(link, reason);
        Assert.True(replayed.Status != HttpStatusCode.OK || replayed.Entries.Count == 0, replayed.Text);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task History_ThroughALink_IsDecidedAnew(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        using var ehr = server.As("ehr-riverbend");
        var patient = JsonNode.Parse((await plan.AskAsync($"Patient/{world.Ours}")).Body)!.AsObject();
        foreach (var gender in new[] { "male", "other" })
        {
            patient["gender"] = gender;
            (await plan.PutAsync(patient)).Expect(HttpStatusCode.OK);
        }

        var link = (await ehr.AskAsync($"{patient.At()}/_history?_count=1")).Expect(HttpStatusCode.OK).Link("next")!;
        (await ehr.AskAsync(link)).Expect(HttpStatusCode.OK);
        await plan.CreateAsync(Made.OptOut(patient.At()));
        Assert.DoesNotContain(
            world.Word,
            (await ehr.AskAsync(link)).Expect(HttpStatusCode.NotFound).Text,
            StringComparison.Ordinal
        );
    }
}
