namespace HuskyFhir.Registry.Store;

/// <summary>What differs in the SQL of the two databases; everything else is the same text.</summary>
/// <param name="Name">As in the setting <c>Store:Provider</c>.</param>
/// <param name="Contains">A condition that a text contains another, literally: column, parameter.</param>
/// <param name="Audit">Where a query finds every audit row.</param>
public sealed record Dialect(string Name, Func<string, string, string> Contains, string Audit)
{
    /// <summary>The embedded default.</summary>
    public static Dialect Sqlite { get; } = new("Sqlite", static (column, value) => $"instr({column}, {value}) > 0", "(SELECT * FROM main.audit UNION ALL SELECT * FROM looks.audit)");

    /// <summary>For production.</summary>
    public static Dialect Postgres { get; } = new("Postgres", static (column, value) => $"strpos({column}, {value}) > 0", "audit");
}
