using HuskyFhir.Resources.Stored;
using HuskyFhir.Storage.Sql;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace HuskyFhir.Plan.Catalog.Schema;

/// <summary>The schema of a PostgreSQL database; the database itself is made by whoever runs the server.</summary>
internal sealed class PostgresSchema(string connectionString) : SchemaUpgrade
{
    /// <summary>"husky" in ASCII: the advisory lock that upgrades share.</summary>
    private const long LockKey = 0x6875736B79;

    protected override Type ContextType => typeof(PostgresHuskyContext);

    protected override IEnumerable<string> Afterwards => [.. AppendOnly.Postgres, .. StoredWhole];

    /// <summary>
    /// Bodies stay in their row up to the size of a page, uncompressed: a read copies them as they are.
    /// </summary>
    private static IEnumerable<string> StoredWhole =>
        ((TableSpec[])[ResourceTables.Resources, ResourceTables.Versions]).SelectMany(static table =>
            (string[])
                [
                    $"ALTER TABLE {table.Name} ALTER COLUMN body SET STORAGE EXTERNAL",
                    $"ALTER TABLE {table.Name} SET (toast_tuple_target = 8160)",
                ]
        );

    public static PostgresHuskyContext Context(string connectionString) =>
        new(new DbContextOptionsBuilder<PostgresHuskyContext>().UseNpgsql(connectionString).Options);

    protected override HuskyContext Context() => Context(connectionString);

    protected override async Task<IReadOnlyList<string>> AppliedAsync(CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellation);
        await using var exists = new NpgsqlCommand(
            "SELECT to_regclass('\"__EFMigrationsHistory\"') IS NOT NULL",
            connection
        );
        if (await exists.ExecuteScalarAsync(cancellation) is not true)
            return [];
        var applied = new List<string>();
        await using var command = new NpgsqlCommand(
            "SELECT \"MigrationId\" FROM \"__EFMigrationsHistory\" ORDER BY 1",
            connection
        );
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            applied.Add(reader.GetString(0));
        return applied;
    }

    /// <summary>A session's advisory lock: the server gives it back when the connection ends.</summary>
    protected override async Task<IAsyncDisposable> LockAsync(CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ToString()
        );
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand("SELECT pg_advisory_lock($1)", connection)
        {
            Parameters = { new() { Value = LockKey } },
        };
        await command.ExecuteNonQueryAsync(cancellation);
        return connection;
    }
}
