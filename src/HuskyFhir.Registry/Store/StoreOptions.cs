using HuskyFhir.Registry.Store.Postgres;
using HuskyFhir.Registry.Store.Schema;
using HuskyFhir.Registry.Store.Sqlite;

namespace HuskyFhir.Registry.Store;

/// <summary>Which database, and where.</summary>
/// <param name="Provider"><c>Sqlite</c> or <c>Postgres</c>.</param>
/// <param name="ConnectionString">In the form of Microsoft.Data.Sqlite, or of Npgsql.</param>
public sealed record StoreOptions(string Provider, string ConnectionString)
{
    /// <summary>Opens the database; its schema must be current.</summary>
    public Database Open() => Provider switch
    {
        "Sqlite" => new SqliteDatabase(ConnectionString),
        "Postgres" => new PostgresDatabase(ConnectionString),
        _ => throw Unknown(),
    };

    /// <summary>The upgrade of its schema.</summary>
    public SchemaUpgrade Schema() => Provider switch
    {
        "Sqlite" => new SqliteSchema(ConnectionString, new SqliteSchema($"Data Source={SqliteDatabase.LooksPath(ConnectionString)}")),
        "Postgres" => new PostgresSchema(ConnectionString),
        _ => throw Unknown(),
    };

    private InvalidOperationException Unknown() => new($"Store:Provider is '{Provider}'; it takes Sqlite or Postgres.");
}
