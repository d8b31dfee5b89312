using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Core.Terms;
using HuskyFhir.Server.Jobs;
using HuskyFhir.Server.Tests.PcpAssignments;
using HuskyFhir.Server.Tests.Running;
using static HuskyFhir.Server.Tests.Requests.Asked;

namespace HuskyFhir.Server.Tests.Requests;

/// <summary>Rights over the record: what is granted takes effect, and is handed over.</summary>
public sealed class RightsTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Restriction_ThatIsGranted_BindsTheNextQuery(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var riverbend = server.As("ehr-riverbend");
        var organization = "Organization/" + (await plan.AskAsync("Organization?identifier=1999900016")).Ids[0];
        var member = await MemberAsync(plan, pcp: await Practice.RoleAsync(plan, organization));
        (await plan.PostAsync(For("restriction", member))).Refused(HttpStatusCode.UnprocessableEntity, "input-missing");
        var task = await MovedAsync(
            plan,
            (
                await plan.CreateAsync(
                    For("restriction", member, Text("restriction-asked", "Not to that practice"), True("self-pay"))
                )
            ).To("in-progress")
        );
        Assert.Equal("2026-12-23", Due(task));
        (await plan.PutAsync(task.To("rejected", reason: "accurate"))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "self-pay-restriction"
        );
        (await plan.PutAsync(task.To("accepted", "granted"))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "restriction-unclear"
        );
        (await riverbend.AskAsync(member)).Expect(HttpStatusCode.OK);
        task = await MovedAsync(plan, task.To("accepted", "granted").In(Link("provider", organization)));
        Assert.Equal(("completed", "done"), State(task));
        var consent = await Asked.ReadAsync(plan, (string)Output(task, "consent")!["valueReference"]!["reference"]!);
        Assert.Equal(
            ("active", "hipaa-self-pay", "deny"),
            (
                (string?)consent["status"],
                (string?)consent["policyRule"]!["coding"]![0]!["code"],
                (string?)consent["provision"]!["type"]
            )
        );
        (await riverbend.AskAsync(member)).Expect(HttpStatusCode.NotFound);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ConfidentialAddress_ThatIsGranted_IsThePlansAlone(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var riverbend = server.As("ehr-riverbend");
        var organization = "Organization/" + (await plan.AskAsync("Organization?identifier=1999900016")).Ids[0];
        var member = await MemberAsync(plan, pcp: await Practice.RoleAsync(plan, organization));
        var (street, phone) = (Made.Word(), "860-555-0142");
        var task = await plan.CreateAsync(
            For(
                "confidential-communication",
                member,
                With(
                    "alternate-address",
                    "valueAddress",
                    JsonNode.Parse($$"""{"line":["{{street}}"],"city":"Hartford","state":"CT"}""")!
                ),
                With(
                    "alternate-contact",
                    "valueContactPoint",
                    JsonNode.Parse($$"""{"system":"phone","value":"{{phone}}"}""")!
                ),
                True("endangerment")
            )
        );
        (await plan.PutAsync(task.To("rejected", reason: "accurate"))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "endangerment"
        );
        task = await MovedAsync(plan, (await MovedAsync(plan, task.To("received"))).To("accepted", "granted"));
        Assert.Equal(("completed", "done"), State(task));
        Assert.Contains(street, (await plan.AskAsync(member)).Text);
        var seen = (await riverbend.AskAsync(member)).Expect(HttpStatusCode.OK).Text;
        Assert.DoesNotContain(street, seen);
        Assert.DoesNotContain(phone, seen);
        (await riverbend.AskAsync(task.At())).Expect(HttpStatusCode.NotFound);
        Assert.Equal(0, (await riverbend.AskAsync($"Task?patient={member}")).Total);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Access_ThatIsGranted_HandsOverTheRecord(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var riverbend = server.As("ehr-riverbend", purpose: "BTG");
        riverbend.DefaultRequestHeaders.Add("X-Access-Reason", "Unconscious in the emergency room");
        var member = await MemberAsync(plan);
        var note = Made.Document(member, "current", "11488-4", "2026-01-01", null);
        note["meta"] = JsonNode.Parse(
            """{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"PSYTHPN"}]}"""
        );
        note["description"] = Made.Word();
        await plan.CreateAsync(note);
        await plan.CreateAsync(Made.Income(member, 1234));
        var task = await plan.CreateAsync(For("records-access", member));
        (await plan.PutAsync(task.To("rejected", reason: "accurate"))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "refusal-ground"
        );
        task = await MovedAsync(plan, (await MovedAsync(plan, task.To("in-progress"))).To("accepted", "granted"));
        Assert.Equal(("completed", "done"), State(task));
        var document = await Asked.ReadAsync(plan, (string)Output(task, "records")!["valueReference"]!["reference"]!);
        var file = (
            await plan.AskAsync(
                (string)document["content"]![0]!["attachment"]!["url"]!,
                ("Accept", "application/fhir+ndjson")
            )
        ).Expect(HttpStatusCode.OK);
        var entries = JsonNode.Parse(file.Text)!["entry"]!
            .AsArray()
            .Select(static entry => (string)entry!["resource"]!["resourceType"]!)
            .ToList();
        Assert.Contains("Patient", entries);
        Assert.Contains("Coverage", entries);
        Assert.Contains("Observation", entries);
        Assert.DoesNotContain((string)note["description"]!, file.Text);
        (await riverbend.AskAsync(document.At())).Expect(HttpStatusCode.NotFound);
        (await riverbend.AskAsync((string)document["content"]![0]!["attachment"]!["url"]!)).Expect(
            HttpStatusCode.NotFound
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Accounting_ThatIsGranted_IsMadeByTheJob(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var riverbend = server.As("ehr-riverbend");
        var organization = "Organization/" + (await plan.AskAsync("Organization?identifier=1999900016")).Ids[0];
        var member = await MemberAsync(plan, pcp: await Practice.RoleAsync(plan, organization));
        (await riverbend.AskAsync(member)).Expect(HttpStatusCode.OK);
        var task = await MovedAsync(
            plan,
            (await plan.CreateAsync(For("disclosure-accounting", member))).To("in-progress")
        );
        (await plan.PutAsync(task.To("rejected", reason: "accurate"))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "accounting-not-refused"
        );
        task = await MovedAsync(plan, task.To("accepted", "granted"));
        Assert.Equal(("accepted", "granted"), State(task));
        var job = JobList.Find("accountings")!;
        await job.Run(server.Services, "test", TestContext.Current.CancellationToken);
        task = await Asked.ReadAsync(plan, task.At());
        Assert.Equal(("completed", "done"), State(task));
        var document = await Asked.ReadAsync(
            plan,
            (string)Output(task, "accounting")!["valueReference"]!["reference"]!
        );
        var file = (
            await plan.AskAsync(
                (string)document["content"]![0]!["attachment"]!["url"]!,
                ("Accept", "application/fhir+ndjson")
            )
        ).Expect(HttpStatusCode.OK);
        Assert.Equal(
            (await plan.AskAsync($"{member}/$disclosures")).Entries.Count,
            JsonNode.Parse(file.Text)!["entry"]?.AsArray().Count ?? 0
        );
        await job.Run(server.Services, "test", TestContext.Current.CancellationToken);
        Assert.Equal(
            (string?)task["meta"]!["versionId"],
            (string?)(await Asked.ReadAsync(plan, task.At()))["meta"]!["versionId"]
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Amendment_IsLinkedToWhatItCorrects_AndItsRefusalToTheDisagreement(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var member = await MemberAsync(plan);
        var task = Correction("medRecCxReq", member);
        task = await plan.CreateAsync(task);
        Assert.Equal((("requested", "queued"), null, "2027-01-22"), (State(task), Due(task), DueDay(task)));
        task = await MovedAsync(plan, task.To("in-progress", "in-review"));
        (await plan.PutAsync(task.To("rejected", "denied", "access-reviewable"))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "refusal-ground"
        );
        (await plan.PostAsync(Follows(Correction("medRecCxDenialDisagree", member), task.At()))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "follows-too-soon"
        );
        var denied = await MovedAsync(plan, task.To("rejected", "denied", "accurate"));
        var disagreement = await plan.CreateAsync(Follows(Correction("medRecCxDenialDisagree", member), denied.At()));
        disagreement = await MovedAsync(plan, disagreement.To("in-progress", "in-review"));
        (await plan.PutAsync(disagreement.To("rejected", "denied", "accurate"))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "disagreement-not-refused"
        );
        var logged = disagreement
            .To("completed", "disagreement-logged")
            .Out(
                With(
                    "medRecCxReqResolution",
                    "valueString",
                    "It is with the record.",
                    Corrections + "PatientCorrectionOutputTypes"
                )
            );
        (await plan.PutAsync(logged)).Refused(HttpStatusCode.UnprocessableEntity, "amendment-unlinked");
        logged = await MovedAsync(plan, logged.About(member));
        Assert.Equal(("completed", "disagreement-logged"), State(logged));
        var statement = Assert.Single(
            (await plan.AskAsync($"DocumentReference?patient={member}&category=disagreement-statement")).Ids
        );
        Assert.Single((await plan.AskAsync($"Provenance?target={member}&entity=DocumentReference/{statement}")).Ids);
    }

    private static JsonObject Correction(string code, string member)
    {
        var task = For(
            code,
            member,
            With(code, "valueString", "My birth date is wrong.", Corrections + "PatientCorrectionCommunicationTypes")
        );
        task["code"]!["coding"]![0]!["system"] = Corrections + "PatientCorrectionTaskTypes";
        return task;
    }

    private static JsonObject Follows(JsonObject task, string earlier)
    {
        task["reasonReference"] = Asked.Reference(earlier);
        return task;
    }

    private static string? DueDay(JsonObject task) =>
        (string?)
            task["extension"]!
                .AsArray()
                .First(static each => (string?)each!["url"] == Systems.Base + "/StructureDefinition/husky-due-date")![
                "valueDate"
            ];
}
