using Microsoft.EntityFrameworkCore.Design;

namespace HuskyFhir.Plan.Catalog.Schema;

/// <summary>
/// For <c>dotnet ef migrations add NAME --context SqliteHuskyContext --output-dir Catalog/Migrations/Sqlite</c>, run in
/// the project's folder. Until the first release there is one migration, <c>Initial</c>: delete the folder's files and
/// add it anew.
/// </summary>
internal sealed class SqliteDesignTime : IDesignTimeDbContextFactory<SqliteHuskyContext>
{
    public SqliteHuskyContext CreateDbContext(string[] args) => SqliteSchema.Context("Data Source=:memory:");
}

/// <summary>The same with <c>--context PostgresHuskyContext --output-dir Catalog/Migrations/Postgres</c>.</summary>
internal sealed class PostgresDesignTime : IDesignTimeDbContextFactory<PostgresHuskyContext>
{
    public PostgresHuskyContext CreateDbContext(string[] args) => PostgresSchema.Context("Host=localhost");
}
