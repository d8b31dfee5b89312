using HuskyFhir.Core.Search;
using HuskyFhir.Registry.Families;

namespace HuskyFhir.Registry.Store.Searching;

/// <summary>One parameter of a search as a condition on the type's row <c>t</c>, by where its values are kept.</summary>
internal static class FilterSql
{
    /// <summary>
    /// The conditions of a search, joined by AND. The filter that leaves the fewest rows leads: the database starts from its matches.
    /// The others are asked of each row that is left, never gathered by themselves.
    /// </summary>
    public static IEnumerable<string> Conditions(SqlText sql, FhirType type, IReadOnlyList<SearchFilter> filters, DateTimeOffset now)
    {
        var lead = filters.OrderBy(filter => Breadth(type, filter)).FirstOrDefault();
        return filters.Select(filter => Condition(sql, type, filter, now, leads: filter == lead)).ToList();
    }

    /// <summary>Whether a filter's matches are found among the keys alone.</summary>
    public static bool IsAmongKeys(FhirType type, SearchFilter filter) =>
        type.Parameter(filter.Parameter.Name) is { Place: Place.Keys } && filter.Missing is null && filter.Modifier != "not";

    /// <summary>For such a filter: the table of keys, and the condition on its rows <c>k</c>.</summary>
    public static (string Table, string Where) AmongKeys(SqlText sql, FhirType type, SearchFilter filter, DateTimeOffset now)
    {
        var parameter = type.Parameter(filter.Parameter.Name)!;
        var (table, scope) = KeyScope(sql, type, parameter);
        return (table, $"{scope} AND {Any(filter.AnyOf.Select(value => KindSql.Condition(sql, parameter, filter.Modifier, value, "k.", now)))}");
    }

    /// <summary>How many rows a filter is likely to leave, as a rank: an identifier names one, a code may be everyone's.</summary>
    private static int Breadth(FhirType type, SearchFilter filter)
    {
        var parameter = type.Parameter(filter.Parameter.Name)!;
        if (filter.Missing is not null || filter.Modifier is "not" or "contains")
            return 9;
        return (parameter.Place, parameter.Info.Kind) switch
        {
            (Place.Id, _) => 0,
            (Place.Keys, SearchKind.Token) when parameter.Info.Name is "identifier" or "phone" or "email" or "telecom" => 1,
            (Place.Member, _) => 2,
            (Place.Row, SearchKind.Date) when filter.AnyOf.All(static value => value is DateValue { Prefix: Prefix.Eq, Interval: var day } && day.High - day.Low <= 2 * TimeSpan.TicksPerDay) => 3,
            (Place.Keys, SearchKind.Reference) => 4,
            (Place.Keys, SearchKind.String) => 5,
            (Place.Keys, SearchKind.Token) => 6,
            _ => 8,
        };
    }

    private static string Condition(SqlText sql, FhirType type, SearchFilter filter, DateTimeOffset now, bool leads)
    {
        var parameter = type.Parameter(filter.Parameter.Name) ?? throw new InvalidOperationException($"{type.Name} has no parameter {filter.Parameter.Name}.");
        return parameter.Place switch
        {
            Place.Row => OwnRow(sql, parameter, filter, now),
            Place.Keys => Keys(sql, type, parameter, filter, now, leads),
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

    private static (string Table, string Scope) KeyScope(SqlText sql, FhirType type, SearchParameter parameter)
    {
        var parts = string.Join(", ", parameter.Parts.Select(part => sql.Value(part)));
        return parameter.Info.Kind switch
        {
            SearchKind.String => (type.Strings.Name, $"k.part IN ({parts})"),
            SearchKind.Token => (type.Tokens.Name, $"k.part IN ({parts})"),
            SearchKind.Reference => ("refs", $"k.part IN ({parts}) AND k.owner_type = {sql.Value(type.Name)}"),
            _ => throw new ArgumentOutOfRangeException(nameof(parameter)),
        };
    }

    private static string Keys(SqlText sql, FhirType type, SearchParameter parameter, SearchFilter filter, DateTimeOffset now, bool leads)
    {
        var (table, scope) = KeyScope(sql, type, parameter);
        if (filter.Missing is { } missing)
            return $"{(missing ? "NOT EXISTS" : "EXISTS")} (SELECT 1 FROM {table} k WHERE k.owner = t.id AND {scope})";
        var any = Any(filter.AnyOf.Select(value => KindSql.Condition(sql, parameter, filter.Modifier, value, "k.", now)));
        if (filter.Modifier == "not")
            return $"NOT EXISTS (SELECT 1 FROM {table} k WHERE k.owner = t.id AND {scope} AND {any})";
        // OFFSET keeps PostgreSQL from turning the question about one row into a gathering of all that match.
        return leads
            ? $"t.id IN (SELECT k.owner FROM {table} k WHERE {scope} AND {any})"
            : $"EXISTS (SELECT 1 FROM {table} k WHERE k.owner = t.id AND {scope} AND {any} LIMIT 1 OFFSET 0)";
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
