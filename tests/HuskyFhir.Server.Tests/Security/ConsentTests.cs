using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Security;

/// <summary>
/// What members decide about their records takes effect with the next request (45 CFR 164.522(a); CMS-0057-F opt-out;
/// 42 CFR Part 2; attack 10).
/// </summary>
public sealed class ConsentTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const string ActCode = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

    // Time is moved to where a decision begins and ends.
    protected override bool Alone => true;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task OptOut_HidesTheMember_UntilItIsTakenBack(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        using var ehr = server.As("ehr-riverbend");
        using var dss = server.As("dss");
        var page = (await ehr.AskAsync($"Patient?_count=1&name={world.Word},{world.Word}x&_sort=-_lastUpdated")).Expect(
            HttpStatusCode.OK
        );
        var consent = await plan.CreateAsync(Made.OptOut($"Patient/{world.Ours}"));
        foreach (
            var address in new[]
            {
                $"Patient/{world.Ours}",
                $"Patient/{world.Ours}/_history",
                $"Patient/{world.Ours}/_history/1",
                $"Patient/{world.Ours}/$everything",
            }
        )
            (await ehr.AskAsync(address)).Refused(HttpStatusCode.NotFound, "unknown-id");
        foreach (
            var query in new[]
            {
                $"Patient?name={world.Word}",
                $"Patient?_id={world.Ours}",
                $"Coverage?patient={world.Ours}",
                $"Coverage?patient.name={world.Word}",
                $"Patient?_has:Coverage:patient:status=active&name={world.Word}",
                $"PractitionerRole?_id={world.OurRole}&_revinclude=Patient:general-practitioner&_count=0",
            }
        )
            Assert.Equal(
                0,
                (await ehr.AskAsync(query)).Expect(HttpStatusCode.OK).Total is var total
                && query.StartsWith("Practitioner", StringComparison.Ordinal)
                    ? total - 1
                    : total
            );
        Assert.Equal(
            [world.OurRole],
            (await ehr.AskAsync($"PractitionerRole?_id={world.OurRole}&_revinclude=Patient:general-practitioner")).Ids
        );
        (await dss.AskAsync($"Patient/{world.Ours}")).Expect(HttpStatusCode.OK);
        (await plan.AskAsync($"Patient/{world.Ours}")).Expect(HttpStatusCode.OK);
        Assert.Single(page.Ids);
        consent["status"] = "inactive";
        (await plan.PutAsync(consent)).Expect(HttpStatusCode.OK);
        (await ehr.AskAsync($"Patient/{world.Ours}")).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Denial_LimitedToAnActor_BindsThatActorAlone(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        using var riverbend = server.As("ehr-riverbend");
        await plan.CreateAsync(Made.Denial($"Patient/{world.Ours}", Actor($"Organization/{world.Harbor}")));
        (await riverbend.AskAsync($"Patient/{world.Ours}")).Expect(HttpStatusCode.OK);
        var own = (await plan.AskAsync("Organization?identifier=1999900016")).Ids[0];
        await plan.CreateAsync(Made.Denial($"Patient/{world.Ours}", Actor($"Organization/{own}")));
        (await riverbend.AskAsync($"Patient/{world.Ours}")).Refused(HttpStatusCode.NotFound, "unknown-id");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Denial_LimitedToATypeCodeOrPurpose_HidesThatAndNoMore(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        using var ehr = server.As("ehr-riverbend");
        var letter = await plan.CreateAsync(
            Made.Document($"Patient/{world.Ours}", "current", "52034-6", "2026-01-01", null)
        );
        letter["category"] = new JsonArray(
            new JsonObject
            {
                ["coding"] = new JsonArray(new JsonObject { ["system"] = "http://loinc.org", ["code"] = "11488-4" }),
            }
        );
        (await plan.PutAsync(letter)).Expect(HttpStatusCode.OK);
        (await ehr.AskAsync(letter.At())).Expect(HttpStatusCode.OK);
        foreach (
            var provision in new[]
            {
                """{"class":[{"system":"http://hl7.org/fhir/resource-types","code":"DocumentReference"}]}""",
                """{"code":[{"coding":[{"system":"http://loinc.org","code":"11488-4"}]}]}""",
                """{"class":[{"system":"http://hl7.org/fhir/resource-types","code":"DocumentReference"}],"purpose":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActReason","code":"TREAT"}]}""",
            }
        )
        {
            var consent = await plan.CreateAsync(
                Made.Denial($"Patient/{world.Ours}", JsonNode.Parse(provision)!.AsObject())
            );
            (await ehr.AskAsync(letter.At())).Refused(HttpStatusCode.NotFound, "unknown-id");
            (await ehr.AskAsync(letter.At() + "/_history/1")).Refused(HttpStatusCode.NotFound, "unknown-id");
            Assert.Equal(0, (await ehr.AskAsync($"DocumentReference?patient={world.Ours}")).Total);
            (await ehr.AskAsync($"Patient/{world.Ours}")).Expect(HttpStatusCode.OK);
            Assert.Equal(1, (await ehr.AskAsync($"Coverage?patient={world.Ours}")).Total);
            consent["status"] = "inactive";
            (await plan.PutAsync(consent)).Expect(HttpStatusCode.OK);
            (await ehr.AskAsync(letter.At())).Expect(HttpStatusCode.OK);
        }

        await plan.CreateAsync(
            Made.Denial(
                $"Patient/{world.Ours}",
                JsonNode
                    .Parse(
                        """{"purpose":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActReason","code":"HRESCH"}]}"""
                    )!
                    .AsObject()
            )
        );
        (await ehr.AskAsync(letter.At())).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Decision_WithAPeriod_HoldsFromItsFirstDayToItsLast(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        await plan.CreateAsync(
            Made.OptOut(
                $"Patient/{world.Ours}",
                new()
                {
                    ["period"] = new JsonObject
                    {
                        ["start"] = "2026-12-01T05:00:00Z",
                        ["end"] = "2026-12-31T04:59:59Z",
                    },
                }
            )
        );
        foreach (
            var (at, seen) in new[]
            {
                ("2026-12-01T04:59:00Z", true),
                ("2026-12-01T05:00:01Z", false),
                ("2026-12-31T04:58:00Z", false),
                ("2026-12-31T05:00:01Z", true),
            }
        )
        {
            server.Clock.SetUtcNow(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture));
            using var ehr = server.As("ehr-riverbend");
            Assert.Equal(
                (at, seen ? HttpStatusCode.OK : HttpStatusCode.NotFound),
                (at, (await ehr.AskAsync($"Patient/{world.Ours}")).Status)
            );
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task SensitiveRecord_IsOpenedByAReleaseAlone_WithTheNotice(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        using var ehr = server.As("ehr-riverbend");
        using var dss = server.As("dss");
        var own = (await plan.AskAsync("Organization?identifier=1999900016")).Ids[0];
        var record = Made.Document($"Patient/{world.Ours}", "current", "18842-5", "2026-01-01", null);
        record["meta"] = new JsonObject { ["security"] = new JsonArray(Label("42CFRPart2")) };
        record["securityLabel"] = new JsonArray(new JsonObject { ["coding"] = new JsonArray(Label("HIV")) });
        record = await plan.CreateAsync(record);
        (await ehr.AskAsync(record.At())).Refused(HttpStatusCode.NotFound, "unknown-id");
        (await dss.AskAsync(record.At())).Refused(HttpStatusCode.NotFound, "unknown-id");
        var first = Actor($"Organization/{own}");
        first["securityLabel"] = new JsonArray(Label("42CFRPart2"));
        await plan.CreateAsync(Made.Release($"Patient/{world.Ours}", first));
        (await ehr.AskAsync(record.At())).Refused(HttpStatusCode.NotFound, "unknown-id");
        var second = Actor($"Organization/{own}");
        second["securityLabel"] = new JsonArray(Label("HIV"));
        var release = await plan.CreateAsync(Made.Release($"Patient/{world.Ours}", second));
        var seen = (await ehr.AskAsync(record.At())).Expect(HttpStatusCode.OK);
        Assert.Contains("42 CFR part 2 prohibits", seen.Header("X-Part2-Notice"), StringComparison.Ordinal);
        var found = (await ehr.AskAsync($"DocumentReference?patient={world.Ours}")).Expect(HttpStatusCode.OK);
        Assert.Contains("42 CFR part 2 prohibits", found.Text, StringComparison.Ordinal);
        Assert.Equal(1, found.Total);
        Assert.Null((await ehr.AskAsync($"Patient/{world.Ours}")).Header("X-Part2-Notice"));
        release["status"] = "inactive";
        (await plan.PutAsync(release)).Expect(HttpStatusCode.OK);
        (await ehr.AskAsync(record.At())).Refused(HttpStatusCode.NotFound, "unknown-id");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Consents_AboutPrivacy_AreBetweenTheMemberAndThePlan(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        var consent = await plan.CreateAsync(
            Made.Denial($"Patient/{world.Ours}", Actor($"Organization/{world.Harbor}"))
        );
        foreach (var client in new[] { "ehr-riverbend", "dss" })
        {
            using var http = server.As(client);
            (await http.AskAsync(consent.At())).Refused(HttpStatusCode.NotFound, "unknown-id");
            Assert.Equal(0, (await http.AskAsync($"Consent?patient={world.Ours}")).Total);
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Decision_ThatCouldNotBeKept_IsRefused(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var patient = (await plan.CreateAsync(Made.Patient(Made.Word()))).At();
        foreach (
            var (provision, rule) in new[]
            {
                (
                    """{"actor":[{"role":{"text":"x"},"reference":{"reference":"Practitioner/01900000-0000-7000-8000-00000000000f"}}]}""",
                    "provision-actor"
                ),
                (
                    """{"class":[{"system":"http://hl7.org/fhir/resource-types","code":"Immunization"}]}""",
                    "provision-class"
                ),
                (
                    """{"securityLabel":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"TABOO"}]}""",
                    "provision-label"
                ),
                ("""{"provision":[{"type":"permit"}]}""", "provision-nested"),
                ("""{"dataPeriod":{"start":"2026-01-01"}}""", "provision-data"),
            }
        )
        {
            var refused = await plan.PostAsync(Made.Denial(patient, JsonNode.Parse(provision)!.AsObject()));
            refused.Refused(HttpStatusCode.UnprocessableEntity, rule);
        }

        (await plan.PostAsync(Made.Release(patient, []))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "provision-label"
        );
        Assert.Equal(0, (await plan.AskAsync($"Consent?patient={patient}")).Total);
        var labelled = Made.Patient(Made.Word());
        labelled["meta"] = new JsonObject { ["security"] = new JsonArray(Label("HIV")) };
        (await plan.PostAsync(labelled)).Refused(HttpStatusCode.UnprocessableEntity, "label-misplaced");
    }

    private static JsonObject Label(string code) => new() { ["system"] = ActCode, ["code"] = code };

    private static JsonObject Actor(string organization) =>
        new()
        {
            ["actor"] = new JsonArray(
                new JsonObject
                {
                    ["role"] = new JsonObject { ["text"] = "recipient" },
                    ["reference"] = new JsonObject { ["reference"] = organization },
                }
            ),
        };
}
