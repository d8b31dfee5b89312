using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;
using HuskyFhir.Server.Tests.Searching;
using HuskyFhir.Server.Tests.Security;

namespace HuskyFhir.Server.Tests.Operations;

/// <summary>
/// <c>Patient/$everything</c>, <c>$meta</c> and <c>$lastn</c>: what is the member's, what it refers to, and nothing of
/// anyone else.
/// </summary>
public sealed class EverythingTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Everything_HoldsTheCompartment_AndTheDirectoryBehindIt(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var clinic = await plan.CreateAsync(Made.Organization(Made.Word()));
        var doctor = await plan.CreateAsync(Made.Practitioner(Made.Word(), Made.Npi()));
        var role = await plan.CreateAsync(Made.Role(clinic.At(), doctor.At()));
        var other = await plan.CreateAsync(Made.Patient(Made.Word(), pcp: role.At()));
        var linked = Made.Patient(Made.Word(), pcp: role.At());
        linked["link"] = JsonNode.Parse($$"""[{"other":{"reference":"{{other.At()}}"},"type":"seealso"}]""");
        var member = await plan.CreateAsync(linked);
        var card = await plan.CreateAsync(Dated(Made.Coverage(member.At(), clinic.At()), "2020-01-01", "2020-12-31"));
        var relative = await plan.CreateAsync(Made.RelatedPerson(member.At(), Made.Word()));
        var income = await plan.CreateAsync(Made.Income(member.At(), 100));
        await plan.CreateAsync(Made.Coverage(other.At(), clinic.At()));

        async Task HoldsAsync(string query, JsonObject[] matches, params JsonObject[] included)
        {
            var reply = (await plan.AskAsync($"{member.At()}/$everything{query}")).Expect(HttpStatusCode.OK);
            Assert.Equal(matches.Select(Made.At).Order(), IncludeTests.Of(reply, "match").Order());
            Assert.Equal(included.Select(Made.At).Order(), IncludeTests.Of(reply, "include").Order());
        }

        var team = JsonNode
            .Parse(
                (await plan.AskAsync($"CareTeam?patient={member["id"]}"))
                    .Entries[0]
                    .GetProperty("resource")
                    .GetRawText()
            )!
            .AsObject();
        await HoldsAsync(string.Empty, [member, card, relative, income, team], clinic, doctor, role);
        await HoldsAsync("?_type=Patient,Coverage", [member, card]);
        await HoldsAsync("?_type=Coverage,Organization", [card], clinic);
        await HoldsAsync("?start=2021-01-01", [member, relative, income, team], clinic, doctor, role);
        await HoldsAsync("?end=2020-06-30&_type=Coverage,Observation", [card]);
        await HoldsAsync("?start=2020-12-31&end=2020-12-31&_type=Coverage", [card]);
        await HoldsAsync("?_since=2999-01-01", []);
        Assert.Equal(
            4,
            (
                await PagingTests.PagesAsync(
                    plan,
                    $"{member.At()}/$everything?_count=1&_type=Patient,Coverage,RelatedPerson,Observation"
                )
            )
                .Distinct()
                .Count()
        );
        var posted = await plan.CallAsync(
            HttpMethod.Post,
            $"{member.At()}/$everything",
            JsonNode
                .Parse("""{"resourceType":"Parameters","parameter":[{"name":"_type","valueCode":"RelatedPerson"}]}""")!
                .AsObject()
        );
        Assert.Equal([relative.At()], IncludeTests.Of(posted.Expect(HttpStatusCode.OK), "match"));
        (await plan.AskAsync($"{member.At()}/$everything?start=soon")).Refused(
            HttpStatusCode.BadRequest,
            "operation-parameter"
        );
        (await plan.AskAsync($"{member.At()}/$everything?_type=Nothing")).Refused(
            HttpStatusCode.BadRequest,
            "operation-parameter"
        );
        (await plan.AskAsync("Patient/nobody/$everything")).Refused(HttpStatusCode.NotFound, "unknown-id");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Everything_FollowsTheGrant(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var ehr = server.As("ehr-riverbend");
        var ours = (await ehr.AskAsync($"Patient/{world.Ours}/$everything")).Expect(HttpStatusCode.OK);
        Assert.DoesNotContain(world.OurIncome, ours.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(world.Theirs, ours.Text, StringComparison.Ordinal);
        Assert.Contains($"Patient/{world.Ours}", IncludeTests.Of(ours, "match"));
        (await ehr.AskAsync($"Patient/{world.Theirs}/$everything")).Refused(HttpStatusCode.NotFound, "unknown-id");
        (await ehr.AskAsync($"Patient/{world.Theirs}/$meta")).Refused(HttpStatusCode.NotFound, "unknown-id");
        using var narrow = server.As("ehr-riverbend", "system/Patient.rs");
        Assert.Equal(
            [$"Patient/{world.Ours}"],
            IncludeTests.Of(await narrow.AskAsync($"Patient/{world.Ours}/$everything"), "match")
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Meta_ShowsVersionAndTags_WithoutTheRest(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var sent = Made.Patient(Made.Word());
        sent["meta"] = JsonNode.Parse("""{"tag":[{"system":"http://tag.example","code":"kept"}]}""");
        var made = await plan.CreateAsync(sent);
        var meta = (await plan.AskAsync($"{made.At()}/$meta")).Expect(HttpStatusCode.OK);
        Assert.Equal(
            "kept",
            meta.Json.GetProperty("parameter")[0]
                .GetProperty("valueMeta")
                .GetProperty("tag")[0]
                .GetProperty("code")
                .GetString()
        );
        Assert.Equal(
            "1",
            meta.Json.GetProperty("parameter")[0].GetProperty("valueMeta").GetProperty("versionId").GetString()
        );
        Assert.DoesNotContain("birthDate", meta.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Last_IsTheLatestOfEachCode(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var member = await plan.CreateAsync(Made.Patient(Made.Word()));
        async Task<string> IncomeAsync(string from, string? code = null)
        {
            var income = Made.Income(member.At(), 100);
            income["effectivePeriod"]!["start"] = from;
            if (code is not null)
                income["code"] = JsonNode.Parse(
                    $$"""{"coding":[{"system":"http://other.example","code":"{{code}}"}]}"""
                );
            return (string)(await plan.CreateAsync(income))["id"]!;
        }

        var (newest, old) = (await IncomeAsync("2026-03-01"), await IncomeAsync("2026-01-01"));
        await IncomeAsync("2025-01-01");
        var other = await IncomeAsync("2024-01-01", "other");
        Assert.Equal(
            new[] { newest, other }.Order(),
            (await plan.AskAsync($"Observation/$lastn?patient={member.At()}")).Expect(HttpStatusCode.OK).Ids.Order()
        );
        Assert.Equal(
            new[] { newest, old, other }.Order(),
            (await plan.AskAsync($"Observation/$lastn?subject={member.At()}&max=2")).Ids.Order()
        );
        Assert.Equal([other], (await plan.AskAsync($"Observation/$lastn?patient={member["id"]}&code=other")).Ids);
        (await plan.AskAsync("Observation/$lastn")).Refused(HttpStatusCode.BadRequest, "operation-parameter");
        (await plan.AskAsync($"Observation/$lastn?patient={member.At()}&max=none")).Refused(
            HttpStatusCode.BadRequest,
            "operation-parameter"
        );
        (await plan.AskAsync("Patient/$lastn?patient=x")).Refused(HttpStatusCode.NotFound, "address");
    }

    private static JsonObject Dated(JsonObject coverage, string start, string end)
    {
        coverage["period"] = new JsonObject { ["start"] = start, ["end"] = end };
        return coverage;
    }
}
