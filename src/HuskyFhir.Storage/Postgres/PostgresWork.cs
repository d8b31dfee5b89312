using System.Collections.Concurrent;
using System.Globalization;
using HuskyFhir.Storage.Audit;
using HuskyFhir.Storage.Sql;
using Npgsql;
using NpgsqlTypes;

namespace HuskyFhir.Storage.Postgres;

/// <summary>
/// A PostgreSQL transaction. Inserts go as one statement a table (arrays, unnested), and all statements in one batch.
/// </summary>
internal sealed class PostgresWork(NpgsqlConnection connection, NpgsqlTransaction transaction, AuditChains chains)
    : Work(chains)
{
    private const string FindKeys =
        "SELECT k.type, k.system, k.value, b.id FROM unnest($1::text[], $2::text[], $3::text[]) AS k(type, system, value) "
        + "JOIN business_keys b ON b.type = k.type AND b.system = k.system AND b.value = k.value";

    /// <summary>In the order of the locks' numbers for everyone, so that no two works wait for each other.</summary>
    private const string Serialize =
        "SELECT pg_advisory_xact_lock(k.number) IS NULL FROM (SELECT DISTINCT hashtextextended(c, 0) AS number FROM unnest($1::text[]) c ORDER BY number OFFSET 0) k";

    private static readonly ConcurrentDictionary<TableSpec, string> Inserts = new();

    private readonly Dictionary<TableSpec, List<object?[]>> pending = [];
    private readonly List<NpgsqlBatchCommand> commands = [];

    public static async Task<List<T>> QueryAsync<T>(
        NpgsqlConnection connection,
        NpgsqlTransaction? transaction,
        string sql,
        IReadOnlyList<object> values,
        Func<Row, T> map,
        CancellationToken cancellation
    )
    {
        await using var command = Command(connection, transaction, sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<T>();
        var row = new Row(reader);
        while (await reader.ReadAsync(cancellation))
            rows.Add(map(row));
        return rows;
    }

    internal override async Task<List<T>> QueryAsync<T>(
        Statement statement,
        Func<Row, T> map,
        CancellationToken cancellation
    )
    {
        await SendAsync(cancellation);
        return await QueryAsync(connection, transaction, statement.Sql, statement.Parameters, map, cancellation);
    }

    internal override async Task<List<T>> QueryEachAsync<T>(
        string sql,
        IReadOnlyList<Guid> ids,
        Func<Row, T> map,
        CancellationToken cancellation
    )
    {
        if (ids.Count == 0)
            return [];
        await SendAsync(cancellation);
        return await QueryAsync(connection, transaction, ForMany(sql), [Sorted(ids)], map, cancellation);
    }

    internal override async Task<List<(BusinessKey Key, Guid Id)>> FindKeysAsync(
        IReadOnlyList<BusinessKey> keys,
        CancellationToken cancellation
    )
    {
        if (keys.Count == 0)
            return [];
        await SendAsync(cancellation);
        object[] columns =
        [
            keys.Select(static key => key.Type).ToArray(),
            keys.Select(static key => key.System).ToArray(),
            keys.Select(static key => key.Value).ToArray(),
        ];
        return await QueryAsync(
            connection,
            transaction,
            FindKeys,
            columns,
            static row => (new BusinessKey(row.Text(0), row.Text(1), row.Text(2)), row.Uuid(3)),
            cancellation
        );
    }

    internal override Task SerializeAsync(IReadOnlyList<string> conditions, CancellationToken cancellation) =>
        conditions.Count == 0
            ? Task.CompletedTask
            : QueryAsync(connection, transaction, Serialize, [conditions.ToArray()], static _ => true, cancellation);

    internal override void Insert(TableSpec table, object?[] row)
    {
        if (!pending.TryGetValue(table, out var rows))
            pending[table] = rows = [];
        rows.Add(row);
    }

    internal override void RunEach(string sql, IReadOnlyList<Guid> ids)
    {
        if (ids.Count > 0)
            Run(new(ForMany(sql), Sorted(ids)));
    }

    internal override void Run(Statement statement)
    {
        Settle();
        var command = new NpgsqlBatchCommand(statement.Sql);
        foreach (var value in statement.Parameters)
            command.Parameters.Add(Parameter(value));
        commands.Add(command);
    }

    internal override async Task SendAsync(CancellationToken cancellation)
    {
        Settle();
        if (commands.Count == 0)
            return;
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var command in commands)
            batch.BatchCommands.Add(command);
        commands.Clear();
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>A statement with its values.</summary>
    public static NpgsqlCommand Command(
        NpgsqlConnection connection,
        NpgsqlTransaction? transaction,
        string sql,
        IReadOnlyList<object> values
    )
    {
        var command = new NpgsqlCommand(sql, connection, transaction);
        foreach (var value in values)
            command.Parameters.Add(Parameter(value));
        return command;
    }

    /// <summary>An insert of its own, outside any work.</summary>
    public static NpgsqlCommand InsertCommand(
        NpgsqlConnection connection,
        TableSpec table,
        IReadOnlyList<object?[]> rows
    )
    {
        var command = new NpgsqlCommand(Inserts.GetOrAdd(table, InsertSql), connection);
        for (var at = 0; at < table.Columns.Count; at++)
            command.Parameters.Add(Column(table.Columns[at].Type, rows, at));
        return command;
    }

    private static NpgsqlParameter Parameter(object value) =>
        value switch
        {
            string text => new NpgsqlParameter<string> { TypedValue = text, NpgsqlDbType = NpgsqlDbType.Text },
            long number => new NpgsqlParameter<long> { TypedValue = number },
            Guid id => new NpgsqlParameter<Guid> { TypedValue = id },
            _ => new NpgsqlParameter { Value = value },
        };

    /// <summary>
    /// In one order for everyone, so that two works that lock the same rows never wait for each other in a ring.
    /// </summary>
    private static Guid[] Sorted(IReadOnlyList<Guid> ids)
    {
        var sorted = ids.ToArray();
        Array.Sort(sorted);
        return sorted;
    }

    private static string ForMany(string sql) =>
        sql.Replace("{ids}", "= ANY ($1)", StringComparison.Ordinal)
            .Replace("{lock}", "ORDER BY id FOR UPDATE", StringComparison.Ordinal)
            .Replace("{revise}", "ORDER BY id FOR NO KEY UPDATE", StringComparison.Ordinal)
            .Replace("{hold}", "ORDER BY id FOR SHARE", StringComparison.Ordinal)
            .Replace("{share}", "ORDER BY id FOR KEY SHARE", StringComparison.Ordinal);

    private void Settle()
    {
        foreach (var (table, rows) in pending)
        {
            if (rows.Count == 0)
                continue;
            var command = new NpgsqlBatchCommand(Inserts.GetOrAdd(table, InsertSql));
            for (var at = 0; at < table.Columns.Count; at++)
                command.Parameters.Add(Column(table.Columns[at].Type, rows, at));
            commands.Add(command);
            rows.Clear();
        }
    }

    private static NpgsqlParameter Column(ColumnType type, IReadOnlyList<object?[]> rows, int at) =>
        type switch
        {
            ColumnType.Uuid => new()
            {
                Value = rows.Select(row => (Guid?)row[at]).ToArray(),
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid,
            },
            ColumnType.Text => new()
            {
                Value = rows.Select(row => (string?)row[at]).ToArray(),
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
            },
            ColumnType.Long => new()
            {
                Value = rows.Select(row => (long?)row[at]).ToArray(),
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint,
            },
            ColumnType.Double => new()
            {
                Value = rows.Select(row => (double?)row[at]).ToArray(),
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Double,
            },
            ColumnType.Bytes => new()
            {
                Value = rows.Select(row => (byte[]?)row[at]).ToArray(),
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea,
            },
            _ => throw new ArgumentOutOfRangeException(nameof(type)),
        };

    private static string InsertSql(TableSpec table) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"INSERT INTO {table.Name} ({string.Join(", ", table.Columns.Select(static column => column.Name))}) SELECT * FROM unnest({string.Join(", ", table.Columns.Select(static (_, at) => $"${at + 1}"))}){(table.Once ? " ON CONFLICT DO NOTHING" : string.Empty)}"
        );
}
