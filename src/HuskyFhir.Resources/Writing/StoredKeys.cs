using HuskyFhir.Storage;

namespace HuskyFhir.Resources.Writing;

/// <summary>Which business keys are taken, for writes that name resources by them.</summary>
public sealed class StoredKeys(Database database)
{
    /// <summary>The keys that are taken, and by which resource.</summary>
    public Task<List<(BusinessKey Key, Guid Id)>> FindAsync(
        IReadOnlyList<BusinessKey> keys,
        CancellationToken cancellation
    ) => database.WriteAsync(work => work.FindKeysAsync(keys, cancellation), cancellation);
}
