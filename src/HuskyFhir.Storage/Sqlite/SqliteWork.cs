using System.Collections.Concurrent;
using HuskyFhir.Storage.Audit;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Storage.Sqlite;

/// <summary>A SQLite transaction; statements run at once, since there is no network to save.</summary>
internal sealed class SqliteWork(SqliteSession session, AuditChains chains) : Work(chains)
{
    private const string FindKey = "SELECT id FROM business_keys WHERE type = $1 AND system = $2 AND value = $3";

    private static readonly ConcurrentDictionary<TableSpec, string> Inserts = new();
    private static readonly ConcurrentDictionary<string, string> OneStatement = new(StringComparer.Ordinal);

    internal override Task<List<T>> QueryAsync<T>(
        Statement statement,
        Func<Row, T> map,
        CancellationToken cancellation
    ) => Task.FromResult(session.Query(statement, map));

    internal override Task<List<T>> QueryEachAsync<T>(
        string sql,
        IReadOnlyList<Guid> ids,
        Func<Row, T> map,
        CancellationToken cancellation
    )
    {
        var rows = new List<T>(ids.Count);
        var one = ForOne(sql);
        foreach (var id in ids)
            session.Query(one, [id], map, rows);
        return Task.FromResult(rows);
    }

    internal override Task<List<(BusinessKey Key, Guid Id)>> FindKeysAsync(
        IReadOnlyList<BusinessKey> keys,
        CancellationToken cancellation
    )
    {
        var found = new List<(BusinessKey, Guid)>();
        foreach (var key in keys)
            session.Query(FindKey, [key.Type, key.System, key.Value], row => (key, row.Uuid(0)), found);
        return Task.FromResult(found);
    }

    /// <summary>Nothing to do: there is one writer at a time anyway.</summary>
    internal override Task SerializeAsync(IReadOnlyList<string> conditions, CancellationToken cancellation) =>
        Task.CompletedTask;

    internal override void Insert(TableSpec table, object?[] row) =>
        session.Run(Inserts.GetOrAdd(table, InsertSql), row);

    internal override void RunEach(string sql, IReadOnlyList<Guid> ids)
    {
        var one = ForOne(sql);
        foreach (var id in ids)
            session.Run(one, [id]);
    }

    internal override void Run(Statement statement) => session.Run(statement.Sql, statement.Parameters);

    /// <summary>Nothing to do: statements run at once.</summary>
    internal override Task SendAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>The whole work holds the write lock: rows need none of their own.</summary>
    private static string ForOne(string sql) =>
        OneStatement.GetOrAdd(
            sql,
            static many =>
                many.Replace("{ids}", "= $1", StringComparison.Ordinal)
                    .Replace("{lock}", string.Empty, StringComparison.Ordinal)
                    .Replace("{revise}", string.Empty, StringComparison.Ordinal)
                    .Replace("{hold}", string.Empty, StringComparison.Ordinal)
                    .Replace("{share}", string.Empty, StringComparison.Ordinal)
        );

    private static string InsertSql(TableSpec table) =>
        $"INSERT INTO {table.Name} ({string.Join(", ", table.Columns.Select(static column => column.Name))}) VALUES ({string.Join(", ", Enumerable.Range(1, table.Columns.Count).Select(static at => $"${at}"))}){(table.Once ? " ON CONFLICT DO NOTHING" : string.Empty)}";
}
