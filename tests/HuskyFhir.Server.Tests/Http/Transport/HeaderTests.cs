using System.Net;
using HuskyFhir.Server.Tests.BadInput;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Http.Transport;

/// <summary>Headers of every answer, and limits on those of every request.</summary>
public sealed class HeaderTests(PostgresServer postgres) : OnBoth(postgres)
{
    protected override (string Name, string Value)[] Settings =>
        [("Http:MaxUrlBytes", "4000"), ("Http:MaxHeaderBytes", "6000")];

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Records_StayOutOfCaches_AndDefinitionsDoNot(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var patient = await plan.CreateAsync(Made.Patient(Made.Word()));
        foreach (
            var address in new[]
            {
                patient.At(),
                patient.At() + "/_history",
                "Patient?_count=1",
                "Patient/none",
                "Claim",
                "StructureDefinition/none",
                "metadata?_format=ttl",
            }
        )
        foreach (var accept in new[] { "application/fhir+json", "text/html" })
        {
            var reply = await plan.AskAsync(address, ("Accept", accept));
            Assert.Equal(
                (address, "no-store", "nosniff"),
                (address, reply.Header("Cache-Control"), reply.Header("X-Content-Type-Options"))
            );
            Assert.Contains("Accept", reply.Header("Vary"), StringComparison.Ordinal);
        }

        foreach (var address in new[] { "metadata", "StructureDefinition", "StructureDefinition/husky-member" })
            Assert.Equal(
                "public, max-age=60",
                (await plan.AskAsync(address)).Expect(HttpStatusCode.OK).Header("Cache-Control")
            );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Address_ThatIsTooLong_Is414(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        (await plan.AskAsync($"Patient?name={new string('a', 1900)}")).Expect(HttpStatusCode.OK);
        foreach (var length in new[] { 4001, 15_000 })
            Outcomes.Check(
                (await plan.AskAsync($"Patient?name={new string('a', length)}")).Refused(
                    HttpStatusCode.RequestUriTooLong,
                    "url-too-long"
                )
            );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Headers_ThatAreTooLarge_Are431(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        (await plan.AskAsync("Patient?_count=1", ("X-Anything", new string('a', 3000)))).Expect(HttpStatusCode.OK);
        Outcomes.Check(
            (await plan.AskAsync("Patient?_count=1", ("X-Anything", new string('a', 6000)))).Refused(
                HttpStatusCode.RequestHeaderFieldsTooLarge,
                "headers-too-large"
            )
        );
        Outcomes.Check(
            (
                await plan.AskAsync(
                    "Patient?_count=1",
                    [.. Enumerable.Range(0, 60).Select(static at => ($"X-Many-{at}", new string('a', 100)))]
                )
            ).Refused(HttpStatusCode.RequestHeaderFieldsTooLarge, "headers-too-large")
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task RequestId_OfTheCaller_IsInTheAudit(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var mine = Made.Word();
        (await plan.AskAsync("Patient?_count=1", ("X-Request-Id", mine))).Expect(HttpStatusCode.OK);
        Assert.Single(
            await server.QueryAsync(
                $"SELECT outcome FROM {server.Audit} WHERE request = $1",
                static row => row.Text(0),
                mine
            )
        );
    }
}
