using HuskyFhir.Core.Files;
using HuskyFhir.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace HuskyFhir.Plan.Catalog.Schema;

/// <summary>The schema of a SQLite file; the folder is made where it is missing.</summary>
/// <param name="connectionString">The file.</param>
/// <param name="allowShared">Whether the file may be open to other accounts of the machine.</param>
/// <param name="beside">A second file that is kept at the same schema: the one for the audit rows of looks.</param>
internal sealed class SqliteSchema(string connectionString, bool allowShared, SchemaUpgrade? beside = null)
    : SchemaUpgrade
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly string path = Path.GetFullPath(new SqliteConnectionStringBuilder(connectionString).DataSource);

    protected override Type ContextType => typeof(SqliteHuskyContext);

    protected override IEnumerable<string> Afterwards => AppendOnly.Sqlite;

    public static SqliteHuskyContext Context(string connectionString) =>
        new(new DbContextOptionsBuilder<SqliteHuskyContext>().UseSqlite(connectionString).Options);

    public override async Task<SchemaUpgradeReport> RunAsync(CancellationToken cancellation)
    {
        if (beside is not null)
            await beside.RunAsync(cancellation);
        return await base.RunAsync(cancellation);
    }

    protected override HuskyContext Context() => Context(Plain());

    protected override async Task<IReadOnlyList<string>> AppliedAsync(CancellationToken cancellation)
    {
        if (!File.Exists(path))
            return [];
        if (!allowShared)
            SqliteFiles.Demand(path);
        await using var connection = new SqliteConnection(Plain());
        await connection.OpenAsync(cancellation);
        if (
            await ScalarAsync(
                connection,
                "SELECT COUNT(*) FROM sqlite_master WHERE name = '__EFMigrationsHistory'",
                cancellation
            ) == 0
        )
            return [];
        var applied = new List<string>();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT \"MigrationId\" FROM \"__EFMigrationsHistory\" ORDER BY 1";
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            applied.Add(reader.GetString(0));
        return applied;
    }

    /// <summary>
    /// A lock on a file beside the database, which the operating system gives back when the process dies. EF Core's own
    /// lock is a row that a killed process leaves behind; whoever holds the file may take it away.
    /// </summary>
    protected override async Task<IAsyncDisposable> LockAsync(CancellationToken cancellation)
    {
        SqliteFiles.Make(path);
        if (!allowShared)
            SqliteFiles.Demand(path);
        var held = await OpenAloneAsync(path + ".upgrade", cancellation);
        await using var connection = new SqliteConnection(Plain());
        await connection.OpenAsync(cancellation);
        if (
            await ScalarAsync(
                connection,
                "SELECT COUNT(*) FROM sqlite_master WHERE name = '__EFMigrationsLock'",
                cancellation
            ) > 0
        )
            await ScalarAsync(connection, "DELETE FROM \"__EFMigrationsLock\" RETURNING 1", cancellation);
        return held;
    }

    private static async Task<FileStream> OpenAloneAsync(string file, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return new(file, PrivateFiles.Options(FileMode.OpenOrCreate, FileAccess.ReadWrite));
            }
            catch (IOException)
            {
                await Task.Delay(Pause, cancellation); // another process upgrades
            }
        }
    }

    private static async Task<long> ScalarAsync(SqliteConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(cancellation) is long number ? number : 0;
    }

    private string Plain() => new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ToString();
}
