using HuskyFhir.Core.Search;
using HuskyFhir.Registry.Families;

namespace HuskyFhir.Registry.Store.Searching;

/// <summary>One parameter of a search as a condition on the type's row <c>t</c>, by where its values are kept.</summary>
internal static class FilterSql
{
    /// <summary>The condition; the values of one parameter are joined by OR.</summary>
    public static string Condition(SqlText sql, FhirType type, SearchFilter filter, DateTimeOffset now)
    {
        var parameter = type.Parameter(filter.Parameter.Name) ?? throw new InvalidOperationException($"{type.Name} has no parameter {filter.Parameter.Name}.");
        return parameter.Place switch
        {
            Place.Row => OwnRow(sql, parameter, filter, now),
            Place.Keys => Keys(sql, type, parameter, filter, now),
            Place.Member => Member(sql, filter),
            Place.Id => Ids(sql, filter),
            Place.Updated => Updated(sql, filter, now),
            _ => throw new ArgumentOutOfRangeException(nameof(filter)),
        };
    }

    private static string Any(IEnumerable<string> conditions) => $"({string.Join(" OR ", conditions)})";

    private static string OwnRow(SqlText sql, SearchParameter parameter, SearchFilter filter, DateTimeOffset now)
    {
        var first = $"t.{parameter.Columns[0].Name}";
        if (filter.Missing is { } missing)
            return missing ? $"{first} IS NULL" : $"{first} IS NOT NULL";
        var any = Any(filter.AnyOf.Select(value => KindSql.Condition(sql, parameter, filter.Modifier, value, $"t.{parameter.Prefix}", now)));
        // A row without the element has no such code either (R4 section 3.1.1.4.10).
        return filter.Modifier == "not" ? $"({first} IS NULL OR NOT COALESCE({any}, 1 = 0))" : any;
    }

    private static string Keys(SqlText sql, FhirType type, SearchParameter parameter, SearchFilter filter, DateTimeOffset now)
    {
        var parts = string.Join(", ", parameter.Parts.Select(part => sql.Value(part)));
        var (table, scope) = parameter.Info.Kind switch
        {
            SearchKind.String => (type.Strings.Name, $"k.part IN ({parts})"),
            SearchKind.Token => (type.Tokens.Name, $"k.part IN ({parts})"),
            SearchKind.Reference => ("refs", $"k.part IN ({parts}) AND k.owner_type = {sql.Value(type.Name)}"),
            _ => throw new ArgumentOutOfRangeException(nameof(parameter)),
        };
        if (filter.Missing is { } missing)
            return $"{(missing ? "NOT EXISTS" : "EXISTS")} (SELECT 1 FROM {table} k WHERE k.owner = t.id AND {scope})";
        var any = Any(filter.AnyOf.Select(value => KindSql.Condition(sql, parameter, filter.Modifier, value, "k.", now)));
        return filter.Modifier == "not"
            ? $"NOT EXISTS (SELECT 1 FROM {table} k WHERE k.owner = t.id AND {scope} AND {any})"
            : $"t.id IN (SELECT k.owner FROM {table} k WHERE {scope} AND {any})";
    }

    private static string Member(SqlText sql, SearchFilter filter)
    {
        if (filter.Missing is { } missing)
            return missing ? "t.member IS NULL" : "t.member IS NOT NULL";
        var ids = filter.AnyOf.Cast<ReferenceValue>().Where(static value => value.Id is not null).Select(value => sql.Value(value.Id!.Value)).ToList();
        return ids.Count == 0 ? "1 = 0" : $"t.member IN ({string.Join(", ", ids)})";
    }

    private static string Ids(SqlText sql, SearchFilter filter)
    {
        if (filter.Missing is { } missing)
            return missing ? "1 = 0" : "1 = 1";
        var ids = new List<string>();
        foreach (var value in filter.AnyOf.Cast<TokenValue>())
            if (value.System is null or "" && Guid.TryParseExact(value.Code, "D", out var id))
                ids.Add(sql.Value(id));
        var any = ids.Count == 0 ? "1 = 0" : $"t.id IN ({string.Join(", ", ids)})";
        return filter.Modifier == "not" ? $"NOT ({any})" : any;
    }

    private static string Updated(SqlText sql, SearchFilter filter, DateTimeOffset now)
    {
        if (filter.Missing is { } missing)
            return missing ? "1 = 0" : "1 = 1";
        // An instant is the interval of its millisecond, as FHIR shows it.
        return Any(filter.AnyOf.Cast<DateValue>().Select(value => KindSql.Condition(sql, null!, null, value, "t.updated_", now)
            .Replace("t.updated_low", "t.updated", StringComparison.Ordinal).Replace("t.updated_high", "(t.updated + 10000)", StringComparison.Ordinal)));
    }
}
