using HuskyFhir.Core.Access;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Resources.Searching.Grants;

/// <summary>
/// What is about another, or part of it, is seen by who may see the other, now. What is about what is in <c>ties</c>,
/// over any number of steps, so that one look at them is enough.
/// </summary>
internal static class TiesSql
{
    /// <summary>All that the row is about may be seen; and, of what only tells of others, there is some.</summary>
    public static string Seen(SqlText sql, Caller caller, FhirType type, string row, bool toLink)
    {
        if (!type.IsTied)
            return GrantSql.Always;
        var any =
            type.Declared.OnlyWithOthers && !toLink
                ? $"EXISTS (SELECT 1 FROM ties a WHERE a.thing = {row}.id) AND "
                : string.Empty;
        return $"{any}NOT EXISTS (SELECT 1 FROM ties b JOIN resources o ON o.id = b.other WHERE b.thing = {row}.id AND NOT ({Others(sql, caller, type.Catalog)}))";
    }

    /// <summary>That a row is of one of these types.</summary>
    public static string IsOf(IEnumerable<FhirType> types, string row = "o") =>
        $"{row}.type IN ({string.Join(", ", types.Select(static type => $"'{type.Name}'"))})";

    /// <summary>
    /// That the caller may see the row <c>o</c>, of whatever type: what the policy gives for it, whatever the token's
    /// scopes.
    /// </summary>
    private static string Others(SqlText sql, Caller caller, FhirTypeCatalog types)
    {
        var reach = types
            .Types.Select(type => (Type: type, Rows: Policy.Reach(caller, type.Name, type.Openness)))
            .Where(static each => each.Rows is not null);
        var ways = reach
            .GroupBy(static each => each.Rows!, static each => each.Type)
            .Select(group => Of(sql, new(caller, group.Key), [.. group]))
            .ToList();
        return ways.Count == 0 ? "1 = 0" : string.Join(" OR ", ways);
    }

    private static string Of(SqlText sql, Grant grant, List<FhirType> types)
    {
        var form = new TiedForm(sql, types);
        return $"({string.Join(" AND ", grant.Parts().Select(part => part.In(form)).Where(static condition => condition != GrantSql.Always).Prepend(IsOf(types)))})";
    }
}
