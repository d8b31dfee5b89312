using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Registry.Families;
using HuskyFhir.Registry.Store.Searching;

namespace HuskyFhir.Registry.Store;

/// <summary>
/// Reads by id: one indexed look-up with the grant in it (R4 sections 3.1.0.1, 3.1.0.2, 3.1.0.11).
/// Faults: 404 for what is not there and, with the same words, for what the caller may not see; 410 for what was deleted.
/// </summary>
public sealed class ReadPath(Database database)
{
    /// <summary>The current version.</summary>
    public async Task<Answer<StoredResource>> ReadAsync(FhirType type, Guid id, Grant grant, CancellationToken cancellation)
    {
        var sql = new SqlText(database.Dialect);
        var text = $"SELECT {StoredResource.Columns} FROM resources r WHERE r.id = {sql.Value(id)} AND r.type = {sql.Value(type.Name)} AND {sql.Within(grant, "r")}";
        var found = await database.QueryAsync(new(text, sql.Values), StoredResource.From, cancellation);
        return found.Count == 0 ? Unknown(type, id) : found[0].Deleted ? Deleted(type, id) : found[0];
    }

    /// <summary>One version, current or earlier.</summary>
    public async Task<Answer<StoredResource>> VersionAsync(FhirType type, Guid id, long version, Grant grant, CancellationToken cancellation)
    {
        var sql = new SqlText(database.Dialect);
        var text = Union(sql, type, id, grant, StoredResource.Columns, $"AND r.version = {sql.Value(version)}");
        var found = await database.QueryAsync(new(text, sql.Values), StoredResource.From, cancellation);
        return found.Count == 0 ? Unknown(type, id) : found[0].Deleted ? Deleted(type, id) : found[0];
    }

    /// <summary>A page of versions, newest first, deletions included. Empty when there is nothing that the caller may see.</summary>
    /// <param name="type">Type.</param>
    /// <param name="id">Resource.</param>
    /// <param name="grant">Which rows the caller may see.</param>
    /// <param name="before">Only versions before this one.</param>
    /// <param name="since">Only versions stored at or after this instant (UTC ticks); 0 for all.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellation">Ends the query.</param>
    public Task<List<StoredResource>> HistoryAsync(FhirType type, Guid id, Grant grant, long before, long since, int limit, CancellationToken cancellation)
    {
        var sql = new SqlText(database.Dialect);
        var union = Union(sql, type, id, grant, StoredResource.Columns, $"AND r.updated >= {sql.Value(since)} AND r.version < {sql.Value(before)}");
        return database.QueryAsync(new($"SELECT * FROM ({union}) v ORDER BY version DESC LIMIT {sql.Value((long)limit)}", sql.Values), StoredResource.From, cancellation);
    }

    /// <summary>How many versions there are that the caller may see.</summary>
    public async Task<long> CountVersionsAsync(FhirType type, Guid id, Grant grant, long since, CancellationToken cancellation)
    {
        var sql = new SqlText(database.Dialect);
        var text = $"SELECT COUNT(*) FROM ({Union(sql, type, id, grant, "r.version", $"AND r.updated >= {sql.Value(since)}")}) v";
        return (await database.QueryAsync(new(text, sql.Values), static row => row.Long(0), cancellation))[0];
    }

    private static string Union(SqlText sql, FhirType type, Guid id, Grant grant, string columns, string also)
    {
        var where = $"WHERE r.id = {sql.Value(id)} AND r.type = {sql.Value(type.Name)} AND {sql.Within(grant, "r")} {also}";
        return $"SELECT {columns} FROM resources r {where} UNION ALL SELECT {columns} FROM versions r {where}";
    }

    private static Fault Unknown(FhirType type, Guid id) =>
        new(FaultKind.NotFound, OperationOutcome.IssueType.NotFound, $"{type.Name}/{id} is not known here.", null, "unknown-id");

    private static Fault Deleted(FhirType type, Guid id) =>
        new(FaultKind.Gone, OperationOutcome.IssueType.Deleted, $"{type.Name}/{id} was deleted; its history is at {type.Name}/{id}/_history.", null, "deleted");
}
