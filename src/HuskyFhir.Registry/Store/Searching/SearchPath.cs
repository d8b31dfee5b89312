using System.Globalization;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Search;
using HuskyFhir.Registry.Families;

namespace HuskyFhir.Registry.Store.Searching;

/// <summary>
/// Runs a search: narrow rows are filtered, sorted and cut to the page first, and only then are the bodies fetched.
/// The grant's row filter is part of the query and of the count.
/// </summary>
public sealed class SearchPath(Database database, TimeProvider clock)
{
    /// <summary>One page.</summary>
    /// <param name="type">The type searched.</param>
    /// <param name="query">As read from the caller.</param>
    /// <param name="grant">Which rows the caller may see.</param>
    /// <param name="after">Where the last page ended; null for the first.</param>
    /// <param name="count">Rows a page, at least 1.</param>
    /// <param name="cancellation">Ends the query.</param>
    public async Task<SearchPage> FindAsync(FhirType type, SearchQuery query, Grant grant, SearchCursor? after, int count, CancellationToken cancellation)
    {
        var keys = query.Sort;
        var found = await database.QueryAsync(
            PageStatement(type, query, grant, after, count + 1),
            row => (Resource: StoredResource.From(row), Keys: keys.Select((_, at) => row.Any(7 + at)).ToArray()),
            cancellation);
        var more = found.Count > count;
        if (more)
            found.RemoveAt(count);
        var next = more ? new SearchCursor(found[^1].Keys, found[^1].Resource.Id) : null;
        long? total = !more && after is null ? found.Count : query.Total == TotalMode.None ? null : await CountAsync(type, query, grant, cancellation);
        return new([.. found.Select(static row => row.Resource)], next, total);
    }

    /// <summary>How many resources match and may be seen.</summary>
    public async Task<long> CountAsync(FhirType type, SearchQuery query, Grant grant, CancellationToken cancellation)
    {
        var sql = new SqlText(database.Dialect);
        var text = $"SELECT COUNT(*) FROM {type.Row.Name} t WHERE {Where(sql, type, query, grant)}";
        return (await database.QueryAsync(new(text, sql.Values), static row => row.Long(0), cancellation))[0];
    }

    internal Statement PageStatement(FhirType type, SearchQuery query, Grant grant, SearchCursor? after, int limit)
    {
        var sql = new SqlText(database.Dialect);
        var keys = query.Sort;
        var columns = string.Concat(keys.Select((key, at) => $", {SortSql.Expression(sql, type, key)} AS k{at}"));
        var fromKeys = keys.Count == 0 ? FromKeys(sql, type, query, grant, after) : null;
        // The rows that match are found first and put in order afterwards: else a database may walk all rows in order, looking for the few.
        var rows = fromKeys ?? $"SELECT t.id AS id{columns} FROM (SELECT t.* FROM {type.Row.Name} t WHERE {Where(sql, type, query, grant)}{(query.Filters.Count > 0 ? sql.Dialect.Fence : string.Empty)}) t WHERE 1 = 1";
        if (keys.Count > 0)
            rows = $"SELECT * FROM ({rows}) s{(after is null ? string.Empty : $" WHERE {SortSql.After(sql, keys, after)}")} {SortSql.Order(keys)}";
        else if (fromKeys is null)
            rows += $"{(after is null ? string.Empty : $" AND t.id > {sql.Value(after.Id)}")} ORDER BY t.id";
        rows += string.Create(CultureInfo.InvariantCulture, $" LIMIT {limit}");
        var also = string.Concat(keys.Select(static (_, at) => $", s.k{at}"));
        return new($"SELECT {StoredResource.Columns}{also} FROM ({rows}) s JOIN resources r ON r.id = s.id {SortSql.Order(keys)}", sql.Values);
    }

    /// <summary>A search by one key is answered from that key's index alone; a common name then costs no look at the rows of all its bearers.</summary>
    private string? FromKeys(SqlText sql, FhirType type, SearchQuery query, Grant grant, SearchCursor? after)
    {
        if (query.Filters.Count != 1 || !FilterSql.IsAmongKeys(type, query.Filters[0]) || sql.WithinOwners(grant, type) is not { } within)
            return null;
        var (table, where) = FilterSql.AmongKeys(sql, type, query.Filters[0], clock.GetUtcNow());
        var matches = $"SELECT k.owner AS id FROM {table} k WHERE {where} AND {within}{(after is null ? string.Empty : $" AND k.owner > {sql.Value(after.Id)}")}{sql.Dialect.Fence}";
        return $"SELECT DISTINCT q.id AS id FROM ({matches}) q ORDER BY q.id";
    }

    private string Where(SqlText sql, FhirType type, SearchQuery query, Grant grant)
    {
        var now = clock.GetUtcNow();
        var conditions = FilterSql.Conditions(sql, type, query.Filters, now).ToList();
        conditions.Add(sql.Within(grant, "t"));
        return string.Join(" AND ", conditions);
    }
}
