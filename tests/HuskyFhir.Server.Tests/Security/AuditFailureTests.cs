using System.Net;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Security;

/// <summary>
/// When the store cannot take the trace there is no look, and when any part of a write fails nothing of it stays.
/// </summary>
public sealed class AuditFailureTests(PostgresServer postgres) : OnBoth(postgres)
{
    protected override bool Alone => true;

    /// <summary>The failures here are meant, and logged by the dozen.</summary>
    protected override (string Name, string Value)[] Settings => [("Logging:LogLevel:Default", "None")];

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Look_WithoutRoomForItsTrace_Is503WithoutData(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var word = Made.Word();
        var patient = await plan.CreateAsync(Made.Patient(word));
        await server.ExecuteOnLooksAsync("ALTER TABLE audit RENAME TO audit_away");
        try
        {
            foreach (
                var address in new[]
                {
                    patient.At(),
                    patient.At() + "/_history/1",
                    patient.At() + "/_history",
                    $"Patient?family={word}",
                    $"Patient?family={word}&_count=0",
                    "Patient/01900000-0000-7000-8000-000000000000",
                }
            )
            {
                var failed = (await plan.AskAsync(address)).Refused(HttpStatusCode.ServiceUnavailable, "failed");
                Assert.DoesNotContain(word, failed.Text, StringComparison.OrdinalIgnoreCase);
                Assert.Null(failed.Header("ETag"));
                Assert.DoesNotContain("audit", failed.Text, StringComparison.OrdinalIgnoreCase);
            }

            using var ehr = server.As("ehr-riverbend");
            (await ehr.PostAsync(Made.Patient(word))).Refused(HttpStatusCode.ServiceUnavailable, "failed");
        }
        finally
        {
            await server.ExecuteOnLooksAsync("ALTER TABLE audit_away RENAME TO audit");
        }

        (await plan.AskAsync(patient.At())).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("Sqlite", "audit")]
    [InlineData("Sqlite", "changes")]
    [InlineData("Sqlite", "versions")]
    [InlineData("Sqlite", "patient_token")]
    [InlineData("Sqlite", "business_keys")]
    [InlineData("Postgres", "audit")]
    [InlineData("Postgres", "changes")]
    [InlineData("Postgres", "versions")]
    [InlineData("Postgres", "patient_token")]
    [InlineData("Postgres", "business_keys")]
    public async Task Write_OfWhichOnePartFails_LeavesNothing(string database, string table)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var patient = await plan.CreateAsync(Made.Patient(Made.Word()));
        var before = await StateAsync(server);
        var newcomer = Made.Patient(Made.Word());
        patient["gender"] = "other";
        await server.ExecuteAsync($"ALTER TABLE {table} RENAME TO {table}_away");
        try
        {
            (await plan.PutAsync(patient)).Expect(HttpStatusCode.ServiceUnavailable);
            if (table != "versions")
                (await plan.PostAsync(newcomer)).Expect(HttpStatusCode.ServiceUnavailable);
        }
        finally
        {
            await server.ExecuteAsync($"ALTER TABLE {table}_away RENAME TO {table}");
        }

        Assert.Equal(before, await StateAsync(server));
        (await plan.PutAsync(patient, ("If-Match", "W/\"1\""))).Expect(HttpStatusCode.OK);
        (await plan.PostAsync(newcomer)).Expect(HttpStatusCode.Created);
    }

    private static async Task<string> StateAsync(HuskyServer server)
    {
        var counts = new List<string>();
        foreach (
            var table in new[]
            {
                "resources",
                "versions",
                "business_keys",
                "refs",
                "attributions",
                "audit",
                "changes",
                "patient",
                "patient_string",
                "patient_token",
            }
        )
            counts.Add(
                $"{table}={(await server.QueryAsync($"SELECT COUNT(*) FROM {table}", static row => row.Long(0)))[0]}"
            );
        return string.Join(' ', counts);
    }
}
