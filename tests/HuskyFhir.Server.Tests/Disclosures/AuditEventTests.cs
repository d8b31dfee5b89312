using System.Net;
using System.Text;
using System.Text.Json;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using HuskyFhir.Core.Terms;
using HuskyFhir.Plan.Disclosures;
using HuskyFhir.Plan.Disclosures.Chains;
using HuskyFhir.Server.Tests.Running;
using HuskyFhir.Server.Tests.Security;
using HuskyFhir.Validation;
using Microsoft.Extensions.DependencyInjection;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Server.Tests.Disclosures;

/// <summary>
/// The audit as AuditEvents: for the plan alone, in the shapes of our profiles, found by member, client, time, action
/// and purpose.
/// </summary>
public sealed class AuditEventTests(PostgresServer postgres) : OnBoth(postgres)
{
    protected override bool Alone => true;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task EveryEvent_OfEveryKind_MeetsTheProfileThatItClaims(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        using var ehr = server.As("ehr-riverbend");
        foreach (
            var address in new[]
            {
                $"Patient/{world.Ours}",
                $"Patient/{world.Ours}/_history/1",
                $"Patient/{world.Ours}/_history",
                "Patient/_history?_count=3",
                "Patient?name=munoz&_count=5",
                $"Patient/{world.Ours}/*",
                $"Patient/{world.Ours}/$everything",
                $"Patient/{world.Theirs}",
                "Organization?_count=2",
                "?_count=2",
                "AuditEvent?_count=1",
            }
        )
            await ehr.AskAsync(address);
        var patient = await plan.CreateAsync(Made.Patient(Made.Word()));
        patient["gender"] = "other";
        (await plan.PutAsync(patient)).Expect(HttpStatusCode.OK);
        (await plan.PutAsync(patient)).Expect(HttpStatusCode.OK);
        await plan.RemoveAsync(patient.At());
        var location = await plan.CreateAsync(Made.Location(Made.Word()));
        await plan.RemoveAsync(location.At());
        var engine = server.Services.GetRequiredService<ProfileValidator>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var body in await EventsAsync(plan, "AuditEvent?_count=1000"))
        {
            var resource = (AuditEvent)new FhirJsonDeserializer().DeserializeResource(body.GetRawText());
            var report = engine.Validate(resource, []);
            Assert.True(
                report.Valid,
                $"{string.Join("; ", report.Issues.Select(static issue => $"{issue.Expression}: {issue.Text}"))} {body}"
            );
            seen.Add(
                $"{resource.Subtype[0].Code} {resource.Action} {resource.Outcome} {(resource.Meta!.Profile.FirstOrDefault() ?? "none").Split('/')[^1]}"
            );
        }

        foreach (
            var kind in new[]
            {
                "read R N0 husky-audit-event",
                "vread R N0 husky-audit-event",
                "history-instance E N0 husky-audit-event",
                "search-type E N0 husky-audit-event",
                "operation E N0 husky-audit-event",
                "search E N0 husky-audit-event",
                "create C N0 husky-audit-event",
                "update U N0 husky-audit-event",
                "read R N4 husky-access-refused",
                "search-type E N4 husky-access-refused",
                "delete D N0 none",
            }
        )
            Assert.Contains(kind, seen);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Search_OfAMember_FindsEachLook_BeforeAndAfterTheIndexHasIt(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var ehr = server.As("ehr-riverbend");
        var world = await World.MakeAsync(server);
        var request = Guid.NewGuid().ToString("N");
        (await ehr.AskAsync($"Patient/{world.Ours}", ("X-Request-Id", request))).Expect(HttpStatusCode.OK);
        (await ehr.AskAsync($"Patient?_id={world.Ours}&_count=9", ("X-Request-Id", request))).Expect(HttpStatusCode.OK);
        var young = await MineAsync(
            plan,
            $"AuditEvent?patient=Patient/{world.Ours}&agent=ehr-riverbend&_count=100",
            request
        );
        Assert.Equal(2, young.Count);
        server.Clock.Advance(TimeSpan.FromMinutes(30));
        await server.Services.GetRequiredService<AuditIndex>().AdvanceAsync(TestContext.Current.CancellationToken);
        (await ehr.AskAsync($"Patient/{world.Ours}", ("X-Request-Id", request))).Expect(HttpStatusCode.OK);
        var old = await MineAsync(
            plan,
            $"AuditEvent?patient={world.Ours}&agent:identifier={Systems.ApiClient}|ehr-riverbend&_count=100",
            request
        );
        Assert.Equal(3, old.Count);
        Assert.Equal(young, old.Skip(1));
        Assert.Equal(
            old[..2],
            await MineAsync(plan, $"AuditEvent?patient={world.Ours}&agent=ehr-riverbend&action=R,E&_count=2", request)
        );
        Assert.Equal(
            2,
            (
                await MineAsync(
                    plan,
                    $"AuditEvent?entity=Patient/{world.Ours}&subtype=read&agent=ehr-riverbend",
                    request
                )
            ).Count
        );
        Assert.Empty(await MineAsync(plan, $"AuditEvent?patient={world.Ours}&outcome=4", request));
        Assert.Empty(await MineAsync(plan, $"AuditEvent?patient={world.Theirs}", request));
        Assert.Empty(await MineAsync(plan, $"AuditEvent?patient={world.Ours}&date=lt2026-11-23", request));
        Assert.Equal(
            3,
            (
                await MineAsync(plan, $"AuditEvent?patient={world.Ours}&date=ge2026-11-23&date=le2026-12-31", request)
            ).Count
        );
        var one = (await plan.AskAsync($"AuditEvent/{old[0]}")).Expect(HttpStatusCode.OK);
        Assert.Equal(old[0], one.Id);
        (await plan.AskAsync($"AuditEvent/{Guid.NewGuid():N}-0")).Refused(HttpStatusCode.NotFound, "unknown-id");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Pages_OfAMember_HoldEachEventOnce(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var patient = await plan.CreateAsync(Made.Patient(Made.Word()));
        for (var at = 0; at < 7; at++)
        {
            await plan.AskAsync(patient.At());
            if (at == 3)
            {
                server.Clock.Advance(TimeSpan.FromMinutes(30));
                await server
                    .Services.GetRequiredService<AuditIndex>()
                    .AdvanceAsync(TestContext.Current.CancellationToken);
            }
        }

        var ids = new List<string>();
        for (var address = $"AuditEvent?entity={patient.At()}&_count=3&_total=accurate"; address is not null; )
        {
            var page = (await plan.AskAsync(address)).Expect(HttpStatusCode.OK);
            Assert.InRange(page.Ids.Count, 1, 3);
            ids.AddRange(page.Ids);
            address = page.Link("next")?[(server.Url.Length + 1)..];
            // Each page is itself a look at nobody, and is not among them.
            Assert.Equal(8, page.Total);
        }

        Assert.Equal(8, ids.Distinct().Count());
        Assert.Equal(8, ids.Count);
        Assert.Empty((await plan.AskAsync($"AuditEvent?patient={patient.At()}&_count=0")).Entries);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Query_NamesParametersAndNoValue_AndReadingTheAuditIsAudited(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var (request, reading) = (Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString("N"));
        await plan.AskAsync("Patient?name=munoz&_count=2", ("X-Request-Id", request));
        var found = (await EventsAsync(plan, "AuditEvent?subtype=search-type&_count=50", ("X-Request-Id", reading)))
            .Where(body => body.GetRawText().Contains(request, StringComparison.Ordinal))
            .ToList();
        Assert.NotEmpty(found);
        foreach (var body in found)
        {
            var query = body.GetProperty("entity")
                .EnumerateArray()
                .Single(static entity => entity.TryGetProperty("query", out _))
                .GetProperty("query")
                .GetString()!;
            Assert.Equal("Patient?name&_count", Encoding.UTF8.GetString(Convert.FromBase64String(query)));
        }

        Assert.Contains(
            await EventsAsync(plan, "AuditEvent?_count=5"),
            body => body.GetRawText().Contains(reading, StringComparison.Ordinal)
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task EmergencyAccess_IsFoundByItsPurpose_WithTheReason(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var request = Guid.NewGuid().ToString("N");
        await server
            .Services.GetRequiredService<AuditTrail>()
            .RecordAsync(
                new(
                    server.Clock.GetUtcNow(),
                    "ehr-harbor",
                    "read",
                    "Patient",
                    Guid.NewGuid(),
                    1,
                    Guid.NewGuid(),
                    "ok",
                    request
                )
                {
                    Purpose = "BTG",
                    Reason = "unconscious",
                }
            );
        foreach (
            var address in new[]
            {
                "AuditEvent?purpose=BTG",
                "AuditEvent?purpose=http://terminology.hl7.org/CodeSystem/v3-ActReason|BTG&agent=ehr-harbor",
            }
        )
            Assert.Contains(
                "unconscious",
                Assert
                    .Single(
                        await EventsAsync(plan, address),
                        body => body.GetRawText().Contains(request, StringComparison.Ordinal)
                    )
                    .GetRawText(),
                StringComparison.Ordinal
            );
        Assert.Empty(await EventsAsync(plan, "AuditEvent?purpose=ETREAT"));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Others_AndBadSearches_AreRefused(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        foreach (
            var (client, scope, detail) in new[]
            {
                ("ehr-riverbend", (string?)null, "policy"),
                ("dss", null, "policy"),
                ("plan-admin", "system/Patient.rs", "scope"),
            }
        )
        {
            using var other = server.As(client, scope);
            (await other.AskAsync("AuditEvent")).Refused(HttpStatusCode.Forbidden, detail);
            (await other.AskAsync($"AuditEvent/{Guid.NewGuid():N}-0")).Refused(HttpStatusCode.Forbidden, detail);
        }

        using (var nobody = server.Anonymous())
            (await nobody.AskAsync("AuditEvent")).Expect(HttpStatusCode.Unauthorized);
        foreach (var bad in new[] { "date=soon", "date=", "_count=-1", "_total=perhaps" })
            (await plan.AskAsync($"AuditEvent?{bad}")).Refused(HttpStatusCode.BadRequest, "search-value");
        (await plan.AskAsync("AuditEvent?colour=red", ("Prefer", "handling=strict"))).Expect(HttpStatusCode.BadRequest);
        Assert.DoesNotContain(
            "colour",
            (await plan.AskAsync("AuditEvent?colour=red&_count=1")).Expect(HttpStatusCode.OK).Link("self")!,
            StringComparison.Ordinal
        );
        (await plan.CallAsync(HttpMethod.Post, "AuditEvent", Made.Patient("x"))).Expect(
            HttpStatusCode.MethodNotAllowed
        );
        Assert.Equal(HttpStatusCode.OK, (await plan.FormAsync("AuditEvent/_search", ("action", "R"))).Status);
    }

    private static async Task<List<JsonElement>> EventsAsync(
        HttpClient http,
        string address,
        params (string, string)[] headers
    ) =>
        [
            .. (await http.AskAsync(address, headers))
                .Expect(HttpStatusCode.OK)
                .Entries.Select(static entry => entry.GetProperty("resource")),
        ];

    private static async Task<List<string>> MineAsync(HttpClient plan, string address, string request) =>
        [
            .. (await EventsAsync(plan, address))
                .Where(body => body.GetRawText().Contains(request, StringComparison.Ordinal))
                .Select(static body => body.GetProperty("id").GetString()!),
        ];
}
