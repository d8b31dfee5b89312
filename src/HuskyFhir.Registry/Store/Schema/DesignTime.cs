using Microsoft.EntityFrameworkCore.Design;

namespace HuskyFhir.Registry.Store.Schema;

/// <summary>For <c>dotnet ef migrations add NAME --context SqliteHuskyContext --output-dir Store/Migrations/Sqlite</c>.</summary>
internal sealed class SqliteDesignTime : IDesignTimeDbContextFactory<SqliteHuskyContext>
{
    public SqliteHuskyContext CreateDbContext(string[] args) => SqliteSchema.Context("Data Source=:memory:");
}

/// <summary>For <c>dotnet ef migrations add NAME --context PostgresHuskyContext --output-dir Store/Migrations/Postgres</c>.</summary>
internal sealed class PostgresDesignTime : IDesignTimeDbContextFactory<PostgresHuskyContext>
{
    public PostgresHuskyContext CreateDbContext(string[] args) => PostgresSchema.Context("Host=localhost");
}
