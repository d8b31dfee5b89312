using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Documents;
using HuskyFhir.Server.Tests.PcpAssignments;
using HuskyFhir.Server.Tests.Running;
using static HuskyFhir.Server.Tests.Requests.Asked;

namespace HuskyFhir.Server.Tests.Requests;

/// <summary>
/// The Department sees the hearings that it decides with all that belongs to them, and moves them; and nothing else of a
/// member beside what eligibility needs (42 CFR 431.10(c), 431.205; CGS 17b-60).
/// </summary>
public sealed class AgencyHearingTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const string Scopes = "system/*.rs system/Task.u";

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Hearing_IsSeenByTheDepartment_WithWhatBelongsToIt_AndNothingBeside(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var agency = server.As("dss", Scopes);
        using var provider = server.As("ehr-riverbend");
        var clinic = "Organization/" + (await plan.AskAsync("Organization?identifier=1999900016")).Ids[0];
        var member = await MemberAsync(plan, pcp: await Practice.RoleAsync(plan, clinic));
        var decision = await DecisionAsync(plan, member);
        var claim = (string)(await ReadAsync(plan, decision))["request"]!["reference"]!;
        var appeal = await LostAsync(plan, member, decision);
        var answer = await NoticeAsync(plan, member, appeal.At());
        foreach (var early in new[] { decision, claim, appeal.At(), answer })
            (await agency.AskAsync(early)).Refused(HttpStatusCode.NotFound, "unknown-id");

        var bytes = await Files.StoredAsync(plan, member);
        var letter = (await plan.CreateAsync(Files.Document(member, bytes))).At();
        var record = (await plan.CreateAsync(Made.Document(member, "current", "11488-4", "2026-01-01", null))).At();
        var beside = (await plan.CreateAsync(Made.Document(member, "current", "11488-4", "2026-01-02", null))).At();
        var hearing = await plan.CreateAsync(
            For("state-fair-hearing", member, Link("letter", letter), Link("document", record))
                .About(decision)
                .PartOf(appeal)
        );
        var told = await NoticeAsync(plan, member, hearing.At());
        var grievance = await plan.CreateAsync(For("grievance", member).PartOf(hearing));
        var other = await DecisionAsync(plan, member);
        var alone = await plan.CreateAsync(For("appeal", member).About(other));
        foreach (
            var at in new[] { hearing.At(), decision, claim, appeal.At(), answer, letter, bytes, record, told, member }
        )
            (await agency.AskAsync(at)).Expect(HttpStatusCode.OK);
        foreach (var at in new[] { grievance.At(), alone.At(), other, beside })
            await HiddenAsync(agency, at, member);
        Assert.Equal(
            new[] { hearing.At(), appeal.At() }.Order(StringComparer.Ordinal),
            (await agency.AskAsync($"Task?patient={member}"))
                .Ids.Select(static id => "Task/" + id)
                .Order(StringComparer.Ordinal)
        );
        Assert.Equal(1, (await agency.AskAsync($"Task?patient={member}&code=state-fair-hearing")).Total);
        Assert.Equal(
            [told],
            (await agency.AskAsync($"Communication?about={hearing.At()}")).Ids.Select(static id =>
                "Communication/" + id
            )
        );
        Assert.Equal(0, (await provider.AskAsync($"Task?patient={member}")).Total);
        foreach (var at in new[] { hearing.At(), told, letter })
            (await provider.AskAsync(at)).Refused(HttpStatusCode.NotFound, "unknown-id");

        // Entered by mistake it was none, and opens nothing.
        await MovedAsync(plan, hearing.To("entered-in-error"));
        foreach (var at in new[] { hearing.At(), decision, appeal.At(), letter, told })
            (await agency.AskAsync(at)).Refused(HttpStatusCode.NotFound, "unknown-id");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task SensitiveRecord_StaysClosed_ThoughAHearingNamesIt(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var agency = server.As("dss", Scopes);
        var member = await MemberAsync(plan);
        var note = Made.Document(member, "current", "11488-4", "2026-01-01", null);
        note["meta"] = JsonNode.Parse(
            """{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"42CFRPart2"}]}"""
        );
        var sensitive = (await plan.CreateAsync(note)).At();
        var hearing = await plan.CreateAsync(
            For("state-fair-hearing", member, Link("document", sensitive)).About(await DecisionAsync(plan, member))
        );
        (await agency.AskAsync(hearing.At())).Expect(HttpStatusCode.OK);
        await HiddenAsync(agency, sensitive, member);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Department_MovesItsHearing_ToTheDecision(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var agency = server.As("dss", Scopes);
        var member = await MemberAsync(plan);
        var decision = await DecisionAsync(plan, member, "terminated", takesEffect: "2026-12-15");
        var hearing = await plan.CreateAsync(
            For("state-fair-hearing", member, True("continue-benefits")).About(decision)
        );
        hearing = await MovedAsync(agency, (await ReadAsync(agency, hearing.At())).To("accepted"));
        hearing = await MovedAsync(
            agency,
            hearing
                .To("in-progress", "hearing-scheduled")
                .Out(With("hearing-date", "valueDateTime", "2026-12-14T10:00:00-05:00"))
        );
        Assert.Equal(("in-progress", "hearing-scheduled"), State(hearing));
        hearing = await MovedAsync(
            agency,
            hearing.To("completed", "decided-overturned").Out(Decided("decided-overturned"))
        );
        Assert.Equal(("completed", "decided-overturned"), State(hearing));
        var revised = (string)Output(hearing, "revised-decision")!["valueReference"]!["reference"]!;
        (await agency.AskAsync(revised)).Expect(HttpStatusCode.OK);
        Assert.Equal("cancelled", (string?)(await ReadAsync(agency, decision))["status"]);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Department_DoesNothingElse_AndNobodyElseDecides(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var agency = server.As("dss", Scopes + " system/*.cu");
        using var reader = server.As("dss");
        var member = await MemberAsync(plan);
        var decision = await DecisionAsync(plan, member);
        var appeal = await plan.CreateAsync(For("appeal", member).About(decision));
        var alone = await plan.CreateAsync(For("appeal", member).About(await DecisionAsync(plan, member)));
        var hearing = await plan.CreateAsync(For("state-fair-hearing", member).About(decision).PartOf(appeal));
        (await reader.PutAsync(hearing.To("accepted"))).Refused(HttpStatusCode.Forbidden, "scope");
        (await agency.PutAsync(appeal.To("in-progress"))).Refused(HttpStatusCode.Forbidden, "role-not-allowed");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await agency.PutAsync(alone.To("in-progress"))).Status);
        (await agency.PutAsync(hearing.To("cancelled"))).Refused(HttpStatusCode.Forbidden, "role-not-allowed");
        (await agency.PutAsync(hearing.To("entered-in-error"))).Refused(HttpStatusCode.Forbidden, "role-not-allowed");
        var other = hearing.DeepClone().AsObject();
        other["priority"] = "urgent";
        (await agency.PutAsync(other)).Refused(HttpStatusCode.Forbidden, "only-hearing");
        (await agency.PostAsync(For("state-fair-hearing", member).About(decision))).Refused(
            HttpStatusCode.Forbidden,
            "policy"
        );
        (await agency.PutAsync(await ReadAsync(plan, decision))).Refused(HttpStatusCode.Forbidden, "policy");
        (await agency.PostAsync(Made.Document(member, "current", "11488-4", "2026-01-01", null))).Refused(
            HttpStatusCode.Forbidden,
            "policy"
        );
        var owned = (await ReadAsync(agency, hearing.At())).To("accepted");
        owned["owner"] = new JsonObject { ["display"] = "Hearing officer" };
        Assert.Equal(("accepted", "in-queue"), State(await MovedAsync(agency, owned)));
    }

    private static async Task HiddenAsync(HttpClient agency, string at, string member)
    {
        (await agency.AskAsync(at)).Refused(HttpStatusCode.NotFound, "unknown-id");
        (await agency.AskAsync(at + "/_history")).Refused(HttpStatusCode.NotFound, "unknown-id");
        var (type, id) = (at.Split('/')[0], at.Split('/')[1]);
        Assert.DoesNotContain(id, (await agency.AskAsync($"{type}?patient={member}")).Text);
        Assert.DoesNotContain(
            id,
            (await agency.AskAsync($"{member}/$everything")).Text.Replace(at, string.Empty, StringComparison.Ordinal)
        );
    }

    private static async Task<JsonObject> LostAsync(HttpClient plan, string member, string decision)
    {
        var appeal = await MovedAsync(
            plan,
            (await plan.CreateAsync(For("appeal", member).About(decision))).To("in-progress")
        );
        return await MovedAsync(
            plan,
            appeal.To("completed", "decided-upheld", "accurate").Out(Decided("decided-upheld"))
        );
    }

    private static async Task<string> NoticeAsync(HttpClient plan, string member, string about)
    {
        var notice = Made.Notice(member);
        notice["about"] = new JsonArray(Asked.Reference(about));
        return (await plan.CreateAsync(notice)).At();
    }
}
