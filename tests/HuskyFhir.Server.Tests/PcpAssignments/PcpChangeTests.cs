using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.PcpAssignments;

/// <summary>
/// A request for another primary care provider: each rule by its name, what comes of it, and who may ask.
/// </summary>
public sealed class PcpChangeTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const string Practitioners = "http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/newpatients";

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Request_ThatMeetsTheRules_IsDoneAtOnce(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var (one, two) = (await Practice.RoleAsync(plan), await Practice.RoleAsync(plan));
        var member = await plan.CreateAsync(Made.Patient(Made.Word(), pcp: one));
        var task = Made.PcpChange(member.At(), two);
        task["reasonCode"] = JsonNode.Parse(
            """{"coding":[{"system":"https://fhir.huskyfhir.example/CodeSystem/husky-assignment-reason","code":"moved"}]}"""
        );
        var done = await plan.CreateAsync(task);
        Assert.Equal("completed", (string?)done["status"]);
        Assert.Equal("done", (string?)done["businessStatus"]!["coding"]![0]!["code"]);
        Assert.Equal("1", (string?)done["meta"]!["versionId"]);
        var begun = JsonNode.Parse(
            (await plan.AskAsync((string)done["output"]![0]!["valueReference"]!["reference"]!)).Body
        )!;
        Assert.Equal(
            ("active", "moved", two),
            (
                (string?)begun["status"],
                (string?)begun["reasonCode"]![0]!["coding"]![0]!["code"],
                (string?)begun["participant"]![0]!["member"]!["reference"]
            )
        );
        var ended = JsonNode.Parse((await plan.AskAsync((string)done["focus"]!["reference"]!)).Body)!;
        Assert.Equal(
            ("inactive", "moved"),
            ((string?)ended["status"], (string?)ended["extension"]![0]!["valueCodeableConcept"]!["coding"]![0]!["code"])
        );
        Assert.Equal(two, await Practice.RecordedAsync(plan, member.At()));
        done["description"] = "again";
        (await plan.PutAsync(done)).Refused(HttpStatusCode.Conflict, "move-not-allowed");
        (await plan.PostAsync(Made.PcpChange(member.At(), two))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "same-pcp"
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Request_ThatBreaksARule_IsRefusedByItsName(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var member = await plan.CreateAsync(Made.Patient(Made.Word()));
        async Task RefusedAsync(string rule, Action<JsonObject> change) =>
            (await plan.PostAsync(Made.PcpChange(member.At(), await Practice.RoleAsync(plan, change: change)))).Refused(
                HttpStatusCode.UnprocessableEntity,
                rule
            );
        await RefusedAsync(
            "panel-closed",
            static role =>
                role["extension"] = JsonNode.Parse(
                    $$"""[{"url":"{{Practitioners}}","extension":[{"url":"acceptingPatients","valueCodeableConcept":{"coding":[{"code":"nopt"}]} }]}]"""
                )
        );
        await RefusedAsync(
            "panel-closed",
            static role =>
                role["extension"] = JsonNode.Parse(
                    $$"""[{"url":"{{Practitioners}}","extension":[{"url":"acceptingPatients","valueCodeableConcept":{"coding":[{"code":"existptonly"}]} }]}]"""
                )
        );
        await RefusedAsync("pcp-inactive", static role => role["active"] = false);
        await RefusedAsync("pcp-inactive", static role => role["period"] = JsonNode.Parse("""{"end":"2026-10-31"}"""));
        await RefusedAsync("npi-inactive", static role => role.Remove("practitioner"));
        await RefusedAsync(
            "pcp-specialty",
            static role => role["specialty"]![0]!["coding"]![0]!["code"] = "207RC0000X"
        );
        await RefusedAsync("pcp-location", static role => role.Remove("location"));
        var asked = Made.PcpChange(member.At(), await Practice.RoleAsync(plan));
        asked["location"] = new JsonObject
        {
            ["reference"] = (await plan.CreateAsync(Made.Location(Made.Word()))).At(),
        };
        (await plan.PostAsync(asked)).Refused(HttpStatusCode.UnprocessableEntity, "pcp-location");
        (
            await plan.PostAsync(Made.PcpChange(member.At(), "PractitionerRole/01900000-0000-7000-8000-000000000000"))
        ).Refused(HttpStatusCode.UnprocessableEntity, "reference-unknown");
        (await plan.PostAsync(Made.PcpChange(member.At(), await Practice.RoleAsync(plan), "2026-11-01"))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "effective-date"
        );
        (await plan.PostAsync(Made.PcpChange(member.At(), await Practice.RoleAsync(plan), "2028-01-01"))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "effective-date"
        );
        (
            await plan.PostAsync(Made.PcpChange(member.At(), await Practice.RoleAsync(plan), status: "completed"))
        ).Refused(HttpStatusCode.UnprocessableEntity, "request-transition");
        Assert.Equal(0, (await plan.AskAsync($"Task?patient={member["id"]}")).Total);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task LastPlaceOfAPanel_IsGivenOnce_ThoughManyAskAtOnce(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var role = await Practice.RoleAsync(
            plan,
            change: static role =>
                role["extension"] = JsonNode.Parse(
                    """[{"url":"https://fhir.huskyfhir.example/StructureDefinition/husky-panel-limit","valuePositiveInt":1}]"""
                )
        );
        var members = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(_ => plan.CreateAsync(Made.Patient(Made.Word())))
        );
        var replies = await Task.WhenAll(members.Select(member => plan.PostAsync(Made.PcpChange(member.At(), role))));
        Assert.Single(replies, static reply => reply.Status == HttpStatusCode.Created);
        foreach (var reply in replies.Where(static reply => reply.Status != HttpStatusCode.Created))
            reply.Refused(HttpStatusCode.UnprocessableEntity, "panel-full");
        Assert.Single(Practice.Members(await Practice.PanelAsync(plan, role)));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ProviderAsks_ForItsOwnMemberOnly_AndBothSeeTheChangeOnTheNextRequest(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var riverbend = server.As("ehr-riverbend", "system/*.cruds");
        using var harbor = server.As("ehr-harbor", "system/*.cruds");
        var (ours, theirs) = (
            (await plan.AskAsync("Organization?identifier=1999900016")).Ids[0],
            (await plan.AskAsync("Organization?identifier=1999900024")).Ids[0]
        );
        var (here, there) = (
            await Practice.RoleAsync(plan, $"Organization/{ours}"),
            await Practice.RoleAsync(plan, $"Organization/{theirs}")
        );
        var member = await plan.CreateAsync(Made.Patient(Made.Word(), pcp: here));
        (await harbor.PostAsync(Made.PcpChange(member.At(), there))).Expect(HttpStatusCode.Forbidden);
        var asked = Made.PcpChange(member.At(), there);
        asked["requester"] = new JsonObject { ["reference"] = $"Organization/{theirs}" };
        (await riverbend.PostAsync(asked)).Refused(HttpStatusCode.UnprocessableEntity, "request-requester");
        (await riverbend.PostAsync(Made.PcpChange(member.At(), there, status: "accepted"))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "request-transition"
        );
        (await riverbend.AskAsync(member.At())).Expect(HttpStatusCode.OK);
        (await harbor.AskAsync(member.At())).Expect(HttpStatusCode.NotFound);
        asked["requester"] = new JsonObject { ["reference"] = $"Organization/{ours}" };
        var waits = await riverbend.CreateAsync(asked);
        (await harbor.AskAsync(member.At())).Expect(HttpStatusCode.NotFound);
        (waits["status"], waits["statusReason"]) = (
            "accepted",
            JsonNode.Parse("""{"text":"The member confirmed by telephone."}""")
        );
        (await plan.PutAsync(waits)).Expect(HttpStatusCode.OK);
        (await riverbend.AskAsync(member.At())).Expect(HttpStatusCode.NotFound);
        (await harbor.AskAsync(member.At())).Expect(HttpStatusCode.OK);
    }
}

/// <summary>The same where the plan reviews.</summary>
public sealed class PcpChangeReviewTests(PostgresServer postgres) : OnBoth(postgres)
{
    protected override bool Samples => false;

    protected override (string Name, string Value)[] Settings => [("Assignments:Review", "true")];

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Request_WaitsForThePlan_WhichAcceptsOrSaysWhyNot(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var (one, two) = (await Practice.RoleAsync(plan), await Practice.RoleAsync(plan));
        var member = await plan.CreateAsync(Made.Patient(Made.Word(), pcp: one));
        var task = await plan.CreateAsync(Made.PcpChange(member.At(), two));
        Assert.Equal("requested", (string?)task["status"]);
        Assert.Equal(one, await Practice.RecordedAsync(plan, member.At()));
        task["status"] = "accepted";
        var done = JsonNode.Parse((await plan.PutAsync(task)).Expect(HttpStatusCode.OK).Body)!;
        Assert.Equal(("completed", "2"), ((string?)done["status"], (string?)done["meta"]!["versionId"]));
        Assert.Equal(two, await Practice.RecordedAsync(plan, member.At()));
        var refused = await plan.CreateAsync(Made.PcpChange(member.At(), one));
        (refused["status"], refused["statusReason"]) = (
            "rejected",
            JsonNode.Parse("""{"text":"The practice is being closed."}""")
        );
        (await plan.PutAsync(refused)).Expect(HttpStatusCode.OK);
        refused["status"] = "accepted";
        (await plan.PutAsync(refused)).Refused(HttpStatusCode.Conflict, "move-not-allowed");
        Assert.Equal(two, await Practice.RecordedAsync(plan, member.At()));
    }
}
