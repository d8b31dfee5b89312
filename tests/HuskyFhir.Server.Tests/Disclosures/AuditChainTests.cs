using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Disclosures;

/// <summary>
/// What somebody who owns the database can do to the trail, and that a check tells it (attack 26; 45 CFR 164.312(c)).
/// </summary>
public sealed class AuditChainTests(PostgresServer postgres)
{
    private const int Rows = 12;

    public static TheoryData<string> Databases => OnBoth.Databases;

    /// <summary>Each with the statement that does it to row <c>{row}</c>, and the words by which it is told.</summary>
    public static TheoryData<string, string, string> Spoilings
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var database in (string[])["Sqlite", "Postgres"])
            {
                foreach (
                    var change in (string[])
                        [
                            "at = at + 1",
                            "client = 'x'",
                            "action = 'vread'",
                            "type = 'Coverage'",
                            "type = NULL",
                            "resource = member",
                            "version = 2",
                            "member = resource",
                            "outcome = 'gone'",
                            "request = 'x'",
                            "detail = ''",
                            "detail = NULL",
                            "seen = NULL",
                            "purpose = 'ETREAT'",
                            "purpose = NULL",
                            "reason = ''",
                            "reason = 'because'",
                            "hash = seen",
                        ]
                )
                    data.Add(database, $"UPDATE audit SET {change} WHERE id = {{row}}", "changed after it was written");
                data.Add(database, "DELETE FROM audit WHERE id = {row}", "are gone");
                data.Add(database, "UPDATE audit SET seq = seq - 1 WHERE id = {row}", "put in, or moved");
                data.Add(database, "UPDATE audit SET chain = resource WHERE id = {row}", "are gone");
                data.Add(
                    database,
                    "UPDATE audit SET chain = NULL, seq = NULL, hash = NULL WHERE id = {row}",
                    "in no chain"
                );
                data.Add(database, "twin", string.Empty);
                data.Add(database, "UPDATE audit SET id = {first} WHERE id = {row}", "are gone");
                data.Add(
                    database,
                    "DELETE FROM audit WHERE chain = (SELECT chain FROM audit WHERE id = {row}) AND seq >= (SELECT seq FROM audit WHERE id = {row})",
                    "was cut off"
                );
                data.Add(
                    database,
                    "DELETE FROM audit WHERE chain = (SELECT chain FROM audit WHERE id = {row})",
                    "whole chain is gone"
                );
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Trail_AsItWasWritten_IsWhole(string database)
    {
        await using var store = await TrailStore.MakeAsync(database, postgres);
        for (var life = 0; life < 3; life++)
            await store.LiveAsync(Rows);
        var report = await store.VerifyAsync();
        Assert.Empty(report.Flaws);
        Assert.Equal(0, report.Before);
        Assert.True(report.Rows >= 3 * 2 * Rows, $"{report.Rows} rows");
        Assert.Equal(database == "Sqlite" ? 6 : report.Chains, report.Chains);
        Assert.Equal(
            3 * 2 * Rows,
            (
                await store.QueryAsync(
                    "SELECT 1 FROM {audit} a WHERE a.client = 'ehr-riverbend'",
                    static row => row.Long(0)
                )
            ).Count
        );
    }

    [Theory]
    [MemberData(nameof(Spoilings))]
    public async Task Row_Spoiled_IsTold(string database, string sql, string told)
    {
        await using var store = await TrailStore.MakeAsync(database, postgres);
        await store.LiveAsync(Rows);
        foreach (var action in (string[])["read", "updated"])
        {
            var rows = await store.QueryAsync(
                $"SELECT id FROM {{audit}} a WHERE action = '{action}' ORDER BY id",
                static row => row.Uuid(0)
            );
            var statement = sql.Replace("{row}", store.Literal(rows[Rows / 2]), StringComparison.Ordinal)
                .Replace(
                    "{first}",
                    store.Literal(
                        Guid.Parse(
                            action == "read"
                                ? "01900000-0000-7000-8000-000000000000"
                                : "01900000-0000-7000-8000-000000000001"
                        )
                    ),
                    StringComparison.Ordinal
                );
            if (told.Length == 0)
                statement = Twin(store, rows[Rows / 2]);
            await store.SpoilAsync(statement);
            var flaws = (await store.VerifyAsync()).Flaws;
            Assert.Contains(
                flaws,
                flaw =>
                    flaw.What.Contains(told.Length == 0 ? "put in, or moved" : told, StringComparison.Ordinal)
                    && (!told.StartsWith("changed", StringComparison.Ordinal) || flaw.Row == rows[Rows / 2])
            );
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Tail_CutAfterTheLastAnchor_IsToldByAHeadKeptOutside(string database)
    {
        await using var store = await TrailStore.MakeAsync(database, postgres);
        var heads = await store.LiveAsync(Rows);
        Assert.Empty((await store.VerifyAsync(heads)).Flaws);
        await store.SpoilAsync("DELETE FROM audit");
        await store.SpoilAsync("DELETE FROM audit_heads");
        Assert.Empty((await store.VerifyAsync()).Flaws); // nothing is left that could tell
        var flaws = (await store.VerifyAsync(heads)).Flaws;
        Assert.Equal(heads.Count, flaws.Count);
        Assert.All(flaws, static flaw => Assert.Contains("the head given names", flaw.What, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Tail_OfAProcessThatWasKilled_IsHeldByTheNextOne(string database)
    {
        await using var store = await TrailStore.MakeAsync(database, postgres);
        await store.LiveAsync(Rows);
        await store.LiveAsync(Rows, ended: false);
        var last = new List<Guid>();
        foreach (var action in (string[])["read", "updated"])
            last.AddRange(
                await store.QueryAsync(
                    $"SELECT id FROM {{audit}} a WHERE action = '{action}' ORDER BY id DESC LIMIT 1",
                    static row => row.Uuid(0)
                )
            );
        await store.LiveAsync(1);
        Assert.Empty((await store.VerifyAsync()).Flaws);
        foreach (var row in last)
            await store.SpoilAsync($"DELETE FROM audit WHERE id = {store.Literal(row)}");
        Assert.Equal(
            2,
            (await store.VerifyAsync()).Flaws.Count(static flaw =>
                flaw.What.Contains("was cut off", StringComparison.Ordinal)
            )
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Rows_FromBeforeTheChain_AreCountedAndNoMore(string database)
    {
        await using var store = await TrailStore.MakeAsync(database, postgres);
        await store.RunAsync(
            $"INSERT INTO audit (id, at, client, action, outcome, request) VALUES ({store.Literal(Guid.Parse("01900000-0000-7000-8000-000000000000"))}, 1, 'old', 'read', 'ok', 'r')"
        );
        await store.LiveAsync(Rows);
        var report = await store.VerifyAsync();
        Assert.Empty(report.Flaws);
        Assert.Equal(database == "Sqlite" ? 2 : 1, report.Before); // in both files
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task AuditTables_RefuseChangeAndDeletion(string database)
    {
        await using var store = await TrailStore.MakeAsync(database, postgres);
        await store.LiveAsync(1);
        foreach (
            var sql in (string[])
                [
                    "UPDATE audit SET client = 'x'",
                    "DELETE FROM audit",
                    "UPDATE audit_heads SET seq = 0",
                    "DELETE FROM audit_heads",
                    .. database == "Postgres" ? ["TRUNCATE audit"] : Array.Empty<string>(),
                ]
        )
            Assert.Contains(
                "only ever added",
                (await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => store.RunAsync(sql))).Message,
                StringComparison.Ordinal
            );
        Assert.Empty((await store.VerifyAsync()).Flaws);
    }

    /// <summary>A second row with the number of another, put in behind it.</summary>
    private static string Twin(TrailStore store, Guid row)
    {
        var columns = string.Join(
            ", ",
            HuskyFhir
                .Storage.Audit.AuditTables.Audit.Columns.Select(static column => column.Name)
                .Where(static name => name != "id")
        );
        var late = Guid.CreateVersion7(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return $"INSERT INTO audit (id, {columns}) SELECT {store.Literal(late)}, {columns} FROM audit WHERE id = {store.Literal(row)}";
    }
}
