namespace HuskyFhir.Storage.Sql;

/// <summary>What differs in the SQL of the two databases; everything else is the same text.</summary>
/// <param name="Name">As in the setting <c>Store:Provider</c>.</param>
/// <param name="Contains">A condition that a text contains another, literally: column, parameter.</param>
/// <param name="Audit">Where a query finds every audit row.</param>
/// <param name="In">A condition that a column's value is one of a list: column, parameter, whether the list holds
/// ids.</param>
/// <param name="List">The list as one parameter, so that the text stays the same however long it is.</param>
/// <param name="Fence">Ends a subquery that is to be planned by itself, without regard to the order and the limit
/// around it.</param>
/// <param name="Holds">A condition that bytes contain others: column, parameter.</param>
/// <param name="Behind">Where a query finds a table that is filled behind the trail.</param>
public sealed record Dialect(
    string Name,
    Func<string, string, string> Contains,
    string Audit,
    string Fence,
    Func<string, string, bool, string> In,
    Func<IEnumerable<object>, object> List,
    Func<string, string, string> Holds,
    Func<TableSpec, string> Behind
)
{
    /// <summary>The embedded default.</summary>
    public static Dialect Sqlite { get; } =
        new(
            "Sqlite",
            static (column, value) => $"instr({column}, {value}) > 0",
            "(SELECT * FROM main.audit UNION ALL SELECT * FROM looks.audit)",
            string.Empty,
            static (column, list, ids) =>
                $"{column} IN (SELECT {(ids ? "unhex(value)" : "value")} FROM json_each({list}))",
            static values =>
                System.Text.Json.JsonSerializer.Serialize(
                    values.Select(static value => value is Guid id ? id.ToString("N") : (string)value)
                ),
            static (column, value) => $"instr({column}, {value}) > 0",
            static table => $"looks.{table.Name}"
        );

    /// <summary>For production.</summary>
    public static Dialect Postgres { get; } =
        new(
            "Postgres",
            static (column, value) => $"strpos({column}, {value}) > 0",
            "audit",
            " OFFSET 0",
            static (column, list, _) => $"{column} = ANY({list})",
            static values =>
                values.ToArray() is [string, ..] texts
                    ? Array.ConvertAll(texts, static text => (string)text)
                    : values.Cast<Guid>().ToArray(),
            static (column, value) => $"position({value} in {column}) > 0",
            static table => table.Name
        );
}
