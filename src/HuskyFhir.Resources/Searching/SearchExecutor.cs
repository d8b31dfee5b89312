using HuskyFhir.Core.Access;
using HuskyFhir.Core.Search;
using HuskyFhir.Resources.Shown;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Resources.Searching;

/// <summary>
/// Runs a search: narrow rows are filtered, sorted and cut to the page first, and only then are the bodies fetched.
/// The grant's row filter is part of the query and of the count.
/// </summary>
public sealed class SearchExecutor(
    Database database,
    FhirTypeCatalog families,
    TimeProvider clock,
    SearchPlan? plan = null
)
{
    private readonly SearchPlan plan = plan ?? new();

    /// <summary>One page of a search in one type.</summary>
    /// <param name="type">The type searched.</param>
    /// <param name="query">As read from the caller.</param>
    /// <param name="grant">Which rows the caller may see.</param>
    /// <param name="after">Where the last page ended; null for the first.</param>
    /// <param name="count">Rows a page, at least 1.</param>
    /// <param name="cancellation">Ends the query.</param>
    public Task<SearchPage> FindAsync(
        FhirType type,
        SearchQuery query,
        Grant grant,
        SearchCursor? after,
        int count,
        CancellationToken cancellation
    ) => FindAsync(query, new(families, type, grant), after, count, cancellation);

    /// <summary>One page of a search in one or several types.</summary>
    public async Task<SearchPage> FindAsync(
        SearchQuery query,
        SearchGrants grants,
        SearchCursor? after,
        int count,
        CancellationToken cancellation
    )
    {
        var leads = new Dictionary<FhirType, SearchLead>();
        foreach (var type in query.Types.Select(grants.Type))
            leads[type] = await new DrivingCondition(database, grants, plan, clock.GetUtcNow()).ChooseAsync(
                type,
                query,
                cancellation
            );
        var keys = query.Sort;
        var found = await database.QueryAsync(
            PageStatement(query, grants, type => leads[type], after, count + 1),
            row =>
                (
                    Resource: StoredResource.From(row),
                    Keys: keys.Select((_, at) => row.Any(StoredResource.Width + at)).ToArray()
                ),
            cancellation
        );
        var more = found.Count > count;
        if (more)
            found.RemoveAt(count);
        var next = more ? new SearchCursor(found[^1].Keys, found[^1].Resource.Id) : null;
        long? total =
            !more && after is null ? found.Count
            : query.Total == TotalMode.None ? null
            : await CountAsync(query, grants, cancellation);
        return new(
            await database.CompleteAsync(
                [.. found.Select(row => row.Resource.For(grants.Caller, families))],
                families,
                clock.GetUtcNow(),
                cancellation
            ),
            next,
            total
        );
    }

    /// <summary>How many resources match and may be seen.</summary>
    public async Task<long> CountAsync(SearchQuery query, SearchGrants grants, CancellationToken cancellation)
    {
        var sql = new SqlText(database.Dialect, clock.GetUtcNow());
        var counts = query
            .Types.Select(grants.Type)
            .Select(type =>
                $"SELECT COUNT(*) AS n FROM {type.Row.Name} t WHERE {new RowsSql(sql, grants, clock.GetUtcNow()).Where(type, query, DrivingCondition.Guess(type, query, grants, plan))}"
            );
        return (
            await database.QueryAsync(
                new($"SELECT CAST(SUM(c.n) AS BIGINT) FROM ({string.Join(" UNION ALL ", counts)}) c", sql.Values),
                static row => row.Long(0),
                cancellation
            )
        )[0];
    }

    /// <summary>The first rows of a search that is expected to find few, such as a condition of a write.</summary>
    internal Statement PageStatement(FhirType type, SearchQuery query, Grant grant, SearchCursor? after, int limit)
    {
        var grants = new SearchGrants(families, type, grant);
        return PageStatement(query, grants, each => DrivingCondition.Guess(each, query, grants, plan), after, limit);
    }

    private Statement PageStatement(
        SearchQuery query,
        SearchGrants grants,
        Func<FhirType, SearchLead> lead,
        SearchCursor? after,
        int limit
    )
    {
        var sql = new SqlText(database.Dialect, clock.GetUtcNow());
        var rows = new RowsSql(sql, grants, clock.GetUtcNow());
        var all = query
            .Types.Select(grants.Type)
            .Select(type => rows.Of(type, query, lead(type), after, limit))
            .ToList();
        var page =
            all.Count == 1
                ? all[0]
                : RowsSql.First(
                    query,
                    string.Join(" UNION ALL ", all.Select(static (each, at) => $"SELECT * FROM ({each}) u{at}")),
                    limit
                );
        var also = string.Concat(query.Sort.Select(static (_, at) => $", s.k{at}"));
        return new(
            $"SELECT {StoredResource.Columns}{also} FROM ({page}) s JOIN resources r ON r.id = s.id {RowsSql.Order(query)}",
            sql.Values
        );
    }
}
