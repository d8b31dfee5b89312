using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using HuskyFhir.Storage.Audit;
using HuskyFhir.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace HuskyFhir.Storage.Sqlite;

/// <summary>
/// The embedded database: a file. Readers have a connection each; one writer at a time, in turn. The audit rows of
/// looks go to a second file (<c>husky.looks.db</c> beside <c>husky.db</c>): SQLite drops every reader's page cache
/// when its file changes, and each read would then pay for the trace of the one before. Writes keep their audit rows in
/// their own transaction, in the first file.
/// </summary>
internal sealed class SqliteDatabase(string connectionString) : Database
{
    private const int Busy = 5;
    private const int Constraint = 19;

    private readonly string connectionString = Plain(connectionString);
    private readonly string path = Path.GetFullPath(new SqliteConnectionStringBuilder(connectionString).DataSource);
    private readonly string looksPath = LooksPath(connectionString);
    private readonly ConcurrentBag<SqliteSession> readers = [];
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly SemaphoreSlim lookTurn = new(1, 1);
    private SqliteSession? writer;
    private SqliteSession? looks;

    internal override Dialect Dialect => Dialect.Sqlite;

    internal override Task<List<T>> QueryAsync<T>(Statement statement, Func<Row, T> map, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        SqliteSession? session = null;
        try
        {
            session = readers.TryTake(out var idle) ? idle : Reader();
            return Task.FromResult(session.Query(statement, map));
        }
        catch (SqliteException fault) when (SqliteFaults.IsOfTheDisk(fault))
        {
            throw SqliteFaults.Of(fault, path);
        }
        finally
        {
            if (session is not null)
                readers.Add(session);
        }
    }

    /// <summary>On a connection of its own, since it may take long.</summary>
    internal override async IAsyncEnumerable<T> StreamAsync<T>(
        Statement statement,
        Func<Row, T> map,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        using var session = Reader();
        foreach (var row in session.Stream(statement, map))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return row;
        }

        await Task.CompletedTask;
    }

    internal override async Task<T> WriteAsync<T>(Func<Work, Task<T>> body, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            writer ??= Writer();
            return await RunAsync(body, writer);
        }
        catch (SqliteException fault) when (SqliteFaults.IsOfTheDisk(fault))
        {
            throw SqliteFaults.Of(fault, path);
        }
        finally
        {
            turn.Release();
        }
    }

    internal override Task AppendAuditAsync(IReadOnlyList<object?[]> rows, CancellationToken cancellation) =>
        WriteBehindAsync<object?>(
            work =>
            {
                foreach (var row in rows)
                    work.Insert(AuditTables.Audit, row);
                return Task.FromResult<object?>(null);
            },
            cancellation
        );

    internal override async Task<T> WriteBehindAsync<T>(Func<Work, Task<T>> body, CancellationToken cancellation)
    {
        await lookTurn.WaitAsync(cancellation);
        try
        {
            looks ??= new(Plain($"Data Source={looksPath}"));
            return await RunAsync(body, looks);
        }
        catch (SqliteException fault) when (SqliteFaults.IsOfTheDisk(fault))
        {
            throw SqliteFaults.Of(fault, looksPath);
        }
        finally
        {
            lookTurn.Release();
        }
    }

    public override Task AnalyzeAsync(CancellationToken cancellation) =>
        WriteAsync<object?>(
            static work =>
            {
                work.Run(new("ANALYZE"));
                return Task.FromResult<object?>(null);
            },
            cancellation
        );

    public override ValueTask DisposeAsync()
    {
        while (readers.TryTake(out var session))
            session.Dispose();
        writer?.Dispose();
        looks?.Dispose();
        turn.Dispose();
        lookTurn.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Refuses files that other accounts of the machine may read.</summary>
    public void DemandPrivate()
    {
        SqliteFiles.Demand(path);
        SqliteFiles.Demand(looksPath);
    }

    /// <summary>The file for the audit rows of looks.</summary>
    public static string LooksPath(string connectionString) =>
        Path.ChangeExtension(
            Path.GetFullPath(new SqliteConnectionStringBuilder(connectionString).DataSource),
            ".looks.db"
        );

    private static string Plain(string connectionString) =>
        new SqliteConnectionStringBuilder(connectionString) { Pooling = false, DefaultTimeout = 60 }.ToString();

    /// <summary>
    /// A larger cache and rarer checkpoints than a reader's: a load goes back to the same pages of the key indexes.
    /// </summary>
    private SqliteSession Writer()
    {
        var session = new SqliteSession(connectionString);
        session.Execute("PRAGMA cache_size=-131072; PRAGMA wal_autocheckpoint=8000");
        return session;
    }

    private SqliteSession Reader()
    {
        var session = new SqliteSession(connectionString);
        session.Run("ATTACH $1 AS looks", [looksPath]);
        return session;
    }

    private async Task<T> RunAsync<T>(Func<Work, Task<T>> body, SqliteSession writer)
    {
        // IMMEDIATE takes the write lock at once: what the work reads cannot change under it, in any process.
        writer.Execute("BEGIN IMMEDIATE");
        var work = new SqliteWork(writer, Chains);
        bool? kept = false;
        try
        {
            var answer = await body(work);
            kept = null;
            writer.Execute("COMMIT");
            kept = true;
            return answer;
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode is Busy or Constraint)
        {
            writer.Rollback();
            throw new WriteConflictException(fault);
        }
        catch
        {
            writer.Rollback();
            throw;
        }
        finally
        {
            work.End(kept);
        }
    }
}
