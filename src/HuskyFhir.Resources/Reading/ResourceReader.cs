using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Searching;
using HuskyFhir.Resources.Shown;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Resources.Reading;

/// <summary>
/// Reads by id: one indexed look-up with the grant in it (R4 sections 3.1.0.1 and 3.1.0.2).
/// Faults: 404 for what is not there and, with the same words, for what the caller may not see; 410 for what was
/// deleted.
/// </summary>
public sealed class ResourceReader(Database database, TimeProvider clock)
{
    /// <summary>The current version.</summary>
    public async Task<Result<StoredResource>> ReadAsync(
        FhirType type,
        Guid id,
        Grant grant,
        CancellationToken cancellation
    )
    {
        var sql = new SqlText(database.Dialect, clock.GetUtcNow());
        var text =
            $"SELECT {StoredResource.Columns} FROM resources r WHERE r.id = {sql.Value(id)} AND r.type = {sql.Value(type.Name)} AND {sql.Within(grant, type, "r")}";
        var found = await database.QueryAsync(new(text, sql.Values), StoredResource.From, cancellation);
        return found.Count == 0 ? Unknown(type, id)
            : found[0].Deleted ? Deleted(type, id)
            : (
                await database.CompleteAsync(
                    [found[0].For(grant.Caller, type.Catalog)],
                    type.Catalog,
                    sql.Now,
                    cancellation
                )
            )[0];
    }

    /// <summary>One version, current or earlier.</summary>
    public async Task<Result<StoredResource>> VersionAsync(
        FhirType type,
        Guid id,
        long version,
        Grant grant,
        CancellationToken cancellation
    )
    {
        var sql = new SqlText(database.Dialect, clock.GetUtcNow());
        var text = Union(sql, type, id, grant, $"AND r.version = {sql.Value(version)}");
        var found = await database.QueryAsync(new(text, sql.Values), StoredResource.From, cancellation);
        return found.Count == 0 ? Unknown(type, id)
            : found[0].Deleted ? Deleted(type, id)
            : (await database.ForAsync(found, grant.Caller, type.Catalog, cancellation))[0];
    }

    /// <summary>Whether no earlier version of a resource was stored at that moment or after it.</summary>
    public async Task<bool> IsSoleAsync(
        StoredResource resource,
        DateTimeOffset since,
        CancellationToken cancellation
    ) =>
        (
            await database.QueryAsync(
                new(
                    "SELECT version FROM versions WHERE id = $1 AND updated >= $2 AND version <> $3 LIMIT 1",
                    resource.Id,
                    since.UtcTicks,
                    resource.Version
                ),
                static row => row.Long(0),
                cancellation
            )
        ).Count == 0;

    private static string Union(SqlText sql, FhirType type, Guid id, Grant grant, string also)
    {
        var where =
            $"WHERE r.id = {sql.Value(id)} AND r.type = {sql.Value(type.Name)} AND {sql.Within(grant, type, "r")} {also}";
        return $"SELECT {StoredResource.Columns} FROM resources r {where} UNION ALL SELECT {StoredResource.Columns} FROM versions r {where}{HistoryReader.WhileVisible(sql, grant, type)}";
    }

    private static Fault Unknown(FhirType type, Guid id) =>
        new(
            FaultKind.NotFound,
            OperationOutcome.IssueType.NotFound,
            $"{type.Name}/{id} is not known here.",
            null,
            "unknown-id"
        );

    private static Fault Deleted(FhirType type, Guid id) =>
        new(
            FaultKind.Gone,
            OperationOutcome.IssueType.Deleted,
            $"{type.Name}/{id} was deleted; its history is at {type.Name}/{id}/_history.",
            null,
            "deleted"
        );
}
