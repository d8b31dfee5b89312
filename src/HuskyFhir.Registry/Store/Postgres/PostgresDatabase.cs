using HuskyFhir.Registry.Store.Schema;
using Npgsql;

namespace HuskyFhir.Registry.Store.Postgres;

/// <summary>PostgreSQL, for production and several instances side by side.</summary>
internal sealed class PostgresDatabase(string connectionString) : Database
{
    private readonly NpgsqlDataSource source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
    {
        MaxAutoPrepare = 256,
        AutoPrepareMinUsages = 2,
        NoResetOnClose = true,
        Enlist = false,
        ApplicationName = "huskyfhir",
    });

    public override Dialect Dialect => Dialect.Postgres;

    public override async Task<List<T>> QueryAsync<T>(Statement statement, Func<Row, T> map, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        return await PostgresWork.QueryAsync(connection, null, statement.Sql, statement.Parameters, map, cancellation);
    }

    public override async Task<T> WriteAsync<T>(Func<Work, Task<T>> body, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        try
        {
            var work = new PostgresWork(connection, transaction);
            var answer = await body(work);
            await work.SendAsync(cancellation);
            // Past this line nothing may be cancelled: the caller must learn what became of a commit.
            await transaction.CommitAsync(CancellationToken.None);
            return answer;
        }
        catch (PostgresException fault) when (fault.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected)
        {
            throw new WriteConflictException(fault);
        }
    }

    public override Task AppendAuditAsync(IReadOnlyList<object?[]> rows, CancellationToken cancellation) => WriteAsync<object?>(
        work =>
        {
            foreach (var row in rows)
                work.Insert(CoreTables.Audit, row);
            return Task.FromResult<object?>(null);
        },
        cancellation);

    public override async Task AnalyzeAsync(CancellationToken cancellation)
    {
        // VACUUM fills the visibility map as well, which index-only scans need.
        await using var command = source.CreateCommand("VACUUM (ANALYZE)");
        await command.ExecuteNonQueryAsync(cancellation);
    }

    public override ValueTask DisposeAsync() => source.DisposeAsync();
}
