using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.PcpAssignments;

/// <summary>
/// A panel is its organisation's and the plan's; it lists who is assigned there now and shares, and is in nobody's
/// record.
/// </summary>
public sealed class PanelTests(PostgresServer postgres) : OnBoth(postgres)
{
    // A panel has a version: others that give the organisation members meanwhile would change it.
    protected override bool Alone => true;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Panel_IsOfItsOwnOrganizationAndThePlanAlone(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var riverbend = server.As("ehr-riverbend");
        using var dss = server.As("dss");
        var (ours, theirs) = (await PanelOfAsync(plan, "1999900016"), await PanelOfAsync(plan, "1999900024"));
        Assert.Contains((string)ours["id"]!, (await riverbend.AskAsync("Group")).Ids);
        Assert.DoesNotContain((string)theirs["id"]!, (await riverbend.AskAsync("Group")).Ids);
        var own = (await riverbend.AskAsync(ours.At())).Expect(HttpStatusCode.OK);
        var members = Practice.Members(JsonNode.Parse(own.Body)!.AsObject());
        Assert.Equal(
            (await riverbend.AskAsync("Patient?_count=100")).Ids.Select(static id => $"Patient/{id}").Order(),
            members.Order()
        );
        (await riverbend.AskAsync(theirs.At())).Refused(HttpStatusCode.NotFound, "unknown-id");
        (await dss.AskAsync(ours.At())).Refused(HttpStatusCode.Forbidden, "policy");
        var everything = (await riverbend.AskAsync($"{members[0]}/$everything?_count=500")).Expect(HttpStatusCode.OK);
        Assert.DoesNotContain(
            everything.Entries,
            static entry => entry.GetProperty("resource").GetProperty("resourceType").GetString() == "Group"
        );
        Assert.Contains(
            everything.Entries,
            static entry => entry.GetProperty("resource").GetProperty("resourceType").GetString() == "CareTeam"
        );
        Assert.Equal(
            HttpStatusCode.NotModified,
            (await riverbend.AskAsync(ours.At(), ("If-None-Match", own.Header("ETag")!))).Status
        );
        (await riverbend.PutAsync(ours)).Expect(HttpStatusCode.Forbidden);
        (await plan.PutAsync(ours)).Refused(HttpStatusCode.UnprocessableEntity, "panel-members");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task MemberAdd_AndRemove_ChangeEveryView_AndTheVersionOfThePanel(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var role = await Practice.RoleAsync(plan);
        var first = await plan.CreateAsync(Made.Patient(Made.Word(), pcp: role));
        var second = await plan.CreateAsync(Made.Patient(Made.Word()));
        var panel = (await Practice.PanelAsync(plan, role))!;
        var tag = (await plan.AskAsync(panel.At())).Header("ETag")!;
        (await plan.PostAsAsync($"{panel.At()}/$member-add", Ask(second.At(), role))).Expect(HttpStatusCode.OK);
        var begun = Assert.Single((await plan.AskAsync($"CareTeam?patient={second.At()}&status=active")).Ids);
        Assert.Equal(1, (await plan.AskAsync($"Provenance?target=CareTeam/{begun}")).Total);
        Assert.Equal(HttpStatusCode.OK, (await plan.AskAsync(panel.At(), ("If-None-Match", tag))).Status);
        Assert.Equal(role, await Practice.RecordedAsync(plan, second.At()));
        Assert.Equal(2, Practice.Members(await Practice.PanelAsync(plan, role)).Count);
        (await plan.PostAsAsync($"{panel.At()}/$member-remove", Ask(first.At(), null))).Expect(HttpStatusCode.OK);
        Assert.Null(await Practice.RecordedAsync(plan, first.At()));
        Assert.Equal([second.At()], Practice.Members(await Practice.PanelAsync(plan, role)));
        (await plan.PostAsAsync($"{panel.At()}/$member-remove", Ask(first.At(), null))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "not-on-panel"
        );
        (await plan.PostAsAsync($"{panel.At()}/$member-add", Ask(first.At(), await Practice.RoleAsync(plan)))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "provider-unknown"
        );
        (await plan.PostAsAsync($"{panel.At()}/$member-add", Ask(first.At(), null))).Refused(
            HttpStatusCode.BadRequest,
            "operation-parameter"
        );
        (
            await plan.PostAsAsync(
                $"{panel.At()}/$member-add",
                Ask("Patient/01900000-0000-7000-8000-000000000000", role)
            )
        ).Refused(HttpStatusCode.UnprocessableEntity, "member-unknown");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task MemberWhoOptedOut_IsOnNoPanel(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var role = await Practice.RoleAsync(plan);
        var member = await plan.CreateAsync(Made.Patient(Made.Word(), pcp: role));
        Assert.Single(Practice.Members(await Practice.PanelAsync(plan, role)));
        await plan.CreateAsync(
            JsonNode
                .Parse(
                    $$"""
                    {"resourceType":"Consent","status":"active","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},
                     "category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"IDSCL"}]},{"coding":[{"system":"http://hl7.org/fhir/us/davinci-pdex/CodeSystem/pdex-consent-api-purpose","code":"provider-access"}]}],
                     "patient":{"reference":"{{member.At()}}"},"dateTime":"2026-11-01","policyRule":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"OPTOUT"}]},
                     "provision":{"type":"deny","action":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentaction","code":"disclose"}]}]} }
                    """
                )!
                .AsObject()
        );
        Assert.Empty(Practice.Members(await Practice.PanelAsync(plan, role)));
        Assert.Equal(0, (await plan.AskAsync($"Group?member={member["id"]}")).Total);
    }

    private static JsonObject Ask(string member, string? role)
    {
        var ask = JsonNode
            .Parse(
                $$"""{"resourceType":"Parameters","parameter":[{"name":"patientReference","valueReference":{"reference":"{{member}}"} }]}"""
            )!
            .AsObject();
        if (role is not null)
            ask["parameter"]!
                .AsArray()
                .Add(JsonNode.Parse($$"""{"name":"providerReference","valueReference":{"reference":"{{role}}"} }"""));
        return ask;
    }

    private static async Task<JsonObject> PanelOfAsync(HttpClient plan, string npi) =>
        JsonNode
            .Parse(
                (await plan.AskAsync($"Group?managing-entity.identifier={npi}"))
                    .Expect(HttpStatusCode.OK)
                    .Entries[0]
                    .GetProperty("resource")
                    .GetRawText()
            )!
            .AsObject();
}
