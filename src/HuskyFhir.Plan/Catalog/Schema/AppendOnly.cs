using HuskyFhir.Storage.Audit;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Plan.Catalog.Schema;

/// <summary>
/// Triggers that refuse to change or delete audit rows, whoever asks. They are no part of a migration, since SQLite
/// loses them when a table is rebuilt: every upgrade sets them again.
/// </summary>
internal static class AppendOnly
{
    private static readonly TableSpec[] Tables = [AuditTables.Audit, AuditTables.AuditHeads];

    public static IEnumerable<string> Sqlite =>
        Tables.SelectMany(
            static table => (string[])["UPDATE", "DELETE"],
            static (table, verb) =>
                $"CREATE TRIGGER IF NOT EXISTS {table.Name}_no_{verb.ToLowerInvariant()} BEFORE {verb} ON {table.Name} BEGIN SELECT RAISE(ABORT, 'audit rows are only ever added'); END"
        );

    public static IEnumerable<string> Postgres =>
        [
            "CREATE OR REPLACE FUNCTION husky_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'audit rows are only ever added'; END $$",
            .. Tables.Select(static table =>
                $"CREATE OR REPLACE TRIGGER {table.Name}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table.Name} FOR EACH STATEMENT EXECUTE FUNCTION husky_append_only()"
            ),
        ];
}
