using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Conformance;

/// <summary>What searches find, what they tell, and what the service says of itself.</summary>
public sealed class SearchRowsTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Name_OfSeveralWords_IsFoundWhereEachBeginsAPart(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var (given, family) = (Made.Word(), Made.Word());
        var patient = Made.Patient($"Muñoz {family}");
        patient["name"]![0]!["given"] = new JsonArray("José", given);
        var id = (string)(await plan.CreateAsync(patient))["id"]!;
        foreach (
            var name in new[]
            {
                $"jose {given}",
                $"{given} munoz",
                $"MUÑOZ {family}",
                $"{given} jose munoz",
                $"jos mun {given[..6]}",
                $"{given}  muñoz",
            }
        )
            Assert.Equal(
                (name, 1),
                (
                    name,
                    (await plan.AskAsync($"Patient?name={Uri.EscapeDataString(name)}&_id={id}"))
                        .Expect(HttpStatusCode.OK)
                        .Entries.Count
                )
            );
        foreach (var name in new[] { $"ose {given}", $"jose {given}x", $"maria {given}", $"{family} jose maria" })
            Assert.Equal(
                (name, 0),
                (name, (await plan.AskAsync($"Patient?name={Uri.EscapeDataString(name)}&_id={id}")).Entries.Count)
            );
        Assert.Equal([id], (await plan.AskAsync($"Patient?name={given}%20munoz")).Ids);
        Assert.NotEmpty((await plan.AskAsync("Patient?name=jose%20munoz")).Ids);
        Assert.Empty((await plan.AskAsync($"Patient?name:exact={given}%20munoz")).Ids);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Below_OfAUri_IsAMatchFromTheLeft(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var word = Made.Word();
        var ids = new List<string>();
        foreach (
            var source in new[]
            {
                $"http://{word}.example/a",
                $"http://{word}.example/a/b",
                $"http://{word}.example/ab",
                $"http://{word}.example/b",
            }
        )
        {
            var organization = Made.Organization(Made.Word());
            organization["meta"] = new JsonObject { ["source"] = source };
            ids.Add((string)(await plan.CreateAsync(organization))["id"]!);
        }

        Assert.Equal(ids[..3], (await plan.AskAsync($"Organization?_source:below=http://{word}.example/a")).Ids);
        Assert.Equal(ids, (await plan.AskAsync($"Organization?_source:below=http://{word}.ex")).Ids);
        Assert.Equal([ids[0]], (await plan.AskAsync($"Organization?_source=http://{word}.example/a")).Ids);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Security_FindsWhatCarriesTheLabel_AndNothingElse(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        foreach (var type in new[] { "ClaimResponse", "Claim", "Patient", "DocumentReference" })
        foreach (
            var label in new[]
            {
                "http://terminology.hl7.org/CodeSystem/v3-ObservationValue|REDACTED",
                "http://terminology.hl7.org/CodeSystem/v3-ActCode|MH",
            }
        )
        foreach (
            var entry in (await plan.AskAsync($"{type}?_security={Uri.EscapeDataString(label)}&_count=200"))
                .Expect(HttpStatusCode.OK)
                .Entries
        )
            Assert.Contains(
                entry.GetProperty("resource").GetProperty("meta").GetProperty("security").EnumerateArray(),
                each => each.GetProperty("code").GetString() == label.Split('|')[1]
            );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task SubscriberId_IsAToken(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var member = await plan.CreateAsync(Made.Patient(Made.Word()));
        var payor = await plan.CreateAsync(Made.Organization(Made.Word()));
        var coverage = Made.Coverage(member.At(), payor.At());
        var number = Made.ClientId();
        coverage["subscriberId"] = number;
        var made = await plan.CreateAsync(coverage);
        Assert.Equal([(string)made["id"]!], (await plan.AskAsync($"Coverage?subscriber-id={number}")).Ids);
        Assert.Empty((await plan.AskAsync($"Coverage?subscriber-id={number[..6]}")).Ids);
        Assert.Equal("token", Parameter(await StatementAsync(plan), "Coverage", "subscriber-id")["type"]!.ToString());
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Parameter_ThatIsNotKnown_IsTold_AndRefusedWhereItWouldDoHarm(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var found = (await plan.AskAsync("Patient?brthdate=2020&_sort=nonsense&_count=2")).Expect(HttpStatusCode.OK);
        var outcome = Assert
            .Single(
                found.Entries,
                static entry => entry.GetProperty("search").GetProperty("mode").GetString() == "outcome"
            )
            .GetProperty("resource");
        Assert.Equal("OperationOutcome", outcome.GetProperty("resourceType").GetString());
        Assert.Equal(
            ["brthdate", "_sort=nonsense"],
            outcome
                .GetProperty("issue")
                .EnumerateArray()
                .Select(static issue => issue.GetProperty("expression")[0].GetString())
        );
        Assert.All(
            outcome.GetProperty("issue").EnumerateArray(),
            static issue => Assert.Equal("warning", issue.GetProperty("severity").GetString())
        );
        Assert.DoesNotContain("brthdate", found.Link("self")!, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "\"outcome\"",
            (await plan.AskAsync("Patient?birthdate=2020&_count=2")).Text,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "brthdate",
            (await plan.FormAsync("Patient/_search", ("brthdate", "2020"))).Expect(HttpStatusCode.OK).Text,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "colour",
            (await plan.AskAsync("StructureDefinition?colour=red&name=none")).Expect(HttpStatusCode.OK).Text,
            StringComparison.Ordinal
        );
        (await plan.AskAsync("Patient?brthdate=2020", ("Prefer", "handling=strict"))).Refused(
            HttpStatusCode.BadRequest,
            "search-parameter"
        );
        (await plan.PostAsync(Made.Patient(Made.Word()), ("If-None-Exist", "brthdate=2020"))).Refused(
            HttpStatusCode.BadRequest,
            "search-parameter"
        );
        (await plan.CallAsync(HttpMethod.Put, "Patient?brthdate=2020", Made.Patient(Made.Word()))).Refused(
            HttpStatusCode.BadRequest,
            "search-parameter"
        );
        (await plan.RemoveAsync("Location?nme=2020")).Refused(HttpStatusCode.BadRequest, "search-parameter");
    }

    [Fact]
    public async Task Errors_StandBeforeNotes_InAnOutcome()
    {
        using var plan = (await ServerAsync("Sqlite")).As("plan-admin");
        var patient = Made.Patient(Made.Word());
        patient["communication"] = JsonNode.Parse(
            """[{"language":{"coding":[{"system":"urn:ietf:bcp:47","code":"xx-not-a-language"}]}}]"""
        );
        patient["generalPractitioner"] = JsonNode.Parse("""[{"reference":"Patient/x"}]""");
        patient["maritalStatus"] = JsonNode.Parse("""{"coding":[{"system":"http://unknown.example","code":"x"}]}""");
        var severities = (await plan.PostAsAsync("Patient/$validate", patient))
            .Expect(HttpStatusCode.OK)
            .Issues.Select(static issue => issue.GetProperty("severity").GetString()!)
            .ToList();
        Assert.Contains("error", severities);
        Assert.True(severities.Distinct().Count() > 1, string.Join(' ', severities));
        Assert.Equal(
            severities.OrderBy(static each => Array.IndexOf(["fatal", "error", "warning", "information"], each)),
            severities
        );
    }

    [Fact]
    public async Task IssueCodes_AndTheStatement_AreServedAndFound()
    {
        using var nobody = (await ServerAsync("Sqlite")).Anonymous();
        var codes = (await nobody.AskAsync("CodeSystem/husky-issue"))
            .Expect(HttpStatusCode.OK)
            .Json.GetProperty("concept")
            .EnumerateArray()
            .Select(static each => each.GetProperty("code").GetString()!)
            .ToHashSet();
        foreach (
            var detail in typeof(HuskyFhir.Validation.Reports.Details)
                .GetFields()
                .Select(static field => (string)field.GetRawConstantValue()!)
        )
            Assert.Contains(detail, codes);
        Assert.Equal(
            "husky-issue",
            (await nobody.AskAsync("CodeSystem?url=https://fhir.huskyfhir.example/CodeSystem/husky-issue")).Ids.Single()
        );
        Assert.Equal("husky", (await nobody.AskAsync("CapabilityStatement")).Expect(HttpStatusCode.OK).Ids.Single());
        Assert.Equal("husky", (await nobody.AskAsync("CapabilityStatement?name=huskyfhir&status=active")).Ids.Single());
        Assert.Empty((await nobody.AskAsync("CapabilityStatement?name=other")).Expect(HttpStatusCode.OK).Entries);
        Assert.True(
            JsonNode.DeepEquals(
                await StatementAsync(nobody),
                JsonNode.Parse((await nobody.AskAsync("CapabilityStatement/husky")).Expect(HttpStatusCode.OK).Body)
            )
        );
    }

    [Fact]
    public async Task Statement_NamesUsCore_WhereItIsMet_AndTellsOfPeriods()
    {
        using var nobody = (await ServerAsync("Sqlite")).Anonymous();
        var statement = await StatementAsync(nobody);
        Assert.StartsWith(
            "http://hl7.org/fhir/us/core/CapabilityStatement/us-core-server",
            statement["instantiates"]![0]!.ToString(),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "http://hl7.org/fhir/us/core/ImplementationGuide/hl7.fhir.us.core",
            statement["implementationGuide"]![0]!.ToString(),
            StringComparison.Ordinal
        );
        var profiles = Resource(statement, "Patient")["supportedProfile"]!
            .AsArray()
            .Select(static each => each!.ToString())
            .ToList();
        Assert.Contains("http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient", profiles);
        Assert.Contains("https://fhir.huskyfhir.example/StructureDefinition/husky-member", profiles);
        Assert.Contains(
            "period=ge2026-07-01&period=le2026-07-01",
            Parameter(statement, "Coverage", "period") is { } period
                ? period["documentation"]!.ToString()
                : string.Empty,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(
            "Of a period",
            Parameter(statement, "Patient", "birthdate")["documentation"]!.ToString(),
            StringComparison.Ordinal
        );
        var page = (await nobody.AskAsync("reference")).Expect(HttpStatusCode.OK).Text;
        Assert.Contains(
            "=ge2026-07-01&#x27; --data-urlencode",
            page.Replace("&#39;", "&#x27;", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
    }

    private static async Task<JsonNode> StatementAsync(HttpClient http) =>
        JsonNode.Parse((await http.AskAsync("metadata")).Body)!;

    private static JsonNode Resource(JsonNode statement, string type) =>
        statement["rest"]![0]!["resource"]!.AsArray().First(each => each!["type"]!.ToString() == type)!;

    private static JsonNode Parameter(JsonNode statement, string type, string name) =>
        Resource(statement, type)["searchParam"]!.AsArray().First(each => each!["name"]!.ToString() == name)!;
}
