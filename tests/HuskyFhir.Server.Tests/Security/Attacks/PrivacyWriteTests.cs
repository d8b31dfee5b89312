using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using HuskyFhir.Core.Terms;
using HuskyFhir.Server.Tests.Directives;
using HuskyFhir.Server.Tests.Documents;
using HuskyFhir.Server.Tests.Running;
using static HuskyFhir.Server.Tests.Running.Bundles;

namespace HuskyFhir.Server.Tests.Security.Attacks;

/// <summary>
/// What decides who may see a record is the member's or the plan's to write, on every road; labels are lowered by the
/// plan alone, with a
/// trace (45 CFR 164.522(a); 42 CFR 2.31).
/// </summary>
public sealed class PrivacyWriteTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const string ActCode = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
    private const string Scopes = "http://terminology.hl7.org/CodeSystem/consentscope";

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Consent_OfTwoScopes_IsRefusedForEverybody_OnEveryRoad(string database)
    {
        var server = await ServerAsync(database);
        var it = await Case.NewAsync(server);
        using var ehr = Writer(server);
        var both = it.Directive("living-will");
        both["scope"] = JsonNode.Parse(
            $$"""{"coding":[{"system":"{{Scopes}}","code":"adr"},{"system":"{{Scopes}}","code":"patient-privacy"}]}"""
        );
        both["provision"]!["type"] = "permit";
        both["provision"]!["securityLabel"] = JsonNode.Parse($$"""[{"system":"{{ActCode}}","code":"42CFRPart2"}]""");
        var will = await ehr.CreateAsync(it.Directive("living-will"));
        foreach (var client in new[] { ehr, it.Plan })
        {
            (await client.PostAsync(both)).Refused(HttpStatusCode.UnprocessableEntity, "consent-scope");
            (await client.TransactAsync(Post(both))).Refused(HttpStatusCode.UnprocessableEntity, "consent-scope");
            Assert.Equal([HttpStatusCode.UnprocessableEntity], (await client.BatchAsync(Post(both))).Statuses());
            var changed = both.DeepClone().AsObject();
            changed["id"] = (string)will["id"]!;
            (await client.PutAsync(changed)).Refused(HttpStatusCode.UnprocessableEntity, "consent-scope");
            (
                await PatchAsync(
                    client,
                    will.At(),
                    $$"""[{"op":"add","path":"/scope/coding/-","value":{"system":"{{Scopes}}","code":"patient-privacy"} }]"""
                )
            ).Refused(HttpStatusCode.UnprocessableEntity, "consent-scope");
        }

        both["scope"]!["coding"]![1]!["code"] = "research";
        (await it.Plan.PostAsync(both)).Refused(HttpStatusCode.UnprocessableEntity, "consent-scope");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task DecisionAboutPrivacy_OfAProvider_IsRefused_OnEveryRoad(string database)
    {
        var server = await ServerAsync(database);
        var it = await Case.NewAsync(server);
        using var ehr = Writer(server);
        var release = Made.Release(
            it.Member.At(),
            JsonNode.Parse($$"""{"securityLabel":[{"system":"{{ActCode}}","code":"42CFRPart2"}]}""")!.AsObject()
        );
        var treatment = release.DeepClone().AsObject();
        treatment["scope"]!["coding"]![0]!["code"] = "treatment";
        var unsaid = release.DeepClone().AsObject();
        unsaid["scope"] = new JsonObject { ["text"] = "about my papers" };
        foreach (var decision in new[] { release, treatment, unsaid, Made.Denial(it.Member.At()) })
        {
            (await ehr.PostAsync(decision)).Refused(HttpStatusCode.Forbidden, "privacy-decision");
            (await ehr.PostAsync(decision, ("If-None-Exist", $"patient={it.MemberId}&date=1999-01-01"))).Refused(
                HttpStatusCode.Forbidden,
                "privacy-decision"
            );
            (await ehr.CallAsync(HttpMethod.Put, $"Consent?patient={it.MemberId}&date=1999-01-01", decision)).Refused(
                HttpStatusCode.Forbidden,
                "privacy-decision"
            );
            (await ehr.TransactAsync(Post(decision))).Refused(HttpStatusCode.Forbidden, "privacy-decision");
            Assert.Equal([HttpStatusCode.Forbidden], (await ehr.BatchAsync(Post(decision))).Statuses());
        }

        var will = await ehr.CreateAsync(it.Directive("living-will"));
        will["scope"]!["coding"]![0]!["code"] = "patient-privacy";
        will["provision"] = JsonNode.Parse(
            $$"""{"type":"permit","securityLabel":[{"system":"{{ActCode}}","code":"42CFRPart2"}]}"""
        );
        (await ehr.PutAsync(will)).Refused(HttpStatusCode.Forbidden, "privacy-decision");
        (await ehr.TransactAsync(Put(will))).Refused(HttpStatusCode.Forbidden, "privacy-decision");
        Assert.Equal(
            0,
            (await it.Plan.AskAsync($"Consent?patient={it.MemberId}&scope=patient-privacy,treatment")).Total
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Labels_OfItsOwnDocument_AreRaisedByAProvider_AndLoweredByThePlan_WithATrace(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        using var ehr = Writer(server);
        await plan.CreateAsync(
            Made.Release(
                $"Patient/{world.Ours}",
                JsonNode
                    .Parse(
                        $$"""{"securityLabel":[{"system":"{{ActCode}}","code":"42CFRPart2"},{"system":"{{ActCode}}","code":"HIV"}]}"""
                    )!
                    .AsObject()
            )
        );
        var document = await ehr.CreateAsync(
            Files.Document($"Patient/{world.Ours}", await Files.StoredAsync(ehr, $"Patient/{world.Ours}"))
        );
        document["meta"]!["security"] = JsonNode.Parse($$"""[{"system":"{{ActCode}}","code":"42CFRPart2"}]""");
        document = JsonNode.Parse((await ehr.PutAsync(document)).Expect(HttpStatusCode.OK).Body)!.AsObject();
        (
            await PatchAsync(
                ehr,
                document.At(),
                $$"""[{"op":"add","path":"/securityLabel","value":[{"coding":[{"system":"{{ActCode}}","code":"HIV"}]}] }]"""
            )
        ).Expect(HttpStatusCode.OK);
        document = JsonNode.Parse((await ehr.AskAsync(document.At())).Expect(HttpStatusCode.OK).Body)!.AsObject();
        var plain = document.DeepClone().AsObject();
        plain["meta"]!.AsObject().Remove("security");
        var open = document.DeepClone().AsObject();
        open.Remove("securityLabel");
        foreach (var lowered in new[] { plain, open })
        {
            (await ehr.PutAsync(lowered)).Refused(HttpStatusCode.Forbidden, "label-lowered");
            (await ehr.TransactAsync(Put(lowered))).Refused(HttpStatusCode.Forbidden, "label-lowered");
            (await ehr.CallAsync(HttpMethod.Put, $"DocumentReference?_id={document["id"]}", lowered)).Refused(
                HttpStatusCode.Forbidden,
                "label-lowered"
            );
        }

        (await PatchAsync(ehr, document.At(), """[{"op":"remove","path":"/meta/security"}]""")).Refused(
            HttpStatusCode.Forbidden,
            "label-lowered"
        );
        (await PatchAsync(ehr, document.At(), """[{"op":"remove","path":"/securityLabel"}]""")).Refused(
            HttpStatusCode.Forbidden,
            "label-lowered"
        );
        var lower = JsonNode.Parse((await plan.PutAsync(plain)).Expect(HttpStatusCode.OK).Body)!.AsObject();
        var version = (string)lower["meta"]!["versionId"]!;
        var told = (await plan.AskAsync($"Provenance?target={document.At()}"))
            .Entries.Select(static entry => entry.GetRawText())
            .Single(text => text.Contains($"/_history/{version}\"", StringComparison.Ordinal));
        Assert.Contains("abels were taken off", told, StringComparison.Ordinal);
        Assert.DoesNotContain("42CFRPart2", told, StringComparison.Ordinal);
        var trail = await server.QueryAsync(
            "SELECT detail FROM audit WHERE resource = $1 AND version = $2 AND client = 'plan-admin' AND action = "
                + "'updated'",
            static row => row.TextOrNull(0),
            Guid.Parse((string)document["id"]!),
            long.Parse(version, System.Globalization.CultureInfo.InvariantCulture)
        );
        Assert.Contains("42CFRPart2", Assert.Single(trail), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Labels_AreNotLostByAnotherDocument_OtherBytes_OrANumberThatMoves(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        using var ehr = Writer(server);
        await plan.CreateAsync(
            Made.Release(
                $"Patient/{world.Ours}",
                JsonNode.Parse($$"""{"securityLabel":[{"system":"{{ActCode}}","code":"HIV"}]}""")!.AsObject()
            )
        );
        var bytes = Files.Binary($"Patient/{world.Ours}", Files.Pdf);
        bytes["meta"] = JsonNode.Parse($$"""{"security":[{"system":"{{ActCode}}","code":"HIV"}]}""");
        var binary = await ehr.CreateAsync(bytes);
        await ehr.CreateAsync(Files.Document($"Patient/{world.Ours}", binary.At()));
        (
            await ehr.RawAsync(
                HttpMethod.Put,
                binary.At(),
                Files.Png,
                "image/png",
                ("X-Security-Context", $"Patient/{world.Ours}")
            )
        ).Refused(HttpStatusCode.Forbidden, "label-lowered");
        (
            await plan.RawAsync(
                HttpMethod.Put,
                binary.At(),
                Files.Png,
                "image/png",
                ("X-Security-Context", $"Patient/{world.Ours}")
            )
        ).Refused(HttpStatusCode.UnprocessableEntity, "labels-unsaid");
        bytes["id"] = (string)binary["id"]!;
        bytes.Remove("meta");
        (await ehr.PutAsync(bytes)).Refused(HttpStatusCode.Forbidden, "label-lowered");
        var labelled = Files.Document($"Patient/{world.Ours}", await Files.StoredAsync(ehr, $"Patient/{world.Ours}"));
        labelled["securityLabel"] = JsonNode.Parse($$"""[{"coding":[{"system":"{{ActCode}}","code":"HIV"}]}]""");
        labelled = await ehr.CreateAsync(labelled);
        var elsewhere = labelled.DeepClone().AsObject();
        elsewhere["content"]![0]!["attachment"]!["url"] = await Files.StoredAsync(
            ehr,
            $"Patient/{world.Ours}",
            Files.Pdf
        );
        (await ehr.PutAsync(elsewhere)).Refused(HttpStatusCode.Forbidden, "bytes-released");
        var nameless = labelled.DeepClone().AsObject();
        nameless.Remove("identifier");
        (await ehr.PutAsync(nameless)).Refused(HttpStatusCode.Forbidden, "number-released");
        var anew = labelled.DeepClone().AsObject();
        anew.Remove("securityLabel");
        anew.Remove("id");
        nameless["identifier"] = new JsonArray(
            new JsonObject { ["system"] = Systems.DocumentKey, ["value"] = Made.Word() }
        );
        (await ehr.TransactAsync(Put(nameless), Post(anew))).Refused(HttpStatusCode.Forbidden, "number-released");
        (await plan.AskAsync(labelled.At())).Expect(HttpStatusCode.OK);
        Assert.Equal("W/\"1\"", (await plan.AskAsync(labelled.At())).Header("ETag"));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task TheAgency_WritesNothing_WhateverItsScopes(string database)
    {
        var server = await ServerAsync(database);
        var it = await Case.NewAsync(server);
        using var dss = server.As("dss", "system/*.cruds");
        foreach (
            var resource in new[]
            {
                Made.Document(it.Member.At(), "current", "18842-5", "2026-01-01", null),
                it.Directive("living-will"),
                Made.Denial(it.Member.At()),
                Made.PcpChange(it.Member.At(), "PractitionerRole/01900000-0000-7000-8000-000000000000"),
                Made.Notice(it.Member.At()),
                Files.Binary(it.Member.At(), Files.Pdf),
            }
        )
            (await dss.PostAsync(resource)).Refused(HttpStatusCode.Forbidden, "policy");
    }

    private static HttpClient Writer(HuskyServer server) => server.As("ehr-riverbend", "system/*.cruds");

    private static Task<Reply> PatchAsync(HttpClient http, string address, string patch) =>
        http.RawAsync(HttpMethod.Patch, address, Encoding.UTF8.GetBytes(patch), "application/json-patch+json");
}
