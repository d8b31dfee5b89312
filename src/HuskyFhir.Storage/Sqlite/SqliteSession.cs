using HuskyFhir.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace HuskyFhir.Storage.Sqlite;

/// <summary>An open connection with the statements that it has prepared; used by one caller at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    /// <summary>Enough for every shape of read; a search of a rare shape is prepared anew.</summary>
    private const int MaxPrepared = 200;

    private readonly SqliteConnection connection;
    private readonly Dictionary<string, SqliteCommand> prepared = new(StringComparer.Ordinal);

    public SqliteSession(string connectionString)
    {
        connection = new(connectionString);
        connection.Open();
        // WAL lets reads go on beside a write; FULL makes a commit survive power loss, which the audit promises.
        Execute(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=30000; PRAGMA cache_size=-16000; PRAGMA mmap_size=1073741824; PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=OFF"
        );
    }

    public void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>
    /// Undoes the transaction. SQLite has done so already where the disk was full or failed, and would then complain of
    /// the ROLLBACK instead of the disk.
    /// </summary>
    public void Rollback()
    {
        if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0)
            Execute("ROLLBACK");
    }

    public SqliteCommand Prepare(string sql, int parameters)
    {
        if (prepared.TryGetValue(sql, out var known))
            return known;
        if (prepared.Count >= MaxPrepared)
            Forget();
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var at = 1; at <= parameters; at++)
            command.Parameters.Add(
                new SqliteParameter
                {
                    ParameterName = "$" + at.ToString(System.Globalization.CultureInfo.InvariantCulture),
                }
            );
        command.Prepare();
        return prepared[sql] = command;
    }

    public List<T> Query<T>(Statement statement, Func<Row, T> map) =>
        Query(statement.Sql, statement.Parameters, map, []);

    public List<T> Query<T>(string sql, IReadOnlyList<object> values, Func<Row, T> map, List<T> into)
    {
        var command = Prepare(sql, values.Count);
        for (var at = 0; at < values.Count; at++)
            Bind(command, at, values[at]);
        using var reader = command.ExecuteReader();
        var row = new Row(reader);
        while (reader.Read())
            into.Add(map(row));
        return into;
    }

    public IEnumerable<T> Stream<T>(Statement statement, Func<Row, T> map)
    {
        var command = Prepare(statement.Sql, statement.Parameters.Count);
        for (var at = 0; at < statement.Parameters.Count; at++)
            Bind(command, at, statement.Parameters[at]);
        using var reader = command.ExecuteReader();
        var row = new Row(reader);
        while (reader.Read())
            yield return map(row);
    }

    public void Run(string sql, IReadOnlyList<object?> values)
    {
        var command = Prepare(sql, values.Count);
        for (var at = 0; at < values.Count; at++)
            Bind(command, at, values[at]);
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        Forget();
        connection.Dispose();
    }

    private static void Bind(SqliteCommand command, int at, object? value)
    {
        var parameter = command.Parameters[at];
        parameter.Value = value is Guid id ? id.ToByteArray(bigEndian: true) : value ?? DBNull.Value;
        parameter.ResetSqliteType();
    }

    private void Forget()
    {
        foreach (var command in prepared.Values)
            command.Dispose();
        prepared.Clear();
    }
}
