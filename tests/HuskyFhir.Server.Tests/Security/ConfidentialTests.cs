using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Security;

/// <summary>
/// An address for confidential communication is the plan's alone: not shown, and not found by (45 CFR 164.522(b)).
/// </summary>
public sealed class ConfidentialTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const string Secret =
        """[{"url":"http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label","valueCoding":{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"}}]""";

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ConfidentialAddress_IsMaskedForAllButThePlan_AndFoundByNobody(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        var hidden = Made.Word();
        foreach (
            var (address, part) in new[]
            {
                ($"Patient/{world.Ours}", "Patient"),
                (
                    (await plan.CreateAsync(Made.RelatedPerson($"Patient/{world.Ours}", world.Word))).At(),
                    "RelatedPerson"
                ),
            }
        )
        {
            var resource = JsonNode.Parse((await plan.AskAsync(address)).Expect(HttpStatusCode.OK).Body)!.AsObject();
            resource["address"] = JsonNode.Parse(
                $$"""[{"city":"Hartford"},{"extension":{{Secret}},"city":"{{hidden}}"}]"""
            );
            resource["telecom"] = JsonNode.Parse(
                $$"""[{"extension":{{Secret}},"system":"email","value":"{{hidden}}@example.org"}]"""
            );
            resource["text"] = JsonNode.Parse(
                $$"""{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">{{hidden}}</div>"}"""
            );
            (await plan.PutAsync(resource)).Expect(HttpStatusCode.OK);
            resource["active"] = true;
            (await plan.PutAsync(resource)).Expect(HttpStatusCode.OK);
            foreach (var client in new[] { "ehr-riverbend", "dss" })
            {
                using var http = server.As(client);
                foreach (
                    var look in new[]
                    {
                        address,
                        $"{address}/_history",
                        $"{address}/_history/2",
                        $"{part}?_id={address.Split('/')[1]}",
                        $"Coverage?patient={world.Ours}&_include=*&_revinclude=RelatedPerson:patient",
                        $"Patient/{world.Ours}/$everything",
                        $"Patient/{world.Ours}/*",
                        $"{address}?_format=xml",
                        $"{address}?_format=html",
                    }
                )
                {
                    var told = (await http.AskAsync(look)).Expect(HttpStatusCode.OK);
                    Assert.DoesNotContain(hidden, told.Text, StringComparison.OrdinalIgnoreCase);
                }

                var seen = (await http.AskAsync(address)).Json;
                Assert.Equal("Hartford", seen.GetProperty("address")[0].GetProperty("city").GetString());
                Assert.False(seen.TryGetProperty("telecom", out _));
                Assert.Equal(
                    "REDACTED",
                    seen.GetProperty("meta").GetProperty("security")[0].GetProperty("code").GetString()
                );
                foreach (
                    var query in new[]
                    {
                        $"address={hidden}",
                        $"address-city={hidden}",
                        $"email={hidden}@example.org",
                        $"telecom={hidden}@example.org",
                    }
                )
                    Assert.Equal(0, (await http.AskAsync($"{part}?{query}")).Expect(HttpStatusCode.OK).Total);
                Assert.Equal(
                    1,
                    (await http.AskAsync($"{part}?_id={address.Split('/')[1]}&address-city=hartford")).Total
                );
            }

            Assert.Contains(hidden, (await plan.AskAsync(address)).Text, StringComparison.Ordinal);
            Assert.Equal(0, (await plan.AskAsync($"{part}?address-city={hidden}")).Total);
        }
    }
}
