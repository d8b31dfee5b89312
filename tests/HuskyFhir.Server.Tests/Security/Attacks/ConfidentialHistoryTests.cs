using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Security.Attacks;

/// <summary>
/// What is confidential now is not read from how it once came, and any element can be (45 CFR 164.522(b)).
/// </summary>
public sealed class ConfidentialHistoryTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const string Label =
        """[{"url":"http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label","valueCoding":{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"}}]""";

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task AnAddress_ThatIsConfidentialNow_IsNotInEarlierVersions(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        var (secret, address) = (Made.Word(), $"Patient/{world.Ours}");
        var patient = JsonNode.Parse((await plan.AskAsync(address)).Body)!.AsObject();
        patient["address"] = JsonNode.Parse($$"""[{"city":"{{secret}}"},{"city":"Hartford"}]""");
        patient["telecom"] = JsonNode.Parse($$"""[{"system":"email","value":"{{secret}}@example.org"}]""");
        patient["contact"] = JsonNode.Parse($$"""[{"name":{"family":"{{secret}}"} }]""");
        (await plan.PutAsync(patient)).Expect(HttpStatusCode.OK);
        foreach (var name in new[] { "address", "telecom", "contact" })
            patient[name]![0]!["extension"] = JsonNode.Parse(Label);
        (await plan.PutAsync(patient)).Expect(HttpStatusCode.OK);
        await UnreadAsync(server, address, secret);
        // Also when the protected one gave way to another.
        patient["address"] = JsonNode.Parse("""[{"city":"Hartford"}]""");
        patient.Remove("telecom");
        patient.Remove("contact");
        (await plan.PutAsync(patient)).Expect(HttpStatusCode.OK);
        await UnreadAsync(server, address, secret);
        Assert.Contains(secret, (await plan.AskAsync($"{address}/_history")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task AnyElement_ThatIsLabelled_IsMasked(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        var (secret, member) = (Made.Word(), $"Patient/{world.Ours}");
        var patient = JsonNode.Parse((await plan.AskAsync(member)).Body)!.AsObject();
        patient["contact"] = JsonNode.Parse(
            $$"""[{"extension":{{Label}},"name":{"family":"{{secret}}"},"address":{"city":"{{secret}}"},"telecom":[{"system":"phone","value":"{{secret}}"}]},{"name":{"extension":{{Label}},"family":"{{secret}}"},"gender":"male"}]"""
        );
        patient["name"]!
            .AsArray()
            .Add(JsonNode.Parse($$"""{"extension":{{Label}},"use":"maiden","family":"{{secret}}"}"""));
        (await plan.PutAsync(patient)).Expect(HttpStatusCode.OK);
        var person = Made.RelatedPerson(member, world.Word);
        person["name"]![0]!["given"] = new JsonArray(secret, "Test");
        person["name"]![0]!["_given"] = JsonNode.Parse($$"""[{"extension":{{Label}}},null]""");
        person = await plan.CreateAsync(person);
        var document = Made.Document(member, "current", "18842-5", "2026-01-01", null);
        document["description"] = secret;
        document["_description"] = JsonNode.Parse($$"""{"extension":{{Label}}}""");
        document = await plan.CreateAsync(document);
        var clinic = Made.Organization(Made.Word());
        clinic["telecom"] = JsonNode.Parse($$"""[{"extension":{{Label}},"system":"phone","value":"{{secret}}"}]""");
        clinic = await plan.CreateAsync(clinic);
        foreach (var address in new[] { member, person.At(), document.At(), clinic.At() })
        {
            Assert.Contains(secret, (await plan.AskAsync(address)).Text, StringComparison.Ordinal);
            await UnreadAsync(server, address, secret);
        }

        using var ehr = server.As("ehr-riverbend");
        foreach (
            var query in new[]
            {
                $"Patient?name={secret}",
                $"Patient?family={secret}",
                $"RelatedPerson?given={secret}",
                $"DocumentReference?description={secret}",
                $"Patient?_has:RelatedPerson:patient:name={secret}",
                $"Coverage?patient.name={secret}",
            }
        )
            Assert.Equal((query, 0), (query, (await ehr.AskAsync(query)).Expect(HttpStatusCode.OK).Total));
        Assert.Equal(1, (await ehr.AskAsync($"DocumentReference?_id={document["id"]}&description:missing=true")).Total);
        Assert.Equal(
            "male",
            (await ehr.AskAsync(member)).Json.GetProperty("contact")[0].GetProperty("gender").GetString()
        );
        Assert.Equal(
            "Test",
            (await ehr.AskAsync(person.At())).Json.GetProperty("name")[0].GetProperty("given")[0].GetString()
        );
    }

    private static async Task UnreadAsync(HuskyServer server, string address, string secret)
    {
        using var plan = server.As("plan-admin");
        var versions = (await plan.AskAsync($"{address}/_history")).Expect(HttpStatusCode.OK).Total!.Value;
        foreach (var client in new[] { "ehr-riverbend", "dss" })
        {
            using var http = server.As(client);
            if (client == "dss" && address.StartsWith("DocumentReference", StringComparison.Ordinal))
                continue;
            var looks = Enumerable
                .Range(1, versions)
                .Select(version => $"{address}/_history/{version}")
                .Concat([
                    address,
                    $"{address}/_history",
                    $"{address.Split('/')[0]}/_history?_count=200",
                    $"{address.Split('/')[0]}?_id={address.Split('/')[1]}",
                    $"{address}?_format=xml",
                ]);
            foreach (var look in looks)
                Assert.DoesNotContain(
                    secret,
                    (await http.AskAsync(look)).Expect(HttpStatusCode.OK).Text,
                    StringComparison.OrdinalIgnoreCase
                );
        }
    }
}
