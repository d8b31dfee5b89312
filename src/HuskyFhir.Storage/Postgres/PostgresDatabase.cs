using System.Runtime.CompilerServices;
using HuskyFhir.Storage.Audit;
using HuskyFhir.Storage.Sql;
using Npgsql;

namespace HuskyFhir.Storage.Postgres;

/// <summary>PostgreSQL, for production and several instances side by side.</summary>
internal sealed class PostgresDatabase(string connectionString) : Database
{
    private readonly NpgsqlDataSource source = NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxAutoPrepare = 256,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
            Enlist = false,
            ApplicationName = "huskyfhir",
            // Every query here is a few look-ups in indexes, written so. Planning one anew for each call costs more
            // than running it, and a plan that gathers and hashes whole tables is never the one that is meant.
            Options =
                "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off",
        }
    );

    internal override Dialect Dialect => Dialect.Postgres;

    internal override async Task<List<T>> QueryAsync<T>(
        Statement statement,
        Func<Row, T> map,
        CancellationToken cancellation
    )
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        return await PostgresWork.QueryAsync(connection, null, statement.Sql, statement.Parameters, map, cancellation);
    }

    internal override async IAsyncEnumerable<T> StreamAsync<T>(
        Statement statement,
        Func<Row, T> map,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var command = PostgresWork.Command(connection, null, statement.Sql, statement.Parameters);
        command.CommandTimeout = 0; // as long as it takes
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var row = new Row(reader);
        while (await reader.ReadAsync(cancellation))
            yield return map(row);
    }

    internal override async Task<T> WriteAsync<T>(Func<Work, Task<T>> body, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var work = new PostgresWork(connection, transaction, Chains);
        bool? kept = false;
        try
        {
            var answer = await body(work);
            await work.SendAsync(cancellation);
            // Past this line nothing may be cancelled: the caller must learn what became of a commit.
            kept = null;
            await CommitAsync(transaction);
            kept = true;
            return answer;
        }
        catch (PostgresException fault)
            when (fault.SqlState
                    is PostgresErrorCodes.UniqueViolation
                        or PostgresErrorCodes.SerializationFailure
                        or PostgresErrorCodes.DeadlockDetected
            )
        {
            throw new WriteConflictException(fault);
        }
        finally
        {
            work.End(kept);
        }
    }

    /// <exception cref="CommitLostException">The connection broke; what the server itself refuses is not kept, and said
    /// as it is.</exception>
    private static async Task CommitAsync(NpgsqlTransaction transaction)
    {
        try
        {
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (Exception fault)
            when (fault is NpgsqlException and not PostgresException or IOException or TimeoutException)
        {
            throw new CommitLostException(fault);
        }
    }

    /// <summary>One statement, which is its own transaction: two messages fewer than with BEGIN and COMMIT.</summary>
    internal override async Task AppendAuditAsync(IReadOnlyList<object?[]> rows, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var command = PostgresWork.InsertCommand(connection, AuditTables.Audit, rows);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    public override async Task AnalyzeAsync(CancellationToken cancellation)
    {
        // VACUUM fills the visibility map as well, which index-only scans need.
        await using var command = source.CreateCommand("VACUUM (ANALYZE)");
        await command.ExecuteNonQueryAsync(cancellation);
    }

    public override ValueTask DisposeAsync() => source.DisposeAsync();
}
