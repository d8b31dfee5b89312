using System.Net;
using System.Text;
using HuskyFhir.Server.Tests.Commands;
using HuskyFhir.Server.Tests.Running;
using Npgsql;

namespace HuskyFhir.Server.Tests.Disclosures;

/// <summary>
/// The service under a role of PostgreSQL that can only add to the audit, by the grants that the README gives.
/// </summary>
public sealed class ServiceRoleTests(PostgresServer postgres) : InFolder
{
    [Fact]
    public async Task Service_WithARoleThatCanOnlyAddToTheAudit_Works()
    {
        var settings = await Databases.SettingsAsync("Postgres", Folder, postgres);
        Assert.Equal(0, (await RunWithAsync(settings, "migrate")).Code);
        var role = "husky_service_" + Made.Word().ToLowerInvariant();
        await using (var owner = new NpgsqlConnection(settings[1].Value))
        {
            await owner.OpenAsync(Cancellation);
            await ExecuteAsync(
                owner,
                $"CREATE ROLE {role} LOGIN; {Grants().Replace("husky_service", role, StringComparison.Ordinal)}"
            );
        }

        var narrow = new NpgsqlConnectionStringBuilder(settings[1].Value) { Username = role }.ToString();
        (string, string)[] served =
        [
            settings[0],
            ("ConnectionStrings__Husky", narrow),
            ("Store__MigrateOnStart", "false"),
            ("ASPNETCORE_ENVIRONMENT", "Development"),
        ];
        var token = (await RunAsync("token", "--client", "plan-admin")).Out.Trim();
        var (server, url) = await HuskyProcess.ServeAsync(Folder, served);
        await using (server)
        {
            using var http = new HttpClient { BaseAddress = new($"{url}/") }.With(token);
            var patient = await http.CreateAsync(Made.Patient(Made.Word()));
            patient["gender"] = "other";
            (await http.PutAsync(patient)).Expect(HttpStatusCode.OK);
            (await http.AskAsync(patient.At())).Expect(HttpStatusCode.OK);
            Assert.NotEmpty(
                (await http.AskAsync($"AuditEvent?patient={patient.At()}")).Expect(HttpStatusCode.OK).Entries
            );
            server.Terminate();
            Assert.Equal(0, (await server.EndAsync()).Code);
        }

        await using (var service = new NpgsqlConnection(narrow))
        {
            await service.OpenAsync(Cancellation);
            foreach (
                var sql in (string[])
                    [
                        "UPDATE audit SET client = 'x'",
                        "DELETE FROM audit",
                        "TRUNCATE audit",
                        "DELETE FROM audit_heads",
                        "ALTER TABLE audit DISABLE TRIGGER ALL",
                    ]
            )
                Assert.Equal(
                    PostgresErrorCodes.InsufficientPrivilege,
                    (await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(service, sql))).SqlState
                );
        }

        Assert.Contains("Audit heads: ", server.Out, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(Folder, "service.log"), server.Out, Cancellation);
        var verified = await RunWithAsync(settings, "audit", "verify", "--head", Path.Combine(Folder, "service.log"));
        Assert.True(verified.Code == 0, verified.Out);
        var exported = (await RunWithAsync(settings, "audit", "export", "--from", "2026-01-01")).Out.Split(
            '\n',
            StringSplitOptions.RemoveEmptyEntries
        );
        Assert.True(exported.Length >= 3, exported.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.All(
            exported,
            static line => Assert.StartsWith("{\"resourceType\":\"AuditEvent\"", line, StringComparison.Ordinal)
        );

        await using var spoiler = new NpgsqlConnection(settings[1].Value);
        await spoiler.OpenAsync(Cancellation);
        await ExecuteAsync(
            spoiler,
            "ALTER TABLE audit DISABLE TRIGGER ALL; UPDATE audit SET client = 'nobody' WHERE action = 'read'"
        );
        var spoiled = await RunWithAsync(settings, "audit", "verify");
        Assert.Equal(1, spoiled.Code);
        Assert.Contains("changed after it was written", spoiled.Out, StringComparison.Ordinal);
        Assert.Equal(2, (await RunWithAsync(settings, "audit", "verify", "--head", "nonsense")).Code);
    }

    /// <summary>As they stand in the README.</summary>
    private static string Grants()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "HuskyFhir.sln")))
            at =
                at.Parent ?? throw new DirectoryNotFoundException("No HuskyFhir.sln above " + AppContext.BaseDirectory);
        var text = new StringBuilder();
        foreach (
            var line in File.ReadLines(Path.Combine(at.FullName, "README.md"))
                .Select(static line => line.Trim())
                .Where(static line => line.EndsWith("husky_service;", StringComparison.Ordinal))
        )
            text.Append(line);
        return text.ToString();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
#pragma warning disable CA2100 // written here and in the README
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
