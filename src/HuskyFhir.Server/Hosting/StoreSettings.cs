using System.ComponentModel.DataAnnotations;
using HuskyFhir.Plan.Catalog.Schema;
using HuskyFhir.Server.Configuration;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace HuskyFhir.Server.Hosting;

/// <summary>Section <c>Store</c>: which database.</summary>
public sealed class StoreSettings
{
    /// <summary><c>Sqlite</c> (default; a file) or <c>Postgres</c>.</summary>
    [RegularExpression("^(Sqlite|Postgres)$", ErrorMessage = "Store:Provider takes Sqlite or Postgres.")]
    public string Provider { get; set; } = "Sqlite";

    /// <summary>
    /// Whether a start upgrades the schema; <c>true</c> by default. When <c>false</c>, run the command <c>migrate</c>
    /// first.
    /// </summary>
    public bool MigrateOnStart { get; set; } = true;

    /// <summary>
    /// Whether a start accepts SQLite files, or a folder of them, that other users of the machine may read or change;
    /// <c>false</c> by default. Set it where the disk gives every file the same mode, and something else keeps others
    /// out.
    /// </summary>
    public bool AllowSharedFiles { get; set; }

    /// <summary>
    /// How often the ends of the audit chains are written down, in the chains themselves and in the log; 1 to 600
    /// seconds, 60 by default.
    /// </summary>
    [Range(1, 600, ErrorMessage = "Store:AuditAnchorSeconds takes 1 to 600.")]
    public int AuditAnchorSeconds { get; set; } = 60;

    /// <summary>
    /// The settings with the connection string, <c>ConnectionStrings:Husky</c>; by default the file
    /// <c>data/husky.db</c>.
    /// </summary>
    internal StoreOptions Options(IConfiguration configuration) =>
        new(Provider, Connection(configuration), AllowSharedFiles);

    private string Connection(IConfiguration configuration) =>
        configuration.GetConnectionString("Husky") switch
        {
            { Length: > 0 } given => Checked(given),
            _ when Provider == "Sqlite" => "Data Source=data/husky.db",
            _ => throw new SettingsException(
                "ConnectionStrings:Husky is not set; with Store:Provider=Postgres it names the server, such as Host=localhost;Database=husky;Username=husky."
            ),
        };

    private string Checked(string given)
    {
        try
        {
            return Provider == "Sqlite"
                ? new SqliteConnectionStringBuilder(given).ToString()
                : new NpgsqlConnectionStringBuilder(given).ToString();
        }
        catch (ArgumentException bad)
        {
            throw new SettingsException(
                $"ConnectionStrings:Husky is not a connection string for {Provider}: {bad.Message}"
            );
        }
    }
}
