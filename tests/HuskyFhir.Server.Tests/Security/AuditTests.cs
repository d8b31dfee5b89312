using System.Net;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Security;

/// <summary>
/// Every look, change and denial leaves its trace, and no look goes without (45 CFR 164.312(b); attack 26).
/// </summary>
public sealed class AuditTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task EachInteraction_LeavesItsRows(string database)
    {
        var server = await ServerAsync(database);
        var world = await World.MakeAsync(server);
        using var ehr = server.As("ehr-riverbend");
        Assert.Equal(
            [$"ehr-riverbend read Patient {world.Ours} 1 {world.Ours} ok "],
            await RowsAsync(server, ehr, "GET", $"Patient/{world.Ours}")
        );
        Assert.Equal(
            [$"ehr-riverbend vread Patient {world.Ours} 1 {world.Ours} ok "],
            await RowsAsync(server, ehr, "GET", $"Patient/{world.Ours}/_history/1")
        );
        Assert.Equal(
            [$"ehr-riverbend read Patient {world.Theirs}   notfound "],
            await RowsAsync(server, ehr, "GET", $"Patient/{world.Theirs}")
        );
        Assert.Equal(
            [$"ehr-riverbend history-instance Patient {world.Ours}   ok _history {world.Ours}/{world.Ours}/1"],
            await RowsAsync(server, ehr, "GET", $"Patient/{world.Ours}/_history")
        );
        Assert.Equal(
            ["ehr-riverbend search-type Patient    malformed "],
            await RowsAsync(server, ehr, "GET", "Patient?birthdate=soon")
        );
        Assert.Equal(
            [$"ehr-riverbend update Patient {world.Ours}   forbidden "],
            await RowsAsync(server, ehr, "PUT", $"Patient/{world.Ours}")
        );
        Assert.Equal(["ehr-riverbend create Patient    forbidden "], await RowsAsync(server, ehr, "POST", "Patient"));
        Assert.Equal(
            ["ehr-riverbend read Patient    notfound "],
            await RowsAsync(server, ehr, "GET", "Patient/no-uuid")
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Search_NamesEachMemberSeen_AndNoValueSearchedFor(string database)
    {
        var server = await ServerAsync(database);
        using var ehr = server.As("ehr-riverbend");
        var rows = await RowsAsync(
            server,
            ehr,
            "GET",
            "Patient?name=munoz&birthdate=gt1900&_sort=family&unknown-munoz=munoz&_count=3"
        );
        var row = Assert.Single(rows);
        Assert.StartsWith(
            "ehr-riverbend search-type Patient    ok name&birthdate&_sort&_count ",
            row,
            StringComparison.Ordinal
        );
        Assert.Equal(3, row.Split(' ')[8..].Select(static seen => seen.Split('/')[0]).Distinct().Count());
        Assert.EndsWith(
            " ok _count&_total",
            Assert.Single(await RowsAsync(server, ehr, "GET", "Patient?_count=0&_total=accurate")),
            StringComparison.Ordinal
        );
        foreach (
            var told in await server.QueryAsync(
                $"SELECT client, action, COALESCE(type, ''), outcome, request, COALESCE(detail, '') FROM {server.Audit} a",
                static row => string.Join(' ', Enumerable.Range(0, 6).Select(row.Text))
            )
        )
        foreach (var secret in new[] { "munoz", "gt1900", "Muñoz", "CT90000101" })
            Assert.DoesNotContain(secret, told, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task EachWrite_LeavesItsRows(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var request = Guid.NewGuid().ToString("N");
        var made = (await plan.PostAsync(Made.Location(Made.Word()), ("X-Request-Id", request))).Expect(
            HttpStatusCode.Created
        );
        Assert.Equal([$"plan-admin created Location {made.Id} 1  ok "], await RowsAsync(server, request));
        Assert.Equal(
            [$"plan-admin deleted Location {made.Id} 2  ok "],
            await RowsAsync(server, plan, "DELETE", $"Location/{made.Id}")
        );
        Assert.Equal(
            [$"plan-admin read Location {made.Id}   gone "],
            await RowsAsync(server, plan, "GET", $"Location/{made.Id}")
        );
        Assert.Equal(
            ["plan-admin create Location    unsupportedmedia "],
            await RowsAsync(server, plan, "POST", "Location")
        );
    }

    internal static async Task<List<string>> RowsAsync(
        HuskyServer server,
        HttpClient http,
        string method,
        string address
    )
    {
        var request = Guid.NewGuid().ToString("N");
        await http.RawAsync(new(method), address, null, null, ("X-Request-Id", request));
        return await RowsAsync(server, request);
    }

    /// <summary>Client, action, type, resource, version, member, outcome, detail, and what was seen.</summary>
    private static Task<List<string>> RowsAsync(HuskyServer server, string request) =>
        server.QueryAsync(
            $"SELECT client, action, type, resource, version, member, outcome, detail, seen FROM {server.Audit} a WHERE request = $1",
            static row =>
                string.Join(
                    ' ',
                    [
                        $"{row.Text(0)} {row.Text(1)} {row.TextOrNull(2)} {row.UuidOrNull(3)} {row.Any(4)} {row.UuidOrNull(5)} {row.Text(6)} {row.TextOrNull(7)}",
                        .. DisclosedResources
                            .Unpack(row.BytesOrNull(8))
                            .Select(static seen => $"{seen.Member}/{seen.Resource}/{seen.Version}"),
                    ]
                ),
            request
        );
}
