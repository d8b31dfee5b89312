using HuskyFhir.Core.Access;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Resources.Shown;

/// <summary>
/// Versions as the caller is shown them. What is confidential in one version of a resource may stand in another without
/// its label, as it came before there was reason for one: where it stands in any version, nothing is shown of those
/// that are not current.
/// </summary>
internal static class EarlierVersions
{
    public static async Task<List<StoredResource>> ForAsync(
        this Database database,
        IReadOnlyList<StoredResource> rows,
        Caller caller,
        FhirTypeCatalog types,
        CancellationToken cancellation
    )
    {
        if (!caller.Masked || rows.Count == 0)
            return [.. rows];
        var labelled = (await LabelledAsync(database, rows, cancellation)).ToLookup(static found => found.Id);
        return [.. rows.Select(row => Masked(row, caller, types, [.. labelled[row.Id]]))];
    }

    private static StoredResource Masked(StoredResource row, Caller caller, FhirTypeCatalog types, List<Found> versions)
    {
        var paths = versions
            .Where(static version => version.Body is not null)
            .SelectMany(static version => ConfidentialElements.PathsIn(version.Body))
            .ToHashSet(StringComparer.Ordinal);
        return
            paths.Count == 0
            || row.Body is null
            || versions.Exists(version => version.Current && version.Version == row.Version)
            ? row.For(caller, types)
            : row with
            {
                Body = ConfidentialElements.Without(row.Body, types.Find(row.Type), paths),
            };
    }

    /// <summary>
    /// Of each resource the current version, with its body where elements of it are masked, and the earlier ones of
    /// which some are.
    /// </summary>
    private static Task<List<Found>> LabelledAsync(
        Database database,
        IReadOnlyList<StoredResource> rows,
        CancellationToken cancellation
    )
    {
        var sql = new SqlText(database.Dialect);
        var (ids, masked) = (
            rows.Select(static row => row.Id).Distinct().ToList(),
            sql.Value((long)Restriction.Masked)
        );
        var text =
            $"SELECT r.id, r.version, CASE WHEN (r.restricted & {masked}) <> 0 THEN r.body END, 1 FROM resources r WHERE {sql.In("r.id", ids)} "
            + $"UNION ALL SELECT r.id, r.version, r.body, 0 FROM versions r WHERE {sql.In("r.id", ids)} AND (r.restricted & {masked}) <> 0";
        return database.QueryAsync(
            new(text, sql.Values),
            static row => new Found(row.Uuid(0), row.Long(1), row.BytesOrNull(2), row.Long(3) != 0),
            cancellation
        );
    }

    private sealed record Found(Guid Id, long Version, byte[]? Body, bool Current);
}
