using HuskyFhir.Storage.Sql;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HuskyFhir.Plan.Catalog.Schema;

/// <summary>
/// EF Core's view of the schema, built from the table declarations: it makes the migrations, applies them under a lock,
/// and tells when the model and the migrations have drifted apart. Reads and writes use the same declarations without
/// it, so that a start of the service does not wait for a model to be built.
/// </summary>
public abstract class HuskyContext(DbContextOptions options) : DbContext(options)
{
    /// <summary>Every table, for whoever wants to look at the schema.</summary>
    public static IEnumerable<TableSpec> Tables => PlanCatalog.Tables;

    /// <summary>The CLR type that stands for a uuid in this database.</summary>
    protected abstract Type UuidType { get; }

    /// <summary>The collation under which text compares byte by byte.</summary>
    protected abstract string Collation { get; }

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var table in Tables)
            modelBuilder.SharedTypeEntity<Dictionary<string, object>>(table.Name, entity => Map(entity, table));
    }

    private void Map(EntityTypeBuilder entity, TableSpec table)
    {
        entity.ToTable(table.Name);
        foreach (var column in table.Columns)
        {
            var property = entity
                .IndexerProperty(ClrType(column), column.Name)
                .HasColumnName(column.Name)
                .IsRequired(!column.Nullable)
                .ValueGeneratedNever();
            if (column.Type == ColumnType.Text)
                property.UseCollation(Collation);
        }

        entity.HasKey([.. table.Key]).HasName($"pk_{table.Name}");
        foreach (var index in table.Indexes)
            entity.HasIndex([.. index.Columns], IndexName(table, index)).IsUnique(index.Unique).HasFilter(index.Where);
    }

    private static string IndexName(TableSpec table, IndexSpec index)
    {
        var name = $"ix_{table.Name}_{string.Join('_', index.Columns)}";
        return name.Length <= 63 ? name : name[..63]; // PostgreSQL's limit
    }

    private Type ClrType(ColumnSpec column) =>
        (column.Type, column.Nullable) switch
        {
            (ColumnType.Uuid, true) => UuidType == typeof(Guid) ? typeof(Guid?) : UuidType,
            (ColumnType.Uuid, false) => UuidType,
            (ColumnType.Text, _) => typeof(string),
            (ColumnType.Long, true) => typeof(long?),
            (ColumnType.Long, false) => typeof(long),
            (ColumnType.Double, true) => typeof(double?),
            (ColumnType.Double, false) => typeof(double),
            (ColumnType.Bytes, _) => typeof(byte[]),
            _ => throw new ArgumentOutOfRangeException(nameof(column)),
        };
}

/// <summary>The schema in SQLite.</summary>
public sealed class SqliteHuskyContext(DbContextOptions<SqliteHuskyContext> options) : HuskyContext(options)
{
    /// <inheritdoc />
    protected override Type UuidType => typeof(byte[]);

    /// <inheritdoc />
    protected override string Collation => "BINARY";
}

/// <summary>The schema in PostgreSQL.</summary>
public sealed class PostgresHuskyContext(DbContextOptions<PostgresHuskyContext> options) : HuskyContext(options)
{
    /// <inheritdoc />
    protected override Type UuidType => typeof(Guid);

    /// <inheritdoc />
    protected override string Collation => "C";
}
