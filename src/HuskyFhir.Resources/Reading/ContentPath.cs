using HuskyFhir.Core.Access;
using HuskyFhir.Resources.Contents;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Storage;

namespace HuskyFhir.Resources.Reading;

/// <summary>
/// Finds the bytes of a resource that <see cref="ResourceReader"/> has shown to the caller; it asks nothing of the grant
/// itself.
/// </summary>
public sealed class ContentPath(Database database)
{
    /// <summary>What is known of the bytes of one version.</summary>
    public async Task<StoredContent> FindAsync(StoredResource resource, CancellationToken cancellation) =>
        (
            await database.QueryAsync(
                new(
                    $"SELECT {StoredContent.Columns} FROM content_versions WHERE id = $1 AND version = $2",
                    resource.Id,
                    resource.Version
                ),
                static row => StoredContent.From(row),
                cancellation
            )
        )[0];

    /// <summary>The labels of what has it, such as documents, which hold for the bytes as well.</summary>
    public async Task<Restriction> LabelsAsync(Guid id, CancellationToken cancellation)
    {
        var labels = await database.QueryAsync(
            new("SELECT d.restricted FROM ties f JOIN resources d ON d.id = f.other WHERE f.thing = $1", id),
            static row => (Restriction)row.Long(0),
            cancellation
        );
        return labels.Aggregate(Restriction.None, static (all, label) => all | label);
    }

    /// <summary>The bytes, read as they are asked for.</summary>
    public Stream Open(StoredContent content) => new ContentStream(database, content);
}
