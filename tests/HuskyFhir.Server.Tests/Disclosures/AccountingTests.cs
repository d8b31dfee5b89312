using System.Net;
using System.Text.Json.Nodes;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using HuskyFhir.Plan.Disclosures.Chains;
using HuskyFhir.Server.Tests.Running;
using HuskyFhir.Validation;
using Microsoft.Extensions.DependencyInjection;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Server.Tests.Disclosures;

/// <summary><c>Patient/$disclosures</c>: who is told of, and who is left out (45 CFR 164.528).</summary>
public sealed class AccountingTests(PostgresServer postgres) : OnBoth(postgres)
{
    protected override bool Alone => true;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Accounting_ListsWhatTheRuleSays_AndLeavesOutTheRest(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var member = await plan.CreateAsync(Made.Patient(Made.Word()));
        var id = Guid.Parse((string)member["id"]!);
        var trail = server.Services.GetRequiredService<AuditTrail>();
        async Task SeenAsync(
            string client,
            string? purpose,
            int daysAgo,
            string outcome = "ok",
            string action = "read"
        ) =>
            await trail.RecordAsync(
                new(server.Clock.GetUtcNow().AddDays(-daysAgo), client, action, "Patient", id, 1, id, outcome, "r")
                {
                    Purpose = purpose,
                }
            );
        await SeenAsync("ehr-riverbend", "PUBHLTH", 1);
        await SeenAsync("ehr-riverbend", "BTG", 2);
        await SeenAsync("dss", "HRESCH", 400);
        await SeenAsync("dss", "HRESCH", (7 * 365) + 2);
        foreach (var purpose in new[] { null, "TREAT", "HPAYMT", "HOPERAT", "ETREAT", "ELIGDTRM", "PATRQT" })
            await SeenAsync("ehr-riverbend", purpose, 3);
        await SeenAsync("dss", null, 3);
        await SeenAsync("plan-admin", "PUBHLTH", 3);
        await SeenAsync("ehr-harbor", "PUBHLTH", 3, outcome: "notfound");
        var events = (await plan.AskAsync($"{member.At()}/$disclosures"))
            .Expect(HttpStatusCode.OK)
            .Entries.Select(static entry =>
                (AuditEvent)new FhirJsonDeserializer().DeserializeResource(entry.GetProperty("resource").GetRawText())
            )
            .ToList();
        Assert.Equal(["PUBHLTH", "BTG", "HRESCH"], events.Select(static told => told.PurposeOfEvent[0].Coding[0].Code));
        var engine = server.Services.GetRequiredService<ProfileValidator>();
        foreach (var told in events)
        {
            var report = engine.Validate(told, []);
            Assert.True(
                report.Valid,
                string.Join("; ", report.Issues.Select(static issue => $"{issue.Expression}: {issue.Text}"))
            );
        }

        Assert.Contains("Riverbend", events[0].Agent[1].Name, StringComparison.Ordinal);
        Assert.Contains(", CT ", events[0].Agent[1].Name, StringComparison.Ordinal);
        Assert.Equal(
            ["BTG"],
            (await plan.AskAsync($"{member.At()}/$disclosures?start=2026-11-21&end=2026-11-21")).Entries.Select(
                static entry =>
                    entry
                        .GetProperty("resource")
                        .GetProperty("purposeOfEvent")[0]
                        .GetProperty("coding")[0]
                        .GetProperty("code")
                        .GetString()
            )
        );
        var page = (await plan.AskAsync($"{member.At()}/$disclosures", ("Accept", "text/html")))
            .Expect(HttpStatusCode.OK)
            .Text;
        foreach (
            var words in new[]
            {
                "Accounting of disclosures",
                "Riverbend",
                "2026-11-22",
                "Public health (PUBHLTH)",
                "Emergency access (BTG)",
            }
        )
            Assert.Contains(words, page, StringComparison.Ordinal);
        Assert.Equal(2, await CountAsync(server, id));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Accounting_WithABadPeriod_OrForOthers_IsRefused(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var ehr = server.As("ehr-riverbend");
        var member = await plan.CreateAsync(Made.Patient(Made.Word()));
        foreach (
            var period in new[] { "start=soon", "start=2026-11-02&end=2026-11-01", "start=2010-01-01&end=2026-11-01" }
        )
            (await plan.AskAsync($"{member.At()}/$disclosures?{period}")).Refused(
                HttpStatusCode.BadRequest,
                "operation-parameter"
            );
        (await ehr.AskAsync($"{member.At()}/$disclosures")).Refused(HttpStatusCode.Forbidden, "policy");
        (await plan.AskAsync($"Patient/{Guid.NewGuid():D}/$disclosures")).Refused(
            HttpStatusCode.NotFound,
            "unknown-id"
        );
    }

    private static async Task<int> CountAsync(HuskyServer server, Guid member) =>
        (
            await server.QueryAsync(
                $"SELECT 1 FROM {server.Audit} a WHERE action = '$disclosures' AND member = $1 AND outcome = 'ok'",
                static row => row.Long(0),
                member
            )
        ).Count - 1;

    /// <summary>What went by letter is listed with what went through the service, and all of it in words.</summary>
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task OutsideDisclosure_ThatThePlanRecorded_IsInTheAccounting(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var riverbend = server.As("ehr-riverbend");
        var member = await plan.CreateAsync(Made.Patient(Made.Word()));
        var id = Guid.Parse((string)member["id"]!);
        await server
            .Services.GetRequiredService<AuditTrail>()
            .RecordAsync(
                new(server.Clock.GetUtcNow().AddDays(-1), "ehr-riverbend", "read", "Patient", id, 1, id, "ok", "r")
                {
                    Purpose = "PUBHLTH",
                }
            );
        JsonObject Told(string day, string purpose) =>
            JsonNode
                .Parse(
                    $$"""
                    {"resourceType":"Communication","meta":{"profile":["https://fhir.huskyfhir.example/StructureDefinition/husky-outside-disclosure"]},"status":"completed","category":[{"coding":[{"system":"https://fhir.huskyfhir.example/CodeSystem/husky-communication-kind","code":"outside-disclosure"}]}],
                     "subject":{"reference":"{{member.At()}}"},"sent":"{{day}}","recipient":[{"display":"Superior Court, 1 Sample Street, Sampleton CT"}],
                     "reasonCode":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActReason","code":"{{purpose}}"}]}],"payload":[{"contentString":"Your name and the decisions on a wheelchair."}] }
                    """
                )!
                .AsObject();
        var stored = await plan.CreateAsync(Told("2026-10-01", "PUBHLTH"));
        await plan.CreateAsync(Told("2026-10-02", "TREAT"));
        await plan.CreateAsync(Told("2019-10-02", "PUBHLTH"));
        (await riverbend.AskAsync(stored.At())).Expect(HttpStatusCode.NotFound);
        var listed = (await plan.AskAsync($"{member.At()}/$disclosures")).Expect(HttpStatusCode.OK).Entries;
        var events = listed
            .Select(static entry =>
                (AuditEvent)new FhirJsonDeserializer().DeserializeResource(entry.GetProperty("resource").GetRawText())
            )
            .ToList();
        Assert.Equal(
            ["Your name, birth date, address and contact details.", "Your name and the decisions on a wheelchair."],
            events.Select(static told => told.Entity[1].Description)
        );
        Assert.Equal("Superior Court, 1 Sample Street, Sampleton CT", events[1].Agent[1].Name);
        var engine = server.Services.GetRequiredService<ProfileValidator>();
        Assert.All(events, told => Assert.True(engine.Validate(told, []).Valid));
    }
}
