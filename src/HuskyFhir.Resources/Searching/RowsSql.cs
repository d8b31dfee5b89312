using System.Globalization;
using HuskyFhir.Core.Search;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Resources.Searching;

/// <summary>The ids (and sort keys) of one type's rows that match, in order and cut to the page.</summary>
internal sealed class RowsSql(SqlText sql, SearchGrants grants, DateTimeOffset now)
{
    private readonly FilterSql filters = new(sql, grants, now);

    /// <summary>The order of a page, on alias <c>s</c>.</summary>
    public static string Order(SearchQuery query) =>
        SortSql.IsByUpdate(query.Sort)
            ? SortSql.OrderByUpdate(query.Sort[0], "s.k0", "s.id")
            : SortSql.Order(query.Sort);

    /// <summary>The conditions of a search and the grant's, on the row <c>t</c>.</summary>
    public string Where(FhirType type, SearchQuery query, SearchLead lead)
    {
        var conditions = query
            .Filters.Select(each => each == lead.First ? filters.Leads(type, each, "t") : filters.Asks(type, each, "t"))
            .ToList();
        conditions.Add(
            lead is { Walks: false, First: null } && Own(type) is { } own ? own : grants.Within(sql, type, "t")
        );
        return string.Join(" AND ", conditions);
    }

    /// <summary>One type's rows.</summary>
    public string Of(FhirType type, SearchQuery query, SearchLead lead, SearchCursor? after, int limit)
    {
        var byUpdate = SortSql.IsByUpdate(query.Sort);
        if (lead.Walks && WorklistSql.Is(type, query))
            return Worklist(type, query, lead, after, limit);
        if (lead.Walks)
        {
            var beyond =
                after is null ? string.Empty
                : byUpdate ? $" AND {SortSql.AfterUpdate(sql, query.Sort[0], after)}"
                : $" AND t.id > {sql.Value(after.Id)}";
            var order = byUpdate ? SortSql.OrderByUpdate(query.Sort[0], "t.updated", "t.id") : "ORDER BY t.id";
            return $"SELECT t.id AS id{(byUpdate ? ", t.updated AS k0" : string.Empty)} FROM {type.Row.Name} t WHERE {Where(type, query, lead)}{beyond} {order}{Limit(limit)}";
        }

        return (lead.Keys ? FromKeys(type, query, lead, after, limit) : null)
            ?? Gathered(type, query, lead, after, limit);
    }

    /// <summary>A walk for each code that is asked for, since an index keeps rows in order under one code.</summary>
    private string Worklist(FhirType type, SearchQuery query, SearchLead lead, SearchCursor? after, int limit)
    {
        var low = WorklistSql.Date(type);
        var beyond = after is null ? string.Empty : $" AND {WorklistSql.After(sql, low, after)}";
        var walks = WorklistSql
            .Split(type, query)
            .Select(one =>
                $"SELECT t.id AS id, {low} AS k0 FROM {type.Row.Name} t WHERE {low} IS NOT NULL AND {Where(type, one, lead)}{beyond} ORDER BY {low}, t.id{Limit(limit)}"
            )
            .ToList();
        return walks.Count == 1
            ? walks[0]
            : First(
                query,
                string.Join(" UNION ALL ", walks.Select(static (each, at) => $"SELECT * FROM ({each}) w{at}")),
                limit
            );
    }

    /// <summary>The first rows of several types together.</summary>
    public static string First(SearchQuery query, string rows, int limit) =>
        $"SELECT * FROM ({rows}) s {Order(query)}{Limit(limit)}";

    private static string Limit(int limit) => string.Create(CultureInfo.InvariantCulture, $" LIMIT {limit}");

    /// <summary>
    /// The rows that match are found first and put in order afterwards: else a database may walk all rows in order,
    /// looking for the few.
    /// </summary>
    private string Gathered(FhirType type, SearchQuery query, SearchLead lead, SearchCursor? after, int limit)
    {
        var columns = string.Concat(query.Sort.Select((key, at) => $", {SortSql.Expression(sql, type, key)} AS k{at}"));
        var matches = $"SELECT t.* FROM {type.Row.Name} t WHERE {Where(type, query, lead)}{sql.Dialect.Fence}";
        if (query.Sort.Count == 0)
            return $"SELECT t.id AS id FROM ({matches}) t{(after is null ? string.Empty : $" WHERE t.id > {sql.Value(after.Id)}")} ORDER BY t.id{Limit(limit)}";
        var beyond =
            after is null ? string.Empty
            : SortSql.IsByUpdate(query.Sort) ? $" WHERE {SortSql.AfterUpdate(sql, query.Sort[0], after)}"
            : null;
        var rows = $"SELECT t.id AS id{columns} FROM ({matches}) t{beyond}";
        return $"SELECT * FROM ({rows}) s{(beyond is null ? $" WHERE {SortSql.After(sql, query.Sort, after!)}" : string.Empty)} {Order(query)}{Limit(limit)}";
    }

    /// <summary>
    /// A search by one key is answered from that key's index alone; a common name then costs no look at the rows of all
    /// its bearers.
    /// </summary>
    private string? FromKeys(FhirType type, SearchQuery query, SearchLead lead, SearchCursor? after, int limit)
    {
        if (
            query is not { Sort.Count: 0, Filters: [SearchFilter filter] }
            || lead.First is null
            || type.Parameter(filter.Parameter.Name)?.Place != ParameterStorage.Keys
            || !KeySql.IsAmongKeys(filter)
        )
            return null;
        if (!grants.Decide(type).Try(out var grant, out _) || sql.WithinOwners(grant, type) is not { } within)
            return null;
        var matches =
            $"{filters.Matches(type, filter)} AND {within}{(after is null ? string.Empty : $" AND k.owner > {sql.Value(after.Id)}")}{sql.Dialect.Fence}";
        return $"SELECT DISTINCT q.id AS id FROM ({matches}) q ORDER BY q.id{Limit(limit)}";
    }

    /// <summary>
    /// The grant with the caller's own members looked up rather than asked of every row; null where the caller has none
    /// of its own.
    /// </summary>
    private string? Own(FhirType type) =>
        grants.Decide(type).Try(out var grant, out _) ? new GrantSql(sql, grant, type).OfOwn("t") : null;
}
