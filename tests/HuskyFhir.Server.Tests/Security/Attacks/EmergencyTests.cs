using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Security.Attacks;

/// <summary>
/// "Break the glass": each member's record, one at a time, for a reason that is written down (45 CFR
/// 164.312(a)(2)(ii)).
/// </summary>
public sealed class EmergencyTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const string Secret =
        """[{"url":"http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label","valueCoding":{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"}}]""";

    private static readonly (string, string) Reason = ("X-Access-Reason", "unconscious on arrival");

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Emergency_OpensWhatTheMembersCareNeeds_ButNeverIncomeNorAConfidentialAddress(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        var hidden = Made.Word();
        var patient = JsonNode.Parse((await plan.AskAsync($"Patient/{world.Theirs}")).Body)!.AsObject();
        patient["address"] = JsonNode.Parse($$"""[{"extension":{{Secret}},"city":"{{hidden}}"}]""");
        (await plan.PutAsync(patient)).Expect(HttpStatusCode.OK);
        var record = Made.Document($"Patient/{world.Theirs}", "current", "18842-5", "2026-01-01", null);
        record["meta"] = JsonNode.Parse(
            """{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"HIV"}]}"""
        );
        record = await plan.CreateAsync(record);
        var income = await plan.CreateAsync(Made.Income($"Patient/{world.Theirs}", 12_345));
        var choice = await plan.CreateAsync(Made.OptOut($"Patient/{world.Theirs}"));
        using var usual = server.As("ehr-riverbend");
        using var ehr = server.As("ehr-riverbend", purpose: "BTG");
        foreach (
            var address in new[]
            {
                patient.At(),
                $"Coverage/{world.TheirCoverage}",
                $"RelatedPerson/{world.TheirRelative}",
                record.At(),
            }
        )
        {
            (await usual.AskAsync(address, Reason)).Refused(HttpStatusCode.NotFound, "unknown-id");
            Assert.DoesNotContain(
                hidden,
                (await ehr.AskAsync(address, Reason)).Expect(HttpStatusCode.OK).Text,
                StringComparison.OrdinalIgnoreCase
            );
        }

        Assert.Equal(
            [(string)record["id"]!],
            (await ehr.AskAsync($"DocumentReference?patient={world.Theirs}", Reason)).Ids
        );
        foreach (
            var closed in new[]
            {
                income.At(),
                $"Observation/{world.OurIncome}",
                choice.At(),
                $"{income.At()}/_history/1",
            }
        )
            (await ehr.AskAsync(closed, Reason)).Refused(HttpStatusCode.NotFound, "unknown-id");
        Assert.Equal(0, (await ehr.AskAsync($"Observation?patient={world.Theirs}", Reason)).Total);
        foreach (var everything in new[] { $"{patient.At()}/$everything", $"{patient.At()}/*" })
        {
            var told = (await ehr.AskAsync(everything, Reason)).Expect(HttpStatusCode.OK).Text;
            Assert.Contains((string)record["id"]!, told, StringComparison.Ordinal);
            foreach (var never in new[] { hidden, (string)income["id"]!, (string)choice["id"]! })
                Assert.DoesNotContain(never, told, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Emergency_IsOneMemberAtATime_ForAReason_AndReadsAlone(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var ehr = server.As("ehr-riverbend", "system/*.cruds", "ETREAT");
        var at = $"Patient/{world.Theirs}";
        foreach (var reason in new[] { null, "   ", new string('a', 201) })
            (await ehr.AskAsync(at, reason is null ? [] : [("X-Access-Reason", reason)])).Refused(
                HttpStatusCode.Forbidden,
                "reason-required"
            );
        (await ehr.AskAsync(at, Reason)).Expect(HttpStatusCode.OK);
        foreach (
            var wide in new[]
            {
                "Patient",
                $"Patient?name={world.Word}",
                $"Patient?_id={world.Ours},{world.Theirs}",
                $"Patient?_id:not={world.Ours}",
                "Patient?identifier:missing=false",
                "Coverage?status=active",
                $"Coverage?patient={world.Ours},{world.Theirs}",
                $"Coverage?patient.name={world.Word}",
                "Patient/_history",
                "_history",
                "?_type=Patient",
            }
        )
            Assert.Equal(
                (wide, "one-member"),
                (wide, (await ehr.AskAsync(wide, Reason)).Expect(HttpStatusCode.Forbidden).Detail)
            );
        foreach (
            var one in new[]
            {
                $"Patient?_id={world.Theirs}",
                $"Coverage?patient={world.Theirs}",
                $"Patient/{world.Theirs}/Coverage",
            }
        )
            Assert.Equal((one, 1), (one, (await ehr.AskAsync(one, Reason)).Expect(HttpStatusCode.OK).Total));
        (await ehr.PostAsync(Made.Document(at, "current", "18842-5", "2026-01-01", null), Reason)).Refused(
            HttpStatusCode.Forbidden,
            "policy"
        );
        (await ehr.RemoveAsync($"RelatedPerson/{world.TheirRelative}", Reason)).Refused(
            HttpStatusCode.Forbidden,
            "policy"
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Emergency_IsListedForReview_WithItsReason(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        using var ehr = server.As("ehr-riverbend", purpose: "BTG");
        var reason = Made.Word();
        (await ehr.AskAsync($"Patient/{world.Theirs}", ("X-Access-Reason", reason))).Expect(HttpStatusCode.OK);
        (await ehr.AskAsync($"Coverage?patient={world.Theirs}", ("X-Access-Reason", reason))).Expect(HttpStatusCode.OK);
        var review = (await plan.AskAsync($"AuditEvent?purpose=BTG&patient={world.Theirs}")).Expect(HttpStatusCode.OK);
        Assert.Equal(2, review.Entries.Count);
        Assert.All(review.Entries, entry => Assert.Contains(reason, entry.GetRawText(), StringComparison.Ordinal));
        Assert.All(
            review.Entries,
            entry => Assert.Contains("\"ehr-riverbend\"", entry.GetRawText(), StringComparison.Ordinal)
        );
        Assert.Empty((await plan.AskAsync($"AuditEvent?purpose=BTG&patient={world.Ours}")).Entries);
    }
}
