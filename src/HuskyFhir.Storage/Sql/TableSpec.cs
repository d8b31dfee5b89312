namespace HuskyFhir.Storage.Sql;

/// <summary>The column types that mean the same in both databases.</summary>
public enum ColumnType
{
    /// <summary>
    /// uuid in PostgreSQL; 16 bytes, most significant first, in SQLite, so that UUIDv7 sorts by time in both.
    /// </summary>
    Uuid,

    /// <summary>text, compared byte by byte (collation C, or BINARY).</summary>
    Text,

    /// <summary>bigint; instants are UTC ticks.</summary>
    Long,

    /// <summary>double precision.</summary>
    Double,

    /// <summary>bytea or BLOB.</summary>
    Bytes,
}

/// <summary>One column.</summary>
/// <param name="Name">Snake case.</param>
/// <param name="Type">Portable type.</param>
/// <param name="Nullable">Whether a row may lack it.</param>
public sealed record ColumnSpec(string Name, ColumnType Type, bool Nullable = false);

/// <summary>An index, or a unique rule that the database enforces.</summary>
/// <param name="Columns">In order.</param>
/// <param name="Unique">Whether the database refuses a second row.</param>
/// <param name="Where">A condition on the rows that are in it; null for all.</param>
public sealed record IndexSpec(IReadOnlyList<string> Columns, bool Unique = false, string? Where = null);

/// <summary>
/// One table, declared once: EF Core builds the model and the migrations from it, the writer its statements,
/// and searches their conditions.
/// </summary>
/// <param name="Name">Snake case.</param>
/// <param name="Columns">In the order in which rows are written.</param>
/// <param name="Key">Primary key columns.</param>
/// <param name="Indexes">Besides the primary key.</param>
public sealed record TableSpec(
    string Name,
    IReadOnlyList<ColumnSpec> Columns,
    IReadOnlyList<string> Key,
    IReadOnlyList<IndexSpec> Indexes
)
{
    /// <summary>Whether a row that is there already is left as it is, rather than refused.</summary>
    public bool Once { get; init; }
}
