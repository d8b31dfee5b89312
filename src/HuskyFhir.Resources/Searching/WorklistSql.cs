using HuskyFhir.Core.Search;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Resources.Searching;

/// <summary>
/// Searches that ask for a type's worklist: sorted by its date, the earliest first, and bounded by it, so that rows
/// without one are out of the question. They are answered in the order of an index.
/// </summary>
internal static class WorklistSql
{
    public static bool Is(FhirType type, SearchQuery query) =>
        type.Declared.Worklist is var (date, _)
        && query.Sort is [{ Descending: false } key]
        && key.Parameter.Name == date
        && query.Filters.Any(condition =>
            condition is SearchFilter { Missing: not true } filter && filter.Parameter.Name == date
        );

    /// <summary>The column that it is sorted by.</summary>
    public static string Date(FhirType type) =>
        $"t.{type.Parameter(type.Declared.Worklist!.Value.Date)!.Columns[0].Name}";

    /// <summary>What comes after the last page's end.</summary>
    public static string After(SqlText sql, string low, SearchCursor cursor)
    {
        var at = sql.Value(cursor.Keys[0]!);
        return $"({low} >= {at} AND ({low} > {at} OR t.id > {sql.Value(cursor.Id)}))";
    }

    /// <summary>The same search for each of the codes by which it is narrowed; as it is where it names none.</summary>
    public static IEnumerable<SearchQuery> Split(FhirType type, SearchQuery query)
    {
        var code = type.Declared.Worklist!.Value.Code;
        var narrowing = query
            .Filters.OfType<SearchFilter>()
            .FirstOrDefault(filter => filter.Parameter.Name == code && filter is { Missing: null, Modifier: null });
        var values = narrowing?.AnyOf.OfType<TokenValue>().ToList() ?? [];
        // A code that is asked for twice would bring its rows twice.
        return
            narrowing is null
            || values.Count != narrowing.AnyOf.Count
            || values.Exists(static value => value.Code is null)
            || values.DistinctBy(static value => value.Code, StringComparer.Ordinal).Count() < values.Count
            ? [query]
            : values.Select(value =>
                query with
                {
                    Filters =
                    [
                        .. query.Filters.Select(each =>
                            ReferenceEquals(each, narrowing) ? narrowing with { AnyOf = [value] } : each
                        ),
                    ],
                }
            );
    }
}
