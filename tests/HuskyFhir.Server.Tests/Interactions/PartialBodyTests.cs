using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;
using HuskyFhir.Server.Tests.Security;
using static HuskyFhir.Server.Tests.Running.Bundles;

namespace HuskyFhir.Server.Tests.Interactions;

/// <summary>
/// A body from which the service left something out is not taken back: it would erase what was left out (R4 section
/// 3.1.1.5.8).
/// </summary>
public sealed class PartialBodyTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const string Tags = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task SummaryOfAResource_IsNotTakenBack_OnAnyRoad(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        foreach (var shape in new[] { "_elements=name", "_summary=true" })
        {
            var part = JsonNode
                .Parse(
                    (await plan.AskAsync($"Patient?_id={world.Ours}&{shape}"))
                        .Expect(HttpStatusCode.OK)
                        .Entries[0]
                        .GetProperty("resource")
                        .GetRawText()
                )!
                .AsObject();
            (await plan.PutAsync(part)).Refused(HttpStatusCode.UnprocessableEntity, "body-partial");
            (await plan.TransactAsync(Put(part))).Refused(HttpStatusCode.UnprocessableEntity, "body-partial");
            Assert.Equal([HttpStatusCode.UnprocessableEntity], (await plan.BatchAsync(Put(part))).Statuses());
            (await plan.CallAsync(HttpMethod.Put, $"Patient?_id={world.Ours}", part)).Refused(
                HttpStatusCode.UnprocessableEntity,
                "body-partial"
            );
            part.Remove("id");
            (await plan.PostAsync(part)).Refused(HttpStatusCode.UnprocessableEntity, "body-partial");
        }

        var tagged = $$"""[{"op":"add","path":"/meta/tag","value":[{"system":"{{Tags}}","code":"SUBSETTED"}]}]""";
        (
            await plan.RawAsync(
                HttpMethod.Patch,
                $"Patient/{world.Ours}",
                Encoding.UTF8.GetBytes(tagged),
                "application/json-patch+json"
            )
        ).Refused(HttpStatusCode.UnprocessableEntity, "body-partial");
        using var ehr = server.As("ehr-riverbend", "system/*.cruds");
        var document = await ehr.CreateAsync(
            Made.Document($"Patient/{world.Ours}", "current", "18842-5", "2026-01-01", null)
        );
        var summary = JsonNode
            .Parse(
                (await ehr.AskAsync($"DocumentReference?_id={document["id"]}&_summary=true"))
                    .Entries[0]
                    .GetProperty("resource")
                    .GetRawText()
            )!
            .AsObject();
        (await ehr.PutAsync(summary)).Refused(HttpStatusCode.UnprocessableEntity, "body-partial");
        (await plan.AskAsync(document.At())).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task WhatWasMasked_IsNotErased_ByTheMaskedBody(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        using var ehr = server.As("ehr-riverbend");
        var patient = JsonNode.Parse((await plan.AskAsync($"Patient/{world.Ours}")).Body)!.AsObject();
        patient["address"] = JsonNode.Parse(
            """[{"extension":[{"url":"http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label","valueCoding":{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"}}],"city":"Elsewhere"}]"""
        );
        (await plan.PutAsync(patient)).Expect(HttpStatusCode.OK);
        var masked = JsonNode
            .Parse((await ehr.AskAsync($"Patient/{world.Ours}")).Expect(HttpStatusCode.OK).Body)!
            .AsObject();
        Assert.Contains("REDACTED", masked.ToJsonString(), StringComparison.Ordinal);
        masked["active"] = true;
        (await plan.PutAsync(masked)).Refused(HttpStatusCode.UnprocessableEntity, "body-redacted");
        (await plan.TransactAsync(Put(masked))).Refused(HttpStatusCode.UnprocessableEntity, "body-redacted");
        Assert.Contains("Elsewhere", (await plan.AskAsync($"Patient/{world.Ours}")).Text, StringComparison.Ordinal);
        masked.Remove("id");
        masked["identifier"] = JsonNode.Parse(
            $$"""[{"system":"{{HuskyFhir.Core.Terms.Systems.ClientId}}","value":"{{Made.ClientId()}}"}]"""
        );
        // of another service's record, nothing here is erased
        (await plan.PostAsync(masked)).Expect(HttpStatusCode.Created);
    }
}
