using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using HuskyFhir.Core.Terms;
using HuskyFhir.Server.Tests.Directives;
using HuskyFhir.Server.Tests.PcpAssignments;
using HuskyFhir.Server.Tests.Running;
using HuskyFhir.Server.Tests.Security;
using static HuskyFhir.Server.Tests.Running.Bundles;

namespace HuskyFhir.Server.Tests.Documents;

/// <summary>
/// What the plan wrote only the plan changes, and what an organisation wrote only that organisation; each write of
/// bytes has its Provenance.
/// </summary>
public sealed class AuthorshipTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task WhatThePlanWrote_IsChangedByNoProvider_OnAnyRoad(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        using var ehr = server.As("ehr-riverbend", "system/*.cruds");
        var binary = await Files.StoredAsync(plan, $"Patient/{world.Ours}");
        var document = await plan.CreateAsync(Files.Document($"Patient/{world.Ours}", binary));
        var rewritten = document.DeepClone().AsObject();
        rewritten["description"] = "Approved after all";
        (await ehr.PutAsync(rewritten)).Refused(HttpStatusCode.Forbidden, "not-author");
        (await ehr.TransactAsync(Put(rewritten))).Refused(HttpStatusCode.Forbidden, "not-author");
        Assert.Equal([HttpStatusCode.Forbidden], (await ehr.BatchAsync(Put(rewritten))).Statuses());
        (await ehr.CallAsync(HttpMethod.Put, $"DocumentReference?_id={document["id"]}", rewritten)).Refused(
            HttpStatusCode.Forbidden,
            "not-author"
        );
        (
            await PatchAsync(ehr, document.At(), """[{"op":"replace","path":"/status","value":"entered-in-error"}]""")
        ).Refused(HttpStatusCode.Forbidden, "not-author");
        (
            await PatchAsync(
                ehr,
                $"DocumentReference?_id={document["id"]}",
                """[{"op":"replace","path":"/status","value":"superseded"}]"""
            )
        ).Refused(HttpStatusCode.Forbidden, "not-author");
        (
            await ehr.RawAsync(
                HttpMethod.Put,
                binary,
                Files.Png,
                "image/png",
                ("X-Security-Context", $"Patient/{world.Ours}")
            )
        ).Refused(HttpStatusCode.Forbidden, "not-author");
        var bytes = Files.Binary($"Patient/{world.Ours}", Files.Png, "image/png");
        bytes["id"] = binary["Binary/".Length..];
        (await ehr.PutAsync(bytes)).Refused(HttpStatusCode.Forbidden, "not-author");
        Assert.Equal(Files.Pdf, (await ehr.AskAsync(binary)).Expect(HttpStatusCode.OK).Body);
        (await plan.PutAsync(rewritten)).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task WhatAnOrganisationWrote_ItChanges_AndAnotherDoesNot_ThoughItSeesIt(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        using var riverbend = server.As("ehr-riverbend", "system/*.cruds");
        using var harbor = server.As("ehr-harbor", "system/*.cruds");
        var binary = await Files.StoredAsync(riverbend, $"Patient/{world.Ours}");
        var document = await riverbend.CreateAsync(Files.Document($"Patient/{world.Ours}", binary));
        document["description"] = "Second thoughts";
        document = JsonNode.Parse((await riverbend.PutAsync(document)).Expect(HttpStatusCode.OK).Body)!.AsObject();
        (
            await riverbend.RawAsync(
                HttpMethod.Put,
                binary,
                Files.Png,
                "image/png",
                ("X-Security-Context", $"Patient/{world.Ours}")
            )
        ).Expect(HttpStatusCode.OK);
        await plan.CreateAsync(
            Made.PcpChange($"Patient/{world.Ours}", await Practice.RoleAsync(plan, $"Organization/{world.Harbor}"))
        );
        (await harbor.AskAsync(document.At())).Expect(HttpStatusCode.OK);
        document["description"] = "Third thoughts";
        (await harbor.PutAsync(document)).Refused(HttpStatusCode.Forbidden, "not-author");
        (
            await harbor.RawAsync(
                HttpMethod.Put,
                binary,
                Files.Pdf,
                "application/pdf",
                ("X-Security-Context", $"Patient/{world.Ours}")
            )
        ).Refused(HttpStatusCode.Forbidden, "not-author");
        var own = Files.Document($"Patient/{world.Ours}", await Files.StoredAsync(harbor, $"Patient/{world.Ours}"));
        own["relatesTo"] = new JsonArray(
            new JsonObject
            {
                ["code"] = "appends",
                ["target"] = new JsonObject { ["reference"] = document.At() },
            }
        );
        await harbor.CreateAsync(own);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Notice_IsThePlansToWrite_AndNoPaperOfAProviderEndsIt(string database)
    {
        var server = await ServerAsync(database);
        var it = await Case.NewAsync(server);
        using var ehr = server.As("ehr-riverbend", "system/*.cruds");
        var letter = Files.Document(it.Member.At(), await Files.StoredAsync(it.Plan, it.Member.At()));
        letter["category"] = JsonNode.Parse(
            $$"""[{"coding":[{"system":"{{Systems.Base}}/CodeSystem/husky-notice-kind","code":"adverse-action"}]}]"""
        );
        letter["author"] = new JsonArray(new JsonObject { ["display"] = "HUSKY Health" });
        var forged = letter.DeepClone().AsObject();
        forged["content"]![0]!["attachment"]!["url"] = await Files.StoredAsync(ehr, it.Member.At());
        (await ehr.PostAsync(forged)).Refused(HttpStatusCode.Forbidden, "plan-paper");
        letter = await it.Plan.CreateAsync(letter);
        var paper = Files.Document(it.Member.At(), await Files.StoredAsync(ehr, it.Member.At()));
        paper["category"] = new JsonArray(Case.Concept("http://loinc.org", "42348-3"));
        paper["relatesTo"] = new JsonArray(
            new JsonObject
            {
                ["code"] = "replaces",
                ["target"] = new JsonObject { ["reference"] = letter.At() },
            }
        );
        await ehr.PostAsync(paper);
        Assert.Equal("current", (string?)JsonNode.Parse((await it.Plan.AskAsync(letter.At())).Body)!["status"]);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Directive_OfAnother_IsEndedByAProvider_AndNotOtherwiseChanged(string database)
    {
        var server = await ServerAsync(database);
        var it = await Case.NewAsync(server);
        using var ehr = server.As("ehr-riverbend", "system/*.cruds");
        var will = await it.Plan.CreateAsync(it.Directive("living-will"));
        var changed = will.DeepClone().AsObject();
        changed["dateTime"] = "2026-01-02";
        (await ehr.PutAsync(changed)).Refused(HttpStatusCode.Forbidden, "not-author");
        changed["status"] = "inactive";
        (await ehr.PutAsync(changed)).Refused(HttpStatusCode.Forbidden, "not-author");
        // revoked at any time and in any manner, and the physician puts it on record (CGS 19a-579a)
        will["status"] = "inactive";
        (await ehr.PutAsync(will)).Expect(HttpStatusCode.OK);
        will["status"] = "active";
        (await ehr.PutAsync(will)).Refused(HttpStatusCode.Forbidden, "not-author");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task EachWriteOfBytes_LeavesAProvenance_AsOtherWritesDo(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        using var ehr = server.As("ehr-riverbend", "system/*.cruds");
        var raw = await Files.StoredAsync(ehr, $"Patient/{world.Ours}");
        await ehr.CreateAsync(Files.Document($"Patient/{world.Ours}", raw)); // until then nobody but the plan sees it
        (
            await ehr.RawAsync(
                HttpMethod.Put,
                raw,
                Files.Png,
                "image/png",
                ("X-Security-Context", $"Patient/{world.Ours}")
            )
        ).Expect(HttpStatusCode.OK);
        var within = (await ehr.CreateAsync(Files.Binary($"Patient/{world.Ours}", Files.Pdf))).At();
        var urn = Urn();
        var transacted = (await ehr.TransactAsync(Post(Files.Binary($"Patient/{world.Ours}", Files.Pdf), urn)))
            .Expect(HttpStatusCode.OK)
            .Stored(0);
        foreach (var (binary, count) in new[] { (raw, 2), (within, 1), (transacted, 1) })
        {
            Assert.Equal(
                (binary, count),
                (binary, (await plan.AskAsync($"Provenance?target={binary}")).Expect(HttpStatusCode.OK).Total)
            );
            Assert.Equal(
                count + 1,
                (await plan.AskAsync($"Binary?_id={binary["Binary/".Length..]}&_revinclude=Provenance:target"))
                    .Expect(HttpStatusCode.OK)
                    .Entries.Count
            );
        }
    }

    private static Task<Reply> PatchAsync(HttpClient http, string address, string patch) =>
        http.RawAsync(HttpMethod.Patch, address, Encoding.UTF8.GetBytes(patch), "application/json-patch+json");
}
