using System.Numerics;
using HuskyFhir.Core.Access;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Resources.Searching.Grants;

/// <summary>
/// What members decided by consent, asked of their rows in <c>consent_terms</c>. OFFSET keeps PostgreSQL from gathering
/// everyone's decisions before it asks for one member's.
/// </summary>
internal static class ConsentSql
{
    /// <summary>Each sensitive kind as a row, since several consents may open a resource together.</summary>
    private static readonly string Bits = string.Join(
        " UNION ALL ",
        Enum.GetValues<Restriction>()
            .Where(static bit => Restriction.Sensitive.HasFlag(bit) && BitOperations.IsPow2((long)bit))
            .Select(static bit => $"SELECT {(long)bit} AS bit")
    );

    /// <summary>No restriction of the part, or none that a consent of the member does not open.</summary>
    public static string Without(SqlText sql, GrantPart.Without part, string row)
    {
        var open = $"({row}.restricted & {sql.Value((long)part.Closed)}) = 0";
        if (part.Opener is not { } organization || !part.Closed.HasFlag(Restriction.Sensitive))
            return open;
        var unopened =
            $"SELECT 1 FROM ({Bits}) b WHERE ({row}.restricted & b.bit) <> 0 AND NOT EXISTS (SELECT 1 FROM consent_terms c WHERE c.member = {row}.member "
            + $"AND c.permits = 1 AND (c.labels & b.bit) <> 0 AND {Holds(sql, organization, part.Purpose)} LIMIT 1 OFFSET 0)";
        return $"({open} OR (({row}.restricted & {sql.Value((long)(part.Closed & ~Restriction.Sensitive))}) = 0 AND NOT EXISTS ({unopened})))";
    }

    /// <summary>No consent denies it.</summary>
    /// <param name="sql">The query.</param>
    /// <param name="part">Whom it may be denied to.</param>
    /// <param name="member">Whose consents.</param>
    /// <param name="type">The type, as a value or a column.</param>
    /// <param name="labels">Whether a denial of what is labelled is about the row.</param>
    /// <param name="category">Whether a denial of a category is about the row.</param>
    public static string NotDenied(
        SqlText sql,
        GrantPart.NotDenied part,
        string member,
        string type,
        string labels,
        string category
    ) =>
        $"NOT EXISTS (SELECT 1 FROM consent_terms c WHERE c.member = {member} AND c.permits = 0 AND c.type IN ('', {type}) AND {labels} AND {category} AND {Holds(sql, part.Organization, part.Purpose)} LIMIT 1 OFFSET 0)";

    /// <summary>
    /// A denial of what has one of the row's labels; of a member's own record, which has none, a denial without labels.
    /// </summary>
    public static string Labels(string row) => $"(c.labels = 0 OR (c.labels & {row}.restricted) <> 0)";

    /// <summary>A denial of one of the row's categories, where types have them.</summary>
    public static string Category(IEnumerable<FhirType> types, string row)
    {
        var tables = types.Where(static type => type.Parameter("category")?.Place == ParameterStorage.Keys).ToList();
        var any = string.Concat(
            tables.Select(type =>
                $" OR EXISTS (SELECT 1 FROM {type.Tokens.Name} k WHERE k.owner = {row}.id AND k.part = 'category' AND k.code = c.category)"
            )
        );
        return tables.Count == 0 ? "c.category = ''" : $"(c.category = ''{any})";
    }

    private static string Holds(SqlText sql, Guid organization, string purpose) =>
        $"c.actor IN ({sql.Value(Guid.Empty)}, {sql.Value(organization)}) AND c.purpose IN ('', {sql.Value(purpose)}) AND c.since <= {sql.Moment} AND c.until > {sql.Moment}";
}
