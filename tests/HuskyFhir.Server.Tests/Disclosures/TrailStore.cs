using HuskyFhir.Plan.Catalog.Schema;
using HuskyFhir.Plan.Disclosures.Chains;
using HuskyFhir.Server.Tests.Running;
using HuskyFhir.Storage.Audit;
using HuskyFhir.Storage.Sql;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace HuskyFhir.Server.Tests.Disclosures;

/// <summary>A store of its own with a trail in it, and the means to spoil it behind the service's back.</summary>
internal sealed class TrailStore : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("husky-trail-").FullName;
    private long ticks = new DateTimeOffset(2026, 11, 23, 15, 0, 0, TimeSpan.Zero).UtcTicks;

    private TrailStore(string provider, string? connection) =>
        Options = new(provider, connection ?? $"Data Source={folder}/husky.db");

    public StoreOptions Options { get; }

    public static async Task<TrailStore> MakeAsync(string provider, PostgresServer postgres)
    {
        var store = new TrailStore(provider, provider == "Sqlite" ? null : await postgres.NewDatabaseAsync());
        await store.Options.Schema().RunAsync(default);
        return store;
    }

    /// <summary>
    /// One life of a process: it learns what was there, looks and writes in turn, and anchors at the end.
    /// </summary>
    /// <param name="rows">Looks, and as many writes.</param>
    /// <param name="ended">Whether it ends in order; else it is gone after its last row.</param>
    public async Task<IReadOnlyCollection<ChainHead>> LiveAsync(int rows, bool ended = true)
    {
        await using var database = Options.Open();
        using var anchors = new AuditAnchors(database, TimeProvider.System);
        await using var trail = new AuditTrail(database);
        await anchors.LearnAsync(default);
        await anchors.AnchorAsync(trail, default);
        for (var at = 0; at < rows; at++)
        {
            await trail.RecordAsync(Record("read"));
            await database.WriteAsync<object?>(
                work =>
                {
                    work.Audit(Record("updated"));
                    return Task.FromResult<object?>(null);
                },
                default
            );
        }

        return ended ? await anchors.AnchorAsync(trail, default) : [];
    }

    public async Task<ChainReport> VerifyAsync(params IEnumerable<ChainHead> heads)
    {
        await using var database = Options.Open();
        return await new AuditVerifier(database).VerifyAsync(heads, null, default);
    }

    public async Task<List<T>> QueryAsync<T>(string sql, Func<Row, T> map)
    {
        await using var database = Options.Open();
        return await database.QueryAsync(
            new(sql.Replace("{audit}", database.Dialect.Audit, StringComparison.Ordinal)),
            map,
            default
        );
    }

    /// <summary>
    /// Runs a statement with the triggers off, as somebody who owns the database can; on SQLite in both files.
    /// </summary>
    public async Task SpoilAsync(string sql)
    {
        foreach (
            var statement in Options.Provider == "Sqlite"
                ? (string[])
                    [
                        "DROP TRIGGER IF EXISTS audit_no_update",
                        "DROP TRIGGER IF EXISTS audit_no_delete",
                        "DROP TRIGGER IF EXISTS audit_heads_no_delete",
                        sql,
                    ]
                : ["ALTER TABLE audit DISABLE TRIGGER ALL", "ALTER TABLE audit_heads DISABLE TRIGGER ALL", sql]
        )
            await RunAsync(statement);
    }

    /// <summary>Runs a statement; on SQLite in both files.</summary>
    public async Task<int> RunAsync(string sql)
    {
        var changed = 0;
        foreach (var file in Options.Provider == "Sqlite" ? (string[])["husky.db", "husky.looks.db"] : [""])
        {
            await using System.Data.Common.DbConnection connection =
                file.Length == 0
                    ? new NpgsqlConnection(Options.ConnectionString)
                    : new SqliteConnection($"Data Source={folder}/{file};Pooling=false");
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // written in the tests
            command.CommandText = sql;
#pragma warning restore CA2100
            changed += Math.Max(0, await command.ExecuteNonQueryAsync());
        }

        return changed;
    }

    /// <summary>An id as the database writes it.</summary>
    public string Literal(Guid id) => Options.Provider == "Sqlite" ? $"x'{id:N}'" : $"'{id:D}'";

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private AuditRecord Record(string action) =>
        new(
            new(ticks += TimeSpan.TicksPerMillisecond, TimeSpan.Zero),
            "ehr-riverbend",
            action,
            "Patient",
            Guid.NewGuid(),
            1,
            Guid.NewGuid(),
            "ok",
            Guid.NewGuid().ToString("N"),
            "name",
            [1, 2, 3]
        )
        {
            Purpose = "TREAT",
        };
}
