using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Decisions;

/// <summary>
/// Decisions are the plan's to write and the member's providers' to read, without what is paid (CMS-0057-F: no
/// remittances, no cost sharing), and as sensitive as what they decide on.
/// </summary>
public sealed class DecisionAccessTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Provider_SeesItsMembersDecisions_AndWritesNone(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var riverbend = server.As("ehr-riverbend");
        using var harbor = server.As("ehr-harbor");
        using var dss = server.As("dss");
        var it = await Asked.NewAsync(plan, pcp: await RoleAsync(plan));
        var claim = await plan.CreateAsync(it.Claim());
        var decision = await plan.CreateAsync(it.Decision(claim, "denied-full"));
        foreach (var stored in new[] { claim, decision })
        {
            (await riverbend.AskAsync(stored.At())).Expect(HttpStatusCode.OK);
            (await harbor.AskAsync(stored.At())).Refused(HttpStatusCode.NotFound, "unknown-id");
            (await dss.AskAsync(stored.At())).Refused(HttpStatusCode.NotFound, "unknown-id");
            Assert.Equal(
                [(string)stored["id"]!],
                (await riverbend.AskAsync($"{stored["resourceType"]}?patient={it.Member.At()}")).Ids
            );
            Assert.Empty((await harbor.AskAsync($"{stored["resourceType"]}?patient={it.Member.At()}")).Ids);
            foreach (var http in new[] { riverbend, dss })
            {
                (await http.PutAsync(stored)).Expect(HttpStatusCode.Forbidden);
                (await http.PostAsync(it.Claim())).Expect(HttpStatusCode.Forbidden);
                (await http.PostAsync(it.Decision(claim))).Expect(HttpStatusCode.Forbidden);
            }
        }

        Assert.Contains((string)decision["id"]!, (await riverbend.AskAsync($"{it.Member.At()}/$everything")).Ids);
        await plan.CreateAsync(
            Made.Denial(
                it.Member.At(),
                JsonNode
                    .Parse("""{"class":[{"system":"http://hl7.org/fhir/resource-types","code":"ClaimResponse"}]}""")!
                    .AsObject()
            )
        );
        (await riverbend.AskAsync(decision.At())).Refused(HttpStatusCode.NotFound, "unknown-id");
        (await riverbend.AskAsync(claim.At())).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Decision_IsAsSensitiveAsItsRequest(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var riverbend = server.As("ehr-riverbend");
        var it = await Asked.NewAsync(plan, pcp: await RoleAsync(plan));
        var claim = it.Claim();
        claim["meta"] = JsonNode.Parse(
            """{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"MH"}]}"""
        );
        var decision = await plan.CreateAsync(it.Decision(await plan.CreateAsync(claim), "denied-full"));
        Assert.Equal("MH", (string?)decision["meta"]!["security"]![0]!["code"]);
        (await riverbend.AskAsync(decision.At())).Refused(HttpStatusCode.NotFound, "unknown-id");
        Assert.Empty((await riverbend.AskAsync($"ClaimResponse?patient={it.Member.At()}")).Ids);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task WhatIsPaid_IsForThePlanAlone(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var riverbend = server.As("ehr-riverbend");
        var it = await Asked.NewAsync(plan, pcp: await RoleAsync(plan));
        var paid = it.Decision(await plan.CreateAsync(it.Claim(use: "claim")));
        Asked.Line(paid)["amount"] = JsonNode.Parse("""{"value":71.37,"currency":"USD"}""");
        paid["total"] = JsonNode.Parse(
            """[{"category":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/adjudication","code":"copay"}]},"amount":{"value":4.19,"currency":"USD"}}]"""
        );
        paid["payment"] = JsonNode.Parse(
            """{"type":{"text":"complete"},"date":"2026-11-10","amount":{"value":67.18,"currency":"USD"}}"""
        );
        var stored = await plan.CreateAsync(paid);
        Assert.Contains("67.18", (await plan.AskAsync(stored.At())).Text, StringComparison.Ordinal);
        foreach (
            var address in new[]
            {
                stored.At(),
                $"{stored.At()}/_history/1",
                $"ClaimResponse?patient={it.Member.At()}",
                $"{it.Member.At()}/$everything",
            }
        )
        {
            var shown = (await riverbend.AskAsync(address)).Expect(HttpStatusCode.OK).Text;
            Assert.Contains("Approved", shown, StringComparison.Ordinal);
            Assert.DoesNotContain("71.37", shown, StringComparison.Ordinal);
            Assert.DoesNotContain("4.19", shown, StringComparison.Ordinal);
            Assert.DoesNotContain("67.18", shown, StringComparison.Ordinal);
        }
    }

    private static async Task<string> RoleAsync(HttpClient plan) =>
        $"PractitionerRole/{(await plan.AskAsync("PractitionerRole?identifier=RB-HALE")).Ids[0]}";
}
