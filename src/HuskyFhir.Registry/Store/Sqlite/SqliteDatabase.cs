using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace HuskyFhir.Registry.Store.Sqlite;

/// <summary>The embedded database: a file. Readers have a connection each; one writer at a time, in turn.</summary>
internal sealed class SqliteDatabase(string connectionString) : Database
{
    private const int Busy = 5;
    private const int Constraint = 19;

    private readonly string connectionString = new SqliteConnectionStringBuilder(connectionString) { Pooling = false, DefaultTimeout = 60 }.ToString();
    private readonly ConcurrentBag<SqliteSession> readers = [];
    private readonly SemaphoreSlim turn = new(1, 1);
    private SqliteSession? writer;

    public override Dialect Dialect => Dialect.Sqlite;

    public override Task<List<T>> QueryAsync<T>(Statement statement, Func<Row, T> map, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var session = readers.TryTake(out var idle) ? idle : new SqliteSession(connectionString);
        try
        {
            return Task.FromResult(session.Query(statement, map));
        }
        finally
        {
            readers.Add(session);
        }
    }

    public override async Task<T> WriteAsync<T>(Func<Work, Task<T>> body, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            writer ??= new(connectionString);
            // IMMEDIATE takes the write lock at once: what the work reads cannot change under it, in any process.
            writer.Execute("BEGIN IMMEDIATE");
            return await RunAsync(body, writer);
        }
        finally
        {
            turn.Release();
        }
    }

    public override Task AnalyzeAsync(CancellationToken cancellation) => WriteAsync<object?>(
        static work =>
        {
            work.Run(new("ANALYZE"));
            return Task.FromResult<object?>(null);
        },
        cancellation);

    public override ValueTask DisposeAsync()
    {
        while (readers.TryTake(out var session))
            session.Dispose();
        writer?.Dispose();
        turn.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<T> RunAsync<T>(Func<Work, Task<T>> body, SqliteSession writer)
    {
        try
        {
            var answer = await body(new SqliteWork(writer));
            writer.Execute("COMMIT");
            return answer;
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode is Busy or Constraint)
        {
            writer.Execute("ROLLBACK");
            throw new WriteConflictException(fault);
        }
        catch
        {
            writer.Execute("ROLLBACK");
            throw;
        }
    }
}
