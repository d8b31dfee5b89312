using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;
using HuskyFhir.Server.Tests.Security;

namespace HuskyFhir.Server.Tests.Searching;

/// <summary>
/// Searches of the whole system and of a compartment (R4 sections 3.1.1.2 and 3.1.1.3), the common parameters, and
/// parts of resources.
/// </summary>
public sealed class WideSearchTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task System_ByCommonParameters_FindsEveryType_OverPages(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var (clinic, member, card, tag) = await TaggedAsync(plan);
        var found = (await plan.AskAsync($"?_tag={tag}")).Expect(HttpStatusCode.OK);
        Assert.Equal(new[] { clinic.At(), member.At(), card.At() }.Order(), IncludeTests.Of(found, "match").Order());
        Assert.Equal(3, found.Total);
        Assert.Contains($"_tag={tag}", Uri.UnescapeDataString(found.Link("self")!), StringComparison.Ordinal);
        Assert.Equal(
            3,
            (await PagingTests.PagesAsync(plan, $"?_tag=http://tag.example|{tag}&_count=1")).Distinct().Count()
        );
        Assert.Equal(
            [(string)card["id"]!, (string)member["id"]!, (string)clinic["id"]!],
            await PagingTests.PagesAsync(plan, $"?_tag={tag}&_count=1&_sort=-_lastUpdated")
        );
        Assert.Equal([member.At()], IncludeTests.Of(await plan.AskAsync($"?_tag={tag}&_type=Patient"), "match"));
        Assert.Equal(2, (await plan.AskAsync($"?_tag={tag}&_type=Patient,Coverage&_total=accurate&_count=1")).Total);
        Assert.Equal(3, (await plan.FormAsync("_search", ("_tag", tag))).Total);
        Assert.Equal(2, (await plan.AskAsync($"?_tag={tag}&identifier:missing=false&_type=Patient,Coverage")).Total);
        (await plan.AskAsync("?_type=Nothing")).Refused(HttpStatusCode.BadRequest, "search-value");
        (await plan.AskAsync("?birthdate=1980&_type=Patient,Coverage", ("Prefer", "handling=strict"))).Refused(
            HttpStatusCode.BadRequest,
            "search-parameter"
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Compartment_HoldsWhatIsTheMembers_AndNothingElse(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var (clinic, member, card, _) = await TaggedAsync(plan);
        var other = await plan.CreateAsync(Made.Patient(Made.Word()));
        var shared = Made.Coverage(other.At(), clinic.At());
        shared["subscriber"] = new JsonObject { ["reference"] = member.At() };
        var second = await plan.CreateAsync(shared);
        var relative = await plan.CreateAsync(Made.RelatedPerson(member.At(), Made.Word()));
        Assert.Equal(
            new[] { card.At(), second.At() }.Order(),
            IncludeTests.Of((await plan.AskAsync($"{member.At()}/Coverage")).Expect(HttpStatusCode.OK), "match").Order()
        );
        Assert.Equal(
            [card.At()],
            IncludeTests.Of(await plan.AskAsync($"{member.At()}/Coverage?beneficiary={member.At()}"), "match")
        );
        Assert.Equal(
            [relative.At()],
            IncludeTests.Of(
                await plan.AskAsync($"{member.At()}/RelatedPerson?active=true&_include=RelatedPerson:patient"),
                "match"
            )
        );
        Assert.Equal([second.At()], IncludeTests.Of(await plan.AskAsync($"{other.At()}/Coverage"), "match"));
        Assert.Equal(
            new[] { member.At(), card.At(), second.At(), relative.At() }.Order(),
            IncludeTests
                .Of((await plan.AskAsync($"{member.At()}/*")).Expect(HttpStatusCode.OK), "match")
                .Where(static address => !address.StartsWith("Provenance/", StringComparison.Ordinal))
                .Order()
        );
        Assert.Equal(7, (await PagingTests.PagesAsync(plan, $"{member.At()}/*?_count=1")).Distinct().Count()); // with the provenance of the three that are the member's own
        Assert.Equal(2, (await plan.AskAsync($"{member.At()}/*?_type=Patient,RelatedPerson")).Total);
        Assert.Equal(2, (await plan.FormAsync($"{member.At()}/Coverage/_search", ("status", "active"))).Total);
        Assert.Equal(0, (await plan.AskAsync("Patient/nobody/Coverage")).Expect(HttpStatusCode.OK).Total);
        (await plan.AskAsync($"{member.At()}/Organization")).Refused(HttpStatusCode.NotFound, "address");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task WideSearches_FollowTheGrant(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var ehr = server.As("ehr-riverbend");
        Assert.Equal(0, (await ehr.AskAsync($"Patient/{world.Theirs}/*")).Expect(HttpStatusCode.OK).Total);
        Assert.Equal(0, (await ehr.AskAsync($"Patient/{world.Theirs}/Coverage")).Total);
        Assert.Equal(0, (await ehr.AskAsync($"Patient/{world.Ours}/Observation")).Total);
        var seen = (await ehr.AskAsync($"Patient/{world.Ours}/*")).Expect(HttpStatusCode.OK);
        Assert.Equal(
            ["CareTeam", "Coverage", "Patient", "Provenance", "Provenance"],
            IncludeTests.Of(seen, "match").Select(static address => address.Split('/')[0]).Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            [$"Patient/{world.Ours}"],
            IncludeTests.Of(
                await ehr.AskAsync(
                    $"?_id={world.Ours},{world.Theirs},{world.TheirCoverage},{world.TheirRelative},{world.OurIncome}"
                ),
                "match"
            )
        );
        using var narrow = server.As("ehr-riverbend", "system/Patient.rs");
        Assert.Equal(
            [$"Patient/{world.Ours}"],
            IncludeTests.Of(await narrow.AskAsync($"Patient/{world.Ours}/*"), "match")
        );
        (await narrow.AskAsync($"Patient/{world.Ours}/*?_type=Coverage")).Refused(HttpStatusCode.Forbidden, "scope");
        using var directory = server.As("ehr-riverbend", "system/Organization.rs");
        (await directory.AskAsync($"Patient/{world.Ours}/*?_lastUpdated=gt2000")).Refused(
            HttpStatusCode.Forbidden,
            "scope"
        );
        Assert.Equal(0, (await ehr.AskAsync($"Patient/{world.Ours.ToUpperInvariant()}/Coverage")).Total);
        using var none = server.As("ehr-riverbend", "system/Nothing.rs");
        (await none.AskAsync("?_id=x")).Refused(HttpStatusCode.Forbidden, "scope");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Parts_AreTagged_AndKeepWhatIsMandatory(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var (_, member, card, _) = await TaggedAsync(plan);
        async Task<JsonObject> PartAsync(string address)
        {
            var json = JsonNode.Parse((await plan.AskAsync(address)).Expect(HttpStatusCode.OK).Body)!.AsObject();
            var resource = json["entry"] is JsonArray entries ? entries[0]!["resource"]!.AsObject() : json;
            Assert.Contains(resource["meta"]!["tag"]!.AsArray(), static one => (string?)one!["code"] == "SUBSETTED");
            return resource;
        }

        foreach (var at in new[] { $"Patient?_id={member["id"]}&", $"{member.At()}?" })
        {
            var part = await PartAsync(at + "_elements=birthDate,name");
            Assert.Equal(["resourceType", "id", "meta", "name", "birthDate"], part.Select(static pair => pair.Key));
            Assert.False((await PartAsync(at + "_summary=text")).ContainsKey("birthDate"));
            Assert.True((await PartAsync(at + "_summary=data")).ContainsKey("birthDate"));
            Assert.False((await PartAsync(at + "_summary=true")).ContainsKey("communication"));
        }

        // Coverage.status, beneficiary and payor are mandatory: a part without them would not be a Coverage.
        var coverage = await PartAsync($"Coverage?_id={card["id"]}&_elements=Coverage.type");
        Assert.True(
            coverage.ContainsKey("status")
                && coverage.ContainsKey("beneficiary")
                && coverage.ContainsKey("payor")
                && !coverage.ContainsKey("identifier")
        );
        var whole = (await plan.AskAsync($"Patient?_id={member["id"]}&_summary=false")).Expect(HttpStatusCode.OK);
        Assert.DoesNotContain("SUBSETTED", whole.Text, StringComparison.Ordinal);
        var counted = (await plan.AskAsync($"Patient?_id={member["id"]}&_summary=count")).Expect(HttpStatusCode.OK);
        Assert.Equal((1, 0), (counted.Total, counted.Entries.Count));
        foreach (
            var bad in new[]
            {
                "_summary=some",
                "_elements=",
                "_elements=a.b.c",
                "_elements=name,",
                "_summary=true&_elements=name",
            }
        )
            (await plan.AskAsync($"Patient?{bad}")).Refused(HttpStatusCode.BadRequest, "search-value");
        (await plan.AskAsync($"{member.At()}?_summary=some")).Refused(HttpStatusCode.BadRequest, "search-value");
    }

    private static async Task<(JsonObject Clinic, JsonObject Member, JsonObject Card, string Tag)> TaggedAsync(
        HttpClient plan
    )
    {
        var tag = Made.Word();
        JsonObject Tagged(JsonObject resource)
        {
            resource["meta"] = JsonNode.Parse($$"""{"tag":[{"system":"http://tag.example","code":"{{tag}}"}]}""");
            return resource;
        }

        var patient = Tagged(Made.Patient(Made.Word()));
        patient["communication"] = JsonNode.Parse(
            """[{"language":{"coding":[{"system":"urn:ietf:bcp:47","code":"es"}]}}]"""
        );
        var clinic = await plan.CreateAsync(Tagged(Made.Organization(tag)));
        var member = await plan.CreateAsync(patient);
        return (clinic, member, await plan.CreateAsync(Tagged(Made.Coverage(member.At(), clinic.At()))), tag);
    }
}
