using HuskyFhir.Core.Search;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Resources.Searching;

/// <summary>
/// Sort keys as SQL (R4 section 3.1.1.5.1). A parameter with many values sorts by its lowest going up and its highest
/// going down; rows without a value come last both ways; the id ends every order, so that a page begins exactly where
/// the last one ended.
/// </summary>
internal static class SortSql
{
    /// <summary>The expression for one key, on the type's row <c>t</c>.</summary>
    public static string Expression(SqlText sql, FhirType type, SortKey key)
    {
        var parameter =
            type.Parameter(key.Parameter.Name)
            ?? throw new InvalidOperationException($"{type.Name} has no parameter {key.Parameter.Name}.");
        return parameter.Place switch
        {
            ParameterStorage.Row => OwnColumn(parameter, key.Descending),
            ParameterStorage.Keys => FromKeys(sql, type, parameter, key.Descending),
            ParameterStorage.Member => "t.member",
            ParameterStorage.Id => "t.id",
            ParameterStorage.Updated => "t.updated",
            _ => throw new ArgumentOutOfRangeException(nameof(key)),
        };
    }

    /// <summary>ORDER BY over the keys <c>k0</c>, <c>k1</c>, … of alias <c>s</c>.</summary>
    public static string Order(IReadOnlyList<SortKey> keys)
    {
        var order = keys.Select(
            static (key, at) => $"s.k{at} IS NULL, s.k{at}{(key.Descending ? " DESC" : string.Empty)}, "
        );
        return $"ORDER BY {string.Concat(order)}s.id";
    }

    /// <summary>Whether the order is that of an index which every type has: by last update alone.</summary>
    public static bool IsByUpdate(IReadOnlyList<SortKey> keys) => keys is [{ Parameter.Name: "_lastUpdated" }];

    /// <summary>
    /// The same for an order by last update: the id follows its direction, so that an index serves both ways.
    /// </summary>
    public static string OrderByUpdate(SortKey key, string updated, string id)
    {
        var direction = key.Descending ? " DESC" : string.Empty;
        return $"ORDER BY {updated}{direction}, {id}{direction}";
    }

    /// <summary>What comes after the last page's end in an order by last update.</summary>
    public static string AfterUpdate(SqlText sql, SortKey key, SearchCursor cursor)
    {
        var (beyond, at) = (key.Descending ? '<' : '>', sql.Value(cursor.Keys[0]!));
        return $"(t.updated {beyond}= {at} AND (t.updated {beyond} {at} OR t.id {beyond} {sql.Value(cursor.Id)}))";
    }

    /// <summary>What comes after the row where the last page ended.</summary>
    public static string After(SqlText sql, IReadOnlyList<SortKey> keys, SearchCursor cursor)
    {
        var alternatives = new List<string>();
        var equal = string.Empty;
        for (var at = 0; at < keys.Count; at++)
        {
            var column = $"s.k{at}";
            if (cursor.Keys[at] is { } value)
            {
                var name = sql.Value(value);
                alternatives.Add($"({equal}({column} IS NULL OR {column} {(keys[at].Descending ? '<' : '>')} {name}))");
                equal += $"{column} = {name} AND ";
            }
            else
                equal += $"{column} IS NULL AND ";
        }

        alternatives.Add($"({equal}s.id > {sql.Value(cursor.Id)})");
        return $"({string.Join(" OR ", alternatives)})";
    }

    private static string OwnColumn(SearchParameter parameter, bool descending) =>
        $"t.{(parameter.Info.Kind == SearchKind.Date && descending ? parameter.Columns[1] : parameter.Columns[0]).Name}";

    private static string FromKeys(SqlText sql, FhirType type, SearchParameter parameter, bool descending)
    {
        var end = descending ? "MAX" : "MIN";
        var parts = string.Join(", ", parameter.Parts.Select(part => sql.Value(part)));
        return parameter.Info.Kind switch
        {
            SearchKind.String =>
                $"(SELECT {end}(k.folded) FROM {type.Strings.Name} k WHERE k.owner = t.id AND k.part IN ({parts}))",
            SearchKind.Token or SearchKind.Uri =>
                $"(SELECT {end}(k.code) FROM {type.Tokens.Name} k WHERE k.owner = t.id AND k.part IN ({parts}))",
            SearchKind.Reference =>
                $"(SELECT {end}(COALESCE(k.url, k.target_type)) FROM refs k WHERE k.owner = t.id AND k.part IN ({parts}))",
            _ => throw new ArgumentOutOfRangeException(nameof(parameter)),
        };
    }
}
