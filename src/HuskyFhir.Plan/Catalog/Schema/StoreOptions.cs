using HuskyFhir.Core.Files;
using HuskyFhir.Storage;
using HuskyFhir.Storage.Postgres;
using HuskyFhir.Storage.Sqlite;

namespace HuskyFhir.Plan.Catalog.Schema;

/// <summary>Which database, and where.</summary>
/// <param name="Provider"><c>Sqlite</c> or <c>Postgres</c>.</param>
/// <param name="ConnectionString">In the form of Microsoft.Data.Sqlite, or of Npgsql.</param>
/// <param name="AllowSharedFiles">Whether the files of an embedded store may be open to other accounts of the
/// machine.</param>
public sealed record StoreOptions(string Provider, string ConnectionString, bool AllowSharedFiles = false)
{
    /// <summary>Opens the database; its schema must be current.</summary>
    /// <exception cref="ExposedFileException">Other accounts of the machine may read its files.</exception>
    public Database Open() =>
        Provider switch
        {
            "Sqlite" => OpenFile(),
            "Postgres" => new PostgresDatabase(ConnectionString),
            _ => throw Unknown(),
        };

    /// <summary>The upgrade of its schema.</summary>
    public SchemaUpgrade Schema() =>
        Provider switch
        {
            "Sqlite" => new SqliteSchema(
                ConnectionString,
                AllowSharedFiles,
                new SqliteSchema($"Data Source={LooksPath}", AllowSharedFiles)
            ),
            "Postgres" => new PostgresSchema(ConnectionString),
            _ => throw Unknown(),
        };

    private string LooksPath => SqliteDatabase.LooksPath(ConnectionString);

    private SqliteDatabase OpenFile()
    {
        var database = new SqliteDatabase(ConnectionString);
        if (!AllowSharedFiles)
            database.DemandPrivate();
        return database;
    }

    private InvalidOperationException Unknown() => new($"Store:Provider is '{Provider}'; it takes Sqlite or Postgres.");
}
