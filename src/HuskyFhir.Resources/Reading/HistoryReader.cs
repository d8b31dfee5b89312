using System.Globalization;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Time;
using HuskyFhir.Resources.Searching;
using HuskyFhir.Resources.Shown;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Resources.Reading;

/// <summary>Which versions a history shows.</summary>
/// <param name="Since">Only those stored at or after this instant (UTC ticks); 0 for all.</param>
/// <param name="At">Only those that were current at some time in this interval; null for all.</param>
public sealed record HistoryFilter(long Since, Interval? At);

/// <summary>Where a page of a history of many resources ended.</summary>
public sealed record HistoryCursor(long Updated, Guid Id, long Version);

/// <summary>
/// Versions, newest first, deletions included (R4 section 3.1.0.12). Every version is held against the grant, and so is
/// the current one: what became restricted is not shown by way of its past.
/// </summary>
public sealed class HistoryReader(Database database, TimeProvider clock)
{
    private static readonly string[] Tables = ["resources", "versions"];

    /// <summary>A page of one resource's versions. Empty when there is nothing that the caller may see.</summary>
    /// <param name="type">Type.</param>
    /// <param name="id">Resource.</param>
    /// <param name="grant">Which rows the caller may see.</param>
    /// <param name="filter">Which versions.</param>
    /// <param name="before">Only versions before this one.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellation">Ends the query.</param>
    public async Task<List<StoredResource>> OfInstanceAsync(
        FhirType type,
        Guid id,
        Grant grant,
        HistoryFilter filter,
        long before,
        int limit,
        CancellationToken cancellation
    )
    {
        var sql = new SqlText(database.Dialect, clock.GetUtcNow());
        var also = $"AND r.id = {sql.Value(id)} AND r.version < {sql.Value(before)}";
        var text =
            $"SELECT * FROM ({Both(sql, StoredResource.Columns, type, grant, filter, also, string.Empty)}) v ORDER BY version DESC LIMIT {sql.Value((long)limit)}";
        return await database.ForAsync(
            await database.QueryAsync(new(text, sql.Values), StoredResource.From, cancellation),
            grant.Caller,
            type.Catalog,
            cancellation
        );
    }

    /// <summary>How many of one resource's versions the caller may see.</summary>
    public async Task<long> CountAsync(
        FhirType type,
        Guid id,
        Grant grant,
        HistoryFilter filter,
        CancellationToken cancellation
    )
    {
        var sql = new SqlText(database.Dialect, clock.GetUtcNow());
        var text =
            $"SELECT COUNT(*) FROM ({Both(sql, "r.version", type, grant, filter, $"AND r.id = {sql.Value(id)}", string.Empty)}) v";
        return (await database.QueryAsync(new(text, sql.Values), static row => row.Long(0), cancellation))[0];
    }

    /// <summary>A page of the versions of all resources of some types.</summary>
    /// <param name="types">Each with the permission to search it.</param>
    /// <param name="filter">Which versions.</param>
    /// <param name="after">Where the last page ended; null for the first.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellation">Ends the query.</param>
    public async Task<List<StoredResource>> OfTypesAsync(
        IReadOnlyList<(FhirType Type, Grant Grant)> types,
        HistoryFilter filter,
        HistoryCursor? after,
        int limit,
        CancellationToken cancellation
    )
    {
        var sql = new SqlText(database.Dialect, clock.GetUtcNow());
        var also = after is null ? string.Empty : After(sql, after);
        // Each table is walked along its index from the newest on, and no further than a page.
        var order = string.Create(
            CultureInfo.InvariantCulture,
            $" ORDER BY r.updated DESC, r.id DESC, r.version DESC LIMIT {limit}"
        );
        var all = string.Join(
            " UNION ALL ",
            types.Select(each => Both(sql, StoredResource.Columns, each.Type, each.Grant, filter, also, order))
        );
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT * FROM ({all}) v ORDER BY updated DESC, id DESC, version DESC LIMIT {limit}"
        );
        return await database.ForAsync(
            await database.QueryAsync(new(text, sql.Values), StoredResource.From, cancellation),
            types[0].Grant.Caller,
            types[0].Type.Catalog,
            cancellation
        );
    }

    /// <summary>
    /// Ends a condition on an earlier version: its resource must not have become invisible since. Only restriction can
    /// do that; a resource never moves to another member. By a scope with parameters earlier versions are not shown:
    /// their keys are not kept.
    /// </summary>
    internal static string WhileVisible(SqlText sql, Grant grant, FhirType type) =>
        grant switch
        {
            { Narrowed: not null } => " AND 1 = 0",
            { IsWhole: true } => string.Empty,
            _ => $" AND EXISTS (SELECT 1 FROM resources x WHERE x.id = r.id AND {sql.Within(grant, type, "x")})",
        };

    private static string Both(
        SqlText sql,
        string columns,
        FhirType type,
        Grant grant,
        HistoryFilter filter,
        string also,
        string order
    )
    {
        var where = $"WHERE r.type = {sql.Value(type.Name)} AND {sql.Within(grant, type, "r")} {also}";
        if (filter.Since > 0)
            where += $" AND r.updated >= {sql.Value(filter.Since)}";
        var ended = string.Empty;
        if (filter.At is { } at)
        {
            where += $" AND r.updated < {sql.Value(at.High)}";
            var low = sql.Value(at.Low);
            ended = string.Concat(
                Tables.Select(table =>
                    $" AND NOT EXISTS (SELECT 1 FROM {table} n WHERE n.id = r.id AND n.version = r.version + 1 AND n.updated <= {low})"
                )
            );
        }

        return $"SELECT * FROM (SELECT {columns} FROM resources r {where}{order}) x UNION ALL SELECT * FROM (SELECT {columns} FROM versions r {where}{ended}{WhileVisible(sql, grant, type)}{order}) y";
    }

    private static string After(SqlText sql, HistoryCursor after)
    {
        var (updated, id) = (sql.Value(after.Updated), sql.Value(after.Id));
        // The first condition follows from the second; the index is entered by it.
        return $"AND r.updated <= {updated} AND (r.updated < {updated} OR r.id < {id} OR (r.id = {id} AND r.version < {sql.Value(after.Version)}))";
    }
}
