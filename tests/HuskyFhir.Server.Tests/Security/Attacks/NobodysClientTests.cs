using System.Net;
using HuskyFhir.Core.Access;
using HuskyFhir.Server.Tests.Running;
using HuskyFhir.Server.Tests.Security.Tokens;

namespace HuskyFhir.Server.Tests.Security.Attacks;

/// <summary>A provider's client without an organisation here sees the directory and no member (attack 12).</summary>
public sealed class NobodysClientTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Provider_WithoutAnOrganisation_SeesNoMember(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var plan = server.As("plan-admin");
        await plan.CreateAsync(Made.Patient(world.Word));
        foreach (var npi in new[] { null, Made.Npi() })
        {
            var client = await SmartClient.RegisterAsync(server, CallerKind.Provider, npi: npi, purposes: "TREAT BTG");
            using var http = server.Anonymous().With(await client.TokenAsync("system/*.cruds"));
            (await http.AskAsync("Organization?_count=1")).Expect(HttpStatusCode.OK);
            foreach (
                var type in new[]
                {
                    "Patient",
                    "Coverage",
                    "RelatedPerson",
                    "Observation",
                    "DocumentReference",
                    "Consent",
                }
            )
            foreach (
                var address in new[]
                {
                    type,
                    $"{type}/{world.Ours}",
                    $"{type}/{world.Ours}/_history",
                    $"{type}/_history",
                    $"{type}?_id={world.Ours}",
                }
            )
                (await http.AskAsync(address)).Refused(HttpStatusCode.Forbidden, "no-organization");
            (await http.AskAsync($"Patient/{world.Ours}/$everything")).Expect(HttpStatusCode.Forbidden);
            (
                await http.PostAsync(Made.Document($"Patient/{world.Ours}", "current", "18842-5", "2026-01-01", null))
            ).Expect(HttpStatusCode.Forbidden);
            foreach (
                var wide in new[]
                {
                    $"PractitionerRole?_id={world.OurRole}&_revinclude=Patient:general-practitioner",
                    "?_count=100",
                    "_history?_count=100",
                }
            )
                Assert.DoesNotContain(
                    "\"resourceType\":\"Patient\"",
                    (await http.AskAsync(wide)).Text,
                    StringComparison.Ordinal
                );
            using var emergency = server
                .Anonymous()
                .With(
                    await client.TokenAsync(
                        "system/*.rs",
                        client.Assertion(more: SmartClient.Purpose("urn:oid:2.16.840.1.113883.5.8#BTG"))
                    )
                );
            (await emergency.AskAsync($"Patient/{world.Ours}", ("X-Access-Reason", "unconscious on arrival"))).Refused(
                HttpStatusCode.Forbidden,
                "no-organization"
            );
        }
    }
}
