using HuskyFhir.Core.Access;
using HuskyFhir.Registry.Families;

namespace HuskyFhir.Registry.Store.Contents;

/// <summary>Finds the bytes of a resource that <see cref="ReadPath"/> has shown to the caller; it asks nothing of the grant itself.</summary>
public sealed class ContentPath(Database database)
{
    /// <summary>What is known of the bytes of one version.</summary>
    public async Task<StoredContent> FindAsync(StoredResource resource, CancellationToken cancellation) =>
        (await database.QueryAsync(new($"SELECT {StoredContent.Columns} FROM content_versions WHERE id = $1 AND version = $2", resource.Id, resource.Version), static row => StoredContent.From(row), cancellation))[0];

    /// <summary>The labels of the documents that have it, which hold for the bytes as well.</summary>
    public async Task<Restriction> LabelsAsync(FhirType type, Guid id, CancellationToken cancellation)
    {
        if (type.Declared.HiddenWith is not { } follows)
            return Restriction.None;
        var labels = await database.QueryAsync(
            new("SELECT d.restricted FROM refs f JOIN resources d ON d.id = f.owner WHERE f.target_id = $1 AND f.part = $2 AND f.owner_type = $3", id, follows.Part, follows.Type), static row => (Restriction)row.Long(0), cancellation);
        return labels.Aggregate(Restriction.None, static (all, label) => all | label);
    }

    /// <summary>The bytes, read as they are asked for.</summary>
    public Stream Open(StoredContent content) => new ContentStream(database, content);
}
